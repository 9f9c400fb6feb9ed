// Bodies and values from outside may be anything: the core answers, in well-formed UTF-8 and JSON.
//
// A trap would show as CoreFailure: with the same input, the second try traps as well.

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { numbersOf } from '../../shim/numbers.js';
import {
  lastfmBody,
  listenbrainzBody,
  nothingPlayingBody,
  ODD_BODIES,
  ODD_VALUES,
  ROWS,
} from './bodies.js';
import {
  ALWAYS,
  bytes,
  everyCall,
  freshCore,
  freshMachine,
  json,
  listRequest,
  storedByRefresh,
  text,
} from './calls.js';
import { mutated, randomBytes, randomNumbers } from './random.js';
import { performersIn, play, RECENT, response, SNAPSHOT } from './refreshes.js';

const RUNS = 4000;
const SOURCES = ['lastfm', 'librefm', 'listenbrainz'];
const FIXTURES = new URL('../fixtures/', import.meta.url);
/** Bodies that services really sent, where they lie beside the checkout: they are not part of it. */
const CAPTURED = new URL('../../../shared/fixtures/', import.meta.url);

const EXAMPLES = everyCall(freshCore());
const { [RECENT]: LIST, [SNAPSHOT]: FALLBACK } = storedByRefresh();

/** Bodies of all services, about anna: what is about another account never gives a track. */
function seedBodies() {
  const folders = [FIXTURES, ...(existsSync(CAPTURED) ? [CAPTURED] : [])].flatMap((folder) =>
    SOURCES.map((source) => new URL(`${source}/`, folder)),
  );
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { withFileTypes: true })
      .filter((file) => file.isFile())
      .map(({ name }) => new URL(name, folder)),
  );
  // One page of 400 KB is not worth a thousand copies.
  const captured = files
    .map((file) => readFileSync(file, 'latin1').replaceAll('"listener"', '"anna"'))
    .filter((body) => body.length < 20_000)
    .map((body) => Buffer.from(body, 'latin1'));
  const made = [lastfmBody('anna'), listenbrainzBody('anna'), ...ODD_BODIES];
  return [...captured, ...made.map(bytes)];
}

/**
 * A refresh that asks about anna, with the body as the answer of any service to any question.
 * @param {import('../../shim/core.js').Core} core
 * @param {import('./random.js').RandomNumber} random
 * @param {Uint8Array} body
 * @returns {number} how many tracks its list has
 */
function refreshWith(core, random, body) {
  const source = SOURCES[random(SOURCES.length)];
  const rows = json([{ username: 'anna', [`${source}_username`]: 'anna' }]);
  const status = [200, 200, 200, 404, 500][random(5)];
  const isAnswered = random(2) === 0;
  const { puts, event } = play(
    freshMachine(core),
    ALWAYS,
    performersIn({
      rows,
      answer: ({ account, source, isFollowUp }) => {
        assert.equal(account, 'anna');
        const isFirst = source === 'listenbrainz' && !isFollowUp && isAnswered;
        return isFirst ? response(nothingPlayingBody('anna')) : response(body, { status });
      },
    }),
  );
  const { asked, learned, failed, tracks } = event.counts;
  assert.equal(asked, 1);
  assert.ok(learned + failed <= 1);
  assert.ok(tracks <= learned);
  const list = puts.find(({ key }) => key === RECENT);
  const shown = list === undefined ? [] : JSON.parse(text(list.value)).tracks;
  assert.equal(shown.length, tracks);
  for (const { username } of shown) assert.equal(username, 'anna');
  return tracks;
}

/**
 * Asks for the list as the API would.
 * @param {import('../../shim/core.js').Core} core
 * @param {import('./calls.js').Part[]} values
 * @param {object[]} reads
 * @returns {boolean} whether any track is served
 */
function readList(core, values, reads) {
  let isServed = false;
  for (const path of ['user-listens', 'health']) {
    const facts = listRequest('', { reads, url: `http://site/api/internal/${path}` });
    const [decision, body] = core.call('reply', facts, ...values);
    assert.ok(
      path === 'user-listens' ? decision.status === 200 : [200, 503].includes(decision.status),
    );
    const reply = JSON.parse(text(body));
    if (path !== 'user-listens') continue;
    assert.ok(Array.isArray(reply.data));
    isServed = reply.data.length > 0;
  }
  return isServed;
}

