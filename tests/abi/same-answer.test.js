// Same facts, same bytes: on a fresh instance, on a used one, after a huge input and after a trap.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CoreFailure } from '../../shim/core.js';
import { sealOf } from '../seal.js';
import {
  ALWAYS,
  answerFacts,
  bytes,
  everyCall,
  freshCore,
  json,
  listRequest,
  questionAbout,
  ROWS,
  run,
  text,
} from './calls.js';

const EXAMPLES = everyCall(freshCore());
const FACTS = answerFacts(questionAbout('anna'));

test('every call of the boundary has an example', () => {
  const called = new Set(EXAMPLES.map(({ call }) => call));
  assert.deepEqual(
    [...called],
    [
      'describe',
      'open_refresh',
      'plan_refresh',
      'read_response',
      'finish_refresh',
      'confirm_write',
      'conclude_refresh',
      'reply',
    ],
  );
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
    name: 'after a body of 30 MB',
    use: (core) => core.call('read_response', FACTS, new Uint8Array(30e6).fill(0x5b)),
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
  const example = EXAMPLES.find(({ name }) => name === 'finish_refresh') ?? EXAMPLES[0];
  const [, list, draft] = core.call(example.call, example.facts, ...example.parts);
  const before = [text(list), text(draft)];
  runAll(core, EXAMPLES);
  core.call('read_response', FACTS, new Uint8Array(30e6));
  assert.deepEqual([text(list), text(draft)], before);
});

test('inputs are left as they were', () => {
  const rows = ROWS.slice();
  freshCore().call('plan_refresh', ALWAYS, rows);
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

test('an absent part in the middle does not move those behind it', () => {
  const answers = EXAMPLES.filter(({ call }) => call === 'read_response').slice(0, 3);
  const facts = { ...ALWAYS, reads: [{}, {}] };
  const core = freshCore();
  const parts = answers.map((one) => core.call(one.call, one.facts, ...one.parts)[1]);
  const [decision] = core.call('finish_refresh', facts, ROWS, null, null, ...parts);
  assert.equal(decision.carry.counts.learned, 3);
});

test('memory may grow during a call', () => {
  // Some 15 MB of rows, near the limit, and more than twice that while they are read.
  const count = 100_000;
  const rows = Array.from({ length: count }, (_, i) => ({
    id: i,
    username: `member-with-a-name-of-some-length-${i}`,
    lastfm_username: `account-with-a-name-of-some-length-${i}`,
    profile_visibility: 'public',
  }));
  const [plan] = freshCore().call('plan_refresh', ALWAYS, json(rows));
  assert.deepEqual(
    plan.log.slice(0, 2).map((/** @type {{text: string}} */ { text }) => text),
    [
      '[CRON] WARNING: accounts that are left out: 88000 (at most 12000 fit)',
      '[CRON] Found 12000 users with Last.fm usernames',
    ],
  );
  assert.equal(plan.requests.length, 45);
});
