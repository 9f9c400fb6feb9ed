// Same facts, same bytes: on a fresh instance, on a used one, after a huge input and after a trap. And
// the same refresh, however its events come.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CoreFailure } from '../../shim/core.js';
import { sealOf } from '../seal.js';
import {
  ALWAYS,
  bytes,
  everyCall,
  freshCore,
  freshMachine,
  json,
  listRequest,
  ROWS,
  run,
  storedByRefresh,
  text,
} from './calls.js';
import { RawMachine } from './raw.js';
import { failed, performersIn, play, plays, RECENT, response, SNAPSHOT } from './refreshes.js';

const EXAMPLES = everyCall(freshCore());

test('every call of the boundary has an example, but those of a refresh', () => {
  const called = new Set(EXAMPLES.map(({ call }) => call));
  assert.deepEqual([...called], ['describe', 'cache_key', 'reply', 'render', 'revalidate']);
});

/**
 * @param {import('../../shim/core.js').Core} core
 * @param {import('./calls.js').Example[]} examples
 */
function runAll(core, examples) {
  for (const one of examples) run(core, one);
}

/** @type {{name: string, use: (core: import('../../shim/core.js').Core) => void}[]} */
const PASTS = [
  { name: 'after the same call', use: () => {} },
  { name: 'after all calls', use: (core) => runAll(core, EXAMPLES) },
  {
    name: 'after all calls backwards',
    use: (core) => runAll(core, EXAMPLES.toReversed()),
  },
  {
    name: 'after a value of 30 MB',
    use: (core) =>
      core.call('reply', listRequest('', { reads: [{}] }), new Uint8Array(30e6).fill(0x5b)),
  },
  { name: 'after a trap', use: (core) => assert.throws(() => core.call('reply', {}), CoreFailure) },
];

for (const past of PASTS) {
  for (const example of EXAMPLES) {
    test(`${example.name}: the same bytes ${past.name}`, () => {
      const expected = run(freshCore(), example);
      const core = freshCore();
      run(core, example);
      past.use(core);
      assert.deepEqual(run(core, example), expected);
    });
  }
}

test('results are copies: the next calls do not change them', () => {
  const core = freshCore();
  const example = EXAMPLES.find(({ name }) => name === 'reply with the list') ?? EXAMPLES[0];
  const [, body] = core.call(example.call, example.facts, ...example.parts);
  const before = text(body);
  runAll(core, EXAMPLES);
  core.call('reply', listRequest('', { reads: [{}] }), new Uint8Array(30e6));
  assert.equal(text(body), before);
});

test('inputs are left as they were', () => {
  const rows = ROWS.slice();
  play(freshMachine(), ALWAYS, performersIn({ rows }));
  assert.deepEqual(rows, ROWS);
});

const PARTS = [
  { name: 'an absent value is a missing list', value: null, reason: 'missing' },
  { name: 'an empty value is a corrupt list', value: new Uint8Array(0), reason: 'corrupt' },
  { name: 'a value of one byte', value: bytes('{'), reason: 'corrupt' },
];
for (const { name, value, reason } of PARTS) {
  test(`absent and empty parts: ${name}`, () => {
    const snapshot = '{"version":2,"lastUpdated":"2025-12-04T14:20:00.000Z","members":[]}';
    const facts = listRequest('', { reads: [{}, { metadata: sealOf(snapshot) }] });
    const [, body] = freshCore().call('reply', facts, value, bytes(snapshot));
    assert.equal(JSON.parse(text(body)).staleReason, reason);
  });
}

/** @type {{name: string, answer: (asked: import('./refreshes.js').Asked) => import('./refreshes.js').Outcome, stored: boolean}[]} */
const REFRESHES = [
  { name: 'the first', answer: plays, stored: false },
  { name: 'one behind another', answer: plays, stored: true },
  {
    name: 'with failures',
    answer: (asked) => (asked.account === 'anna' ? plays(asked) : failed('timeout')),
    stored: true,
  },
  {
    name: 'that asks again',
    answer: () => response('{"error":8,"message":"Operation failed"}', { status: 500 }),
    stored: true,
  },
];

