// The largest roster and snapshot that are promised fit into the module's memory, all at once.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { numbersOf } from '../../shim/numbers.js';
import { sealOf } from '../seal.js';
import { ALWAYS, bytes, freshMachine, json, NOW, text } from './calls.js';
import { performersIn, play, RECENT, SNAPSHOT } from './refreshes.js';

const ACCOUNTS = 12_000;
const WITHOUT_ACCOUNT = 80_000;
const TICK_MS = 300_000;

const name = (/** @type {number} */ i) => `a-member-of-the-site-${i}`;
/** @param {number} i @param {string | null} account */
const row = (i, account) => ({
  id: i,
  username: name(i),
  lastfm_username: account,
  profile_visibility: 'public',
});

/** @param {number} count of things @param {number} [from] */
const numbers = (count, from = 0) => Array.from({ length: count }, (_, i) => from + i);

/** The same, written a second later. @param {import('./refreshes.js').Stored} stored */
function otherSnapshot(stored) {
  const value = text(/** @type {Uint8Array} */ (stored.value)).replace(
    /"writtenAt":"([^"]*)"/,
    (_, at) => `"writtenAt":"${new Date(Date.parse(at) + 1000).toISOString()}"`,
  );
  return { value: bytes(value), metadata: sealOf(value) };
}

for (const budget of [1000, 9000]) {
  test(`12,000 accounts among 92,000 members are remembered, ${budget} asked a refresh`, () => {
    const rows = json([
      ...numbers(ACCOUNTS).map((i) => row(i, name(i))),
      ...numbers(WITHOUT_ACCOUNT, ACCOUNTS).map((i) => row(i, null)),
    ]);
    /** @type {Record<string, import('./refreshes.js').Stored>} */
    const stored = {};
    const most = String(budget);
    const settings = { ...ALWAYS.settings, POLL_BUDGET: most, LASTFM_BURST: most };
    for (let round = 0; round * budget < ACCOUNTS; round++) {
      const now = NOW + round * TICK_MS;
      const facts = { ...ALWAYS, settings, startedMs: now, scheduledMs: now };
      const { event, lines } = play(freshMachine(), facts, performersIn({ rows, stored }));
      assert.deepEqual(
        [event.confirmation, event.counts.learned],
        ['confirmed', budget],
        lines.join('\n'),
      );
    }
    // Another run has written a snapshot of its own meanwhile: both are read.
    const others = otherSnapshot(stored[SNAPSHOT]);
    const performers = performersIn({ rows, stored });
    const read = performers.read;
    let looks = 0;
    performers.read = (effect) => {
      if (effect.key !== SNAPSHOT || ++looks !== 2) return read(effect);
      return { name: 'value', value: others.value, metadata: numbersOf(others.metadata) };
    };
    const last = NOW + 100 * TICK_MS;
    const facts = { ...ALWAYS, settings, startedMs: last, scheduledMs: last };
    assert.equal(play(freshMachine(), facts, performers).event.confirmation, 'confirmed');
    assert.equal(looks, 2);

    const snapshot = /** @type {Uint8Array} */ (stored[SNAPSHOT].value);
    const { members } = JSON.parse(text(snapshot));
    assert.equal(members.length, ACCOUNTS);
    assert.equal(members.filter((/** @type {any} */ one) => one.listen !== null).length, ACCOUNTS);
    assert.ok(snapshot.length < 10 * 2 ** 20, `${snapshot.length} bytes`);
    assert.equal(JSON.parse(text(/** @type {any} */ (stored[RECENT].value))).tracks.length, 50);
  });
}
