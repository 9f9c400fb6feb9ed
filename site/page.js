// Wires the page: answers go into the view, the view onto the screen, the clock to both.

import { place } from './element.js';
import { createList } from './list.js';
import { requestListens } from './listens-source.js';
import { createMasthead } from './masthead.js';
import { createRefresher } from './refresher.js';
import { createTimeWords } from './relative-time.js';
import { nextRequestAt, readServed } from './served.js';
import { kFirstView, viewAfter, wordingOf } from './view.js';

/** @import { Answer } from './types.js' */

const kTickMs = 15_000;

const words = createTimeWords(navigator.languages);
const served = readServed();
if (!served) place('listens').replaceChildren();
const list = createList(place('listens'), words, served?.rows);
const masthead = createMasthead(words, () => refresher.refreshNow());
const refresher = createRefresher({
  request: requestListens,
  isVisible,
  now: Date.now,
  setTimer: (run, delayMs) => setTimeout(run, delayMs),
  clearTimer: (timer) => clearTimeout(timer),
  onAsk: () => masthead.showAsking(true),
  onAnswer,
});
let view = kFirstView;
// Else Safari takes `list-style: none` for "no list".
place('listens').role = 'list';

/** @param {Answer} answer */
function onAnswer(answer) {
  view = viewAfter(view, answer);
  const wording = wordingOf(view);
  const listens = view.settled?.kind === 'listed' ? view.settled.listens : [];
  const changes = list.show(listens, Date.now());
  place('listens').hidden = listens.length === 0;
  // A list that is on its way still looks like one.
  place('skeleton').hidden = wording.tone !== 'warming';
  masthead.showAsking(false);
  masthead.show(wording, Date.now(), changes);
}

function isVisible() {
  return document.visibilityState === 'visible';
}

function tick() {
  if (!isVisible()) return;
  list.tick(Date.now());
  masthead.tick(Date.now());
}

document.addEventListener('visibilitychange', () => {
  tick();
  refresher.schedule();
});
// A connection that is back is worth a try only where the last one failed.
addEventListener('online', () => {
  if (view.latest?.kind === 'failed') void refresher.refreshNow();
});
setInterval(tick, kTickMs);

document.getElementById('unstarted')?.remove();
if (served) {
  onAnswer(served.answer);
  refresher.startAt(nextRequestAt(served, Date.now()));
} else {
  // In a hidden tab too, so that the list is there when the reader arrives.
  void refresher.refreshNow();
}
