// Wires the page: what the source has goes onto the screen, and the clock moves the times on.

import { createList } from './list.js';
import { kApiPath } from './listens-source.js';
import { createMasthead } from './masthead.js';
import { place } from './place.js';
import { createTimeWords } from './relative-time.js';
import { nextRequestAt, readServed } from './served.js';
import { createSource } from './source.js';
import { fetchWithToken } from './token.js';
import { wordingOf } from './view.js';

/** @import { View } from './types.js' */

const words = createTimeWords(navigator.languages);
// A limit holds for the lists that follow too.
const source = createSource(kApiPath + location.search, fetchWithToken);
const masthead = createMasthead(words, source.refreshNow);
const served = readServed();
if (!served) place('listens').replaceChildren();
const list = createList(place('listens'), words, served?.rows);

/** @param {View} view */
function show(view) {
  const wording = wordingOf(view);
  const listens = view.settled?.kind === 'listed' ? view.settled.listens : [];
  const changes = list.show(listens, Date.now());
  place('listens').hidden = listens.length === 0;
  // A list that is on its way still looks like one.
  place('skeleton').hidden = wording.tone !== 'warming';
  masthead.showAsking(false);
  masthead.show(wording, Date.now(), changes);
}

/** @param {number} now */
function tick(now) {
  list.tick(now);
  masthead.tick(now);
}

if (served) source.beginWith(served.answer, nextRequestAt(served, Date.now()));
source.follow({ show, tick, showAsking: () => masthead.showAsking(true) });
// In a hidden tab too, so that the list is there when the reader arrives.
if (!served) void source.refreshNow();
