// The largest roster and snapshot that are promised fit into the module's memory, all at once.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lastfmBody } from './bodies.js';
import { ALWAYS, answerFacts, bytes, freshCore, json, NOW } from './calls.js';

const ACCOUNTS = 12_000;
const WITHOUT_ACCOUNT = 80_000;
const A_REFRESH = 1000;
const TICK_MS = 300_000;

const name = (/** @type {number} */ i) => `a-member-of-the-site-${i}`;
/** @param {number} i @param {string | null} account */
const row = (i, account) => ({
  id: i,
  username: name(i),
  lastfm_username: account,
  profile_visibility: 'public',
});

/** @param {import('../../shim/core.js').Core} core @param {number} i */
function answerAbout(core, i) {
  const question = { username: name(i), source: 'lastfm', account: name(i), step: 0, attempt: 0 };
  return core.call('read_response', answerFacts(question), bytes(lastfmBody(name(i))))[1];
}

/** @param {number} count of things @param {number} [from] */
const numbers = (count, from = 0) => Array.from({ length: count }, (_, i) => from + i);

test('12,000 accounts among 92,000 members are remembered, refresh after refresh', () => {
  const rows = json([
    ...numbers(ACCOUNTS).map((i) => row(i, name(i))),
    ...numbers(WITHOUT_ACCOUNT, ACCOUNTS).map((i) => row(i, null)),
  ]);
  /** @type {any} */
  let list = null;
  /** @type {any} */
  let snapshot = null;
  let reads = [{}, {}];
  let seal = null;
  for (let first = 0; first < ACCOUNTS; first += A_REFRESH) {
    const nowMs = NOW + (first / A_REFRESH) * TICK_MS;
    const facts = { ...ALWAYS, nowMs, startedMs: nowMs, scheduledMs: nowMs, reads };
    const core = freshCore();
    const plan = core.call('plan_refresh', facts, rows, list, snapshot)[0];
    assert.equal(plan.requests.length, 45);
    const answers = numbers(A_REFRESH, first).map((i) => answerAbout(core, i));
    const [finished, nextList, draft] = core.call(
      'finish_refresh',
      facts,
      rows,
      list,
      snapshot,
      ...answers,
    );
    const written = { ...facts, carry: finished.carry, look: 1, readBack: {} };
    const [confirmed, nextSnapshot] = core.call(
      'confirm_write',
      written,
      nextList,
      nextList,
      draft,
    );
    [list, snapshot, seal] = [nextList, nextSnapshot, confirmed.write.metadata];
    reads = [{ metadata: finished.write.metadata }, { metadata: seal }];
  }
  const { members } = JSON.parse(new TextDecoder().decode(snapshot));
  assert.equal(members.length, ACCOUNTS);
  assert.equal(members.filter((/** @type {any} */ one) => one.listen !== null).length, ACCOUNTS);
  assert.ok(snapshot.length < 10 * 2 ** 20, `${snapshot.length} bytes`);
});
