// Bodies and values from outside may be anything: the core answers, in well-formed UTF-8 and JSON.
//
// A trap would show as CoreFailure: with the same input, the second try traps as well.

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { lastfmBody, listenbrainzBody, ODD_BODIES, ODD_VALUES } from './bodies.js';
import {
  ALWAYS,
  answerFacts,
  bytes,
  everyCall,
  freshCore,
  json,
  listRequest,
  questionAbout,
  text,
} from './calls.js';
import { mutated, randomBytes, randomNumbers } from './random.js';

const RUNS = 4000;
const SOURCES = ['lastfm', 'librefm', 'listenbrainz'];
const FIXTURES = new URL('../fixtures/', import.meta.url);
/** Bodies that services really sent, where they lie beside the checkout: they are not part of it. */
const CAPTURED = new URL('../../../shared/fixtures/', import.meta.url);
/** Anna, with an account on each service. */
const ANNA = json([
  Object.fromEntries([
    ['username', 'anna'],
    ...SOURCES.map((source) => [`${source}_username`, 'anna']),
  ]),
]);

const EXAMPLES = everyCall(freshCore());

/** @param {string} name */
function partsOf(name) {
  const example = EXAMPLES.find((one) => one.name === name);
  assert.ok(example, name);
  return example.parts.filter((part) => part !== null);
}

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
 * Reads a body as a refresh would, as the answer of any service to any question.
 * @param {import('../../shim/core.js').Core} core
 * @param {import('./random.js').RandomNumber} random
 * @param {Uint8Array} body
 */
function readBody(core, random, body) {
  const question = questionAbout('anna', SOURCES[random(SOURCES.length)], random(2));
  const status = [200, 200, 200, 404, 500][random(5)];
  const [decision, answer] = core.call('read_response', answerFacts(question, { status }), body);
  assert.equal(typeof decision.stopsService, 'boolean');
  assert.equal(decision.next?.question.account ?? 'anna', 'anna');
  return answer;
}

/**
 * Ends a refresh that asked one question.
 * @param {import('../../shim/core.js').Core} core
 * @param {Uint8Array} answer
 * @returns {number} how many tracks its list has
 */
function merge(core, answer) {
  const facts = { ...ALWAYS, reads: [{}, {}] };
  const [decision, list] = core.call('finish_refresh', facts, ANNA, null, null, answer);
  const { asked, learned, failed, tracks } = decision.carry.counts;
  assert.equal(asked, 1);
  assert.ok(learned + failed <= 1);
  assert.ok(tracks <= learned);
  const shown = list.length === 0 ? [] : JSON.parse(text(list)).tracks;
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

test(`read_response: ${RUNS} mutated bodies, and what comes can be merged`, (t) => {
  const random = randomNumbers(20251204);
  const core = freshCore();
  const seeds = seedBodies();
  let listed = 0;
  for (let i = 0; i < RUNS; i++) {
    const body = mutated(random, seeds[i % seeds.length]);
    listed += merge(core, readBody(core, random, body));
  }
  t.diagnostic(`${listed} of ${RUNS} gave a track`);
  assert.ok(listed > RUNS / 100, `only ${listed} of ${RUNS} bodies gave a track`);
});

test(`read_response: ${RUNS} bodies of random bytes`, () => {
  const random = randomNumbers(1425);
  const core = freshCore();
  for (let i = 0; i < RUNS; i++) {
    merge(core, readBody(core, random, randomBytes(random, random(300))));
  }
});

test(`reply: ${RUNS} mutated lists and snapshots, with and without their seals`, (t) => {
  const random = randomNumbers(20251204);
  const core = freshCore();
  const [list, snapshot] = [
    partsOf('reply with the list')[0],
    partsOf('reply with the snapshot')[1],
  ];
  const seals = EXAMPLES.flatMap(({ facts }) => facts.reads ?? []).filter(
    ({ metadata }) => metadata,
  );
  const seeds = [list, snapshot, ...ODD_VALUES.map(bytes)];
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

test(`finish_refresh: ${RUNS / 4} mutated lists and snapshots from before`, () => {
  const random = randomNumbers(7);
  const core = freshCore();
  const [rows, ...answers] = partsOf('finish_refresh');
  const seeds = [
    ...partsOf('reply with the snapshot'),
    ...partsOf('reply with the list'),
    ...ODD_VALUES.map(bytes),
  ];
  for (let i = 0; i < RUNS / 4; i++) {
    const known = [0, 1].map(() => mutated(random, seeds[random(seeds.length)]));
    const facts = { ...ALWAYS, reads: [{}, {}] };
    const [decision, list] = core.call('finish_refresh', facts, rows, ...known, ...answers);
    assert.equal(decision.carry.counts.tracks, 3);
    assert.equal(JSON.parse(text(list)).tracks.length, 3);
  }
});

test(`plan_refresh: ${RUNS / 4} mutated rosters`, (t) => {
  const random = randomNumbers(8);
  const core = freshCore();
  const [rows] = partsOf('plan_refresh');
  let polls = 0;
  for (let i = 0; i < RUNS / 4; i++) {
    const [plan] = core.call('plan_refresh', ALWAYS, mutated(random, rows));
    assert.equal(typeof plan.goesOn, 'boolean');
    if (plan.goesOn) polls += 1;
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
    const core = freshCore();
    const [list] = partsOf('reply with the list');
    assert.ok(readList(core, [list, null], [{ metadata }, { metadata }]));
    const [rows, ...answers] = partsOf('finish_refresh');
    const facts = { ...ALWAYS, reads: [{ metadata }, { metadata }] };
    const [decision] = core.call('finish_refresh', facts, rows, list, null, ...answers);
    assert.equal(decision.carry.counts.tracks, 3);
  });
}