/** @param {(typeof REFRESHES)[number]} refresh */
const worldOf = ({ answer, stored }) =>
  performersIn({ answer, stored: stored ? storedByRefresh() : {} });

for (const refresh of REFRESHES) {
  test(`a refresh, ${refresh.name}: the same bytes in each instance`, () => {
    const [one, other] = [new RawMachine(), new RawMachine()];
    for (const machine of [one, other]) play(machine, ALWAYS, worldOf(refresh));
    assert.deepEqual(one.calls, other.calls);
    assert.ok(one.calls.length > 5);
  });

  test(`a refresh, ${refresh.name}: the same values and ids, whether events come together or not`, () => {
    /** @param {boolean} together */
    const written = (together) => {
      const machine = freshMachine();
      const { effects } = play(together ? machine : oneByOne(machine), ALWAYS, worldOf(refresh));
      const byId = effects
        .filter(({ id }) => id !== undefined)
        .map((effect) => [Number(effect.id), effect.url ?? effect.key, effect.value])
        .sort(([one], [another]) => Number(one) - Number(another));
      return byId.map(([id, what, value]) => [id, what, value && text(value)]);
    };
    assert.deepEqual(written(false), written(true));
  });
}

/**
 * Tells each event in a step of its own.
 * @param {import('./refreshes.js').Machine} machine
 * @returns {import('./refreshes.js').Machine}
 */
function oneByOne(machine) {
  return {
    begin: (facts) => machine.begin(facts),
    step: (events) => events.flatMap((event) => machine.step([event])),
  };
}

test('effects are copies: further steps do not change them', () => {
  const { puts } = play(freshMachine(), ALWAYS, performersIn({}));
  const [list, snapshot] = puts.map(({ value }) => JSON.parse(text(value)));
  assert.equal(list.tracks.length, 3);
  assert.equal(snapshot.members.length, 3);
});

test('an event that nobody waits for means nothing', () => {
  const machine = freshMachine();
  /** @type {import('./refreshes.js').Machine} */
  const disturbed = {
    begin: (facts) => machine.begin(facts),
    step: (events) => {
      const at = ALWAYS.startedMs;
      const value = new Uint8Array(0);
      const strays = [0, 1, 2 ** 24, 2 ** 32 - 1].flatMap(
        (id) =>
          /** @type {import('./refreshes.js').Event[]} */ ([
            { id, at, name: 'value', value, metadata: {} },
            { id, at, name: 'completed' },
            { id, at, ...failed('crashed') },
          ]),
      );
      return machine.step([...strays, ...events, ...events]);
    },
  };
  const { event } = play(disturbed, ALWAYS, performersIn({}));
  assert.deepEqual(event.counts, { asked: 3, learned: 3, failed: 0, kept: 0, tracks: 3 });
});

const VALUES = [
  { name: 'no value: nothing is stored', value: null, warns: false },
  { name: 'an empty value: it cannot be read', value: new Uint8Array(0), warns: true },
];
for (const { name, value, warns } of VALUES) {
  test(`absent and empty bytes of an event: ${name}`, () => {
    const stored = { [RECENT]: { value }, [SNAPSHOT]: { value: null } };
    const { lines, event } = play(freshMachine(), ALWAYS, performersIn({ stored }));
    assert.equal(event.counts.learned, 3);
    assert.equal(
      lines.some((line) => line.includes(RECENT)),
      warns,
      lines.join('\n'),
    );
  });
}

test('memory may grow during a step', () => {
  // Some 15 MB of rows, near the limit, and more than twice that while they are read.
  const count = 100_000;
  const rows = Array.from({ length: count }, (_, i) => ({
    id: i,
    username: `member-with-a-name-of-some-length-${i}`,
    lastfm_username: `account-with-a-name-of-some-length-${i}`,
    profile_visibility: 'public',
  }));
  const { lines, event } = play(freshMachine(), ALWAYS, performersIn({ rows: json(rows) }));
  assert.deepEqual(lines.slice(1, 3), [
    '[CRON] WARNING: accounts that are left out: 88000 (at most 12000 fit)',
    '[CRON] Found 12000 users with Last.fm usernames',
  ]);
  assert.equal(event.counts.asked, 45);
});