test(`a refresh: ${RUNS} mutated bodies`, (t) => {
  const random = randomNumbers(20251204);
  const core = freshCore();
  const seeds = seedBodies();
  let listed = 0;
  for (let i = 0; i < RUNS; i++) {
    listed += refreshWith(core, random, mutated(random, seeds[i % seeds.length]));
  }
  t.diagnostic(`${listed} of ${RUNS} gave a track`);
  assert.ok(listed > RUNS / 100, `only ${listed} of ${RUNS} bodies gave a track`);
});

test(`a refresh: ${RUNS} bodies of random bytes`, () => {
  const random = randomNumbers(1425);
  const core = freshCore();
  for (let i = 0; i < RUNS; i++) refreshWith(core, random, randomBytes(random, random(300)));
});

test(`reply: ${RUNS} mutated lists and snapshots, with and without their seals`, (t) => {
  const random = randomNumbers(20251204);
  const core = freshCore();
  const seals = EXAMPLES.flatMap(({ facts }) => facts.reads ?? []).filter(
    ({ metadata }) => metadata,
  );
  const seeds = [knownValue(LIST), knownValue(FALLBACK), ...ODD_VALUES.map(bytes)];
  let served = 0;
  for (let i = 0; i < RUNS; i++) {
    const recent = mutated(random, seeds[i % seeds.length]);
    const fallback = random(3) === 0 ? null : mutated(random, seeds[random(seeds.length)]);
    const reads = [0, 1].map(() => (random(3) === 0 ? seals[random(seals.length)] : {}));
    if (readList(core, [recent, fallback], reads)) served += 1;
  }
  t.diagnostic(`${served} of ${RUNS} served a track`);
  assert.ok(served > RUNS / 100, `only ${served} of ${RUNS} served a track`);
});

test(`a refresh: ${RUNS / 4} mutated lists and snapshots from before, and as read back`, () => {
  const random = randomNumbers(7);
  const core = freshCore();
  const seeds = [knownValue(FALLBACK), knownValue(LIST), ...ODD_VALUES.map(bytes)];
  const seals = [LIST.metadata, FALLBACK.metadata, undefined].map(numbersOf);
  for (let i = 0; i < RUNS / 4; i++) {
    const performers = performersIn({});
    const { puts, event } = play(freshMachine(core), ALWAYS, {
      ...performers,
      read: () => ({
        name: 'value',
        value: mutated(random, seeds[random(seeds.length)]),
        metadata: seals[random(seals.length)],
      }),
    });
    assert.equal(event.counts.tracks, 3);
    assert.equal(JSON.parse(text(puts[0].value)).tracks.length, 3);
  }
});

test(`a refresh: ${RUNS / 4} mutated rosters`, (t) => {
  const random = randomNumbers(8);
  const core = freshCore();
  let polls = 0;
  for (let i = 0; i < RUNS / 4; i++) {
    const rows = mutated(random, ROWS);
    if (play(freshMachine(core), ALWAYS, performersIn({ rows })).requests.length > 0) polls += 1;
  }
  t.diagnostic(`${polls} of ${RUNS / 4} go on`);
  assert.ok(polls > RUNS / 100, `only ${polls} of ${RUNS / 4} rosters have an account`);
});

const METADATA = [
  { name: 'negative', metadata: { version: 2, count: -1, length: -1, crc32c: -1 } },
  { name: 'huge', metadata: { version: 2, count: 2 ** 60, length: 1e300, crc32c: 2 ** 53 } },
  {
    name: 'larger than 32 bits',
    metadata: { version: 2, count: 3, length: 2 ** 33, crc32c: 2 ** 40 },
  },
  { name: 'of texts', metadata: { version: '2', count: '3', length: '1', crc32c: 'x' } },
  { name: 'no object', metadata: ['version', 2] },
  { name: 'a text', metadata: 'sealed' },
  {
    name: 'with names like paths',
    metadata: { 'version.count': 1, 0: { error: 'e' }, error: 'e' },
  },
];
for (const { name, metadata } of METADATA) {
  test(`metadata ${name}: the list is served, the refresh goes on`, () => {
    assert.ok(readList(freshCore(), [knownValue(LIST), null], [{ metadata }, { metadata }]));
    const stored = { [RECENT]: { ...LIST, metadata }, [SNAPSHOT]: { ...FALLBACK, metadata } };
    const { event } = play(freshMachine(), ALWAYS, performersIn({ stored }));
    assert.equal(event.counts.tracks, 3);
  });
}

/** @param {import('./refreshes.js').Stored} stored */
function knownValue({ value }) {
  assert.ok(value);
  return value;
}
