// KV in trouble, beyond the rows of matrix/store.js: the log says what happened, nothing that is stored
// is lost, the run ends.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { assertLines, eventOf } from './expect.js';
import { musicService, saysOnly, someMembers } from './music.js';
import { API_KEY, RECENT, SNAPSHOT, startPlatform } from './platform.js';

const BEFORE = '2025-12-04T14:20:00.000Z';
const NOW = '2025-12-04T14:25:00.000Z';
const NEXT = '2025-12-04T14:30:00.000Z';
const OTHERS = {
  version: 2,
  lastUpdated: '2025-12-04T14:25:00.001Z',
  writer: { id: 'another', deployedAt: '2025-12-03T00:00:00.000Z' },
  tracks: [],
};

/** @type {import('./platform.js').Platform} */
let platform;
/** @type {string} the list of BEFORE, as stored */
let older;

before(async () => {
  platform = await startPlatform({ members: someMembers(14) });
});
after(() => platform?.stop());
beforeEach(async () => {
  await platform.beginAt(BEFORE);
  older = await platform.stored(RECENT);
  await platform.setTime(NOW);
});

/**
 * @typedef {object} Case
 * @property {string} name
 * @property {() => import('./platform.js').Fault[]} faults
 * @property {boolean} [upstreamFails]
 * @property {(string | RegExp)[]} log lines of the refresh, in order
 * @property {string} lastUpdated of what the API serves afterwards
 * @property {string} confirmation
 * @property {string[]} puts the keys of the attempts to write
 * @property {number} [waitedMs]
 */

const kWritten = '[CRON] Pre-warmed user listens cache with 14 tracks';
const kKeyInError = `Error: PUT https://kv/?key=${API_KEY} 403`;

/** @type {Case[]} */
const CASES = [
  {
    name: 'an error that holds the API key',
    faults: () => [
      { op: 'put', key: RECENT, does: 'throw', message: kKeyInError.slice('Error: '.length) },
    ],
    log: [
      '[CRON] WARNING: KV refused the list: Error: PUT https://kv/?key=*** 403. What was stored before stays.',
    ],
    lastUpdated: BEFORE,
    confirmation: 'refused',
    puts: [RECENT, SNAPSHOT],
  },
  {
    name: 'an older copy right after the write, then the new one',
    faults: () => [{ op: 'get', key: RECENT, after: 2, times: 1, does: 'answer', value: older }],
    log: [`${kWritten} (verified)`],
    lastUpdated: NOW,
    confirmation: 'confirmed',
    puts: [RECENT, SNAPSHOT],
    waitedMs: 1500,
  },
  {
    name: 'reading back fails, twice',
    faults: () => [
      { op: 'get', key: RECENT, after: 2, times: 2, does: 'throw', message: 'KV GET failed: 503' },
    ],
    log: [
      kWritten,
      `[CRON] WARNING: The write is not confirmed: ${RECENT} could not be read back: Error: KV GET failed: 503`,
    ],
    lastUpdated: NOW,
    confirmation: 'unconfirmed',
    puts: [RECENT, SNAPSHOT],
    waitedMs: 1500,
  },
  {
    name: 'a write that is lost without an error',
    faults: () => [{ op: 'put', key: RECENT, times: 1, does: 'ignore' }],
    log: [/^\[CRON\] WARNING: The write is not confirmed: .* the list of 2025-12-04T14:20:00.000Z/],
    lastUpdated: BEFORE,
    confirmation: 'unconfirmed',
    puts: [RECENT, SNAPSHOT],
    waitedMs: 1500,
  },
  {
    name: 'another writer in between',
    faults: () => [
      { op: 'get', key: RECENT, after: 2, times: 2, does: 'answer', value: JSON.stringify(OTHERS) },
    ],
    log: [
      `[CRON] WARNING: Verification failed: ${RECENT} holds the list of 2025-12-04T14:25:00.001Z by writer another deployed 2025-12-03T00:00:00.000Z, not the list just written by writer test-version deployed 2025-12-01T00:00:00.000Z.`,
    ],
    lastUpdated: NOW,
    confirmation: 'mismatch',
    puts: [RECENT, SNAPSHOT],
    waitedMs: 1500,
  },
  {
    name: 'a version 1 that writes to our key in between',
    faults: () => [{ op: 'get', key: RECENT, after: 2, times: 2, does: 'answer', value: '[]' }],
    log: [
      /^\[CRON\] WARNING: Verification failed: .* holds the old format \(bare array with 0 items\) by an unknown writer, not the list just written/,
    ],
    lastUpdated: NOW,
    confirmation: 'mismatch',
    puts: [RECENT, SNAPSHOT],
    waitedMs: 1500,
  },
  {
    name: 'neither key can be read, but everybody answers',
    faults: () => [
      { op: 'get', key: RECENT, times: 2, does: 'throw', message: 'KV GET failed: 500' },
      { op: 'get', key: SNAPSHOT, times: 2, does: 'throw', message: 'KV GET failed: 500' },
    ],
    log: [
      `[CRON] WARNING: ${RECENT} could not be read: Error: KV GET failed: 500`,
      `[CRON] WARNING: ${SNAPSHOT} could not be read: Error: KV GET failed: 500`,
      `${kWritten} (verified)`,
    ],
    lastUpdated: NOW,
    confirmation: 'confirmed',
    puts: [RECENT, SNAPSHOT],
  },
  {
    name: 'neither key can be read, and nobody answers',
    faults: () => [
      { op: 'get', key: RECENT, times: 2, does: 'throw', message: 'KV GET failed: 500' },
      { op: 'get', key: SNAPSHOT, times: 2, does: 'throw', message: 'KV GET failed: 500' },
    ],
    upstreamFails: true,
    log: [
      '[CRON] WARNING: The stored list could not be read and not everybody answered: nothing is written, what is stored stays.',
    ],
    lastUpdated: BEFORE,
    confirmation: 'nothing written',
    puts: [],
  },
  {
    name: 'the snapshot cannot be read, and nobody answers',
    faults: () => [
      { op: 'get', key: SNAPSHOT, times: 2, does: 'throw', message: 'KV GET failed: 500' },
    ],
    upstreamFails: true,
    log: [
      `[CRON] WARNING: ${SNAPSHOT} could not be read: Error: KV GET failed: 500`,
      `[CRON] WARNING: Nothing could be learned; keeping the list of ${BEFORE}.`,
    ],
    lastUpdated: BEFORE,
    confirmation: 'confirmed',
    puts: [RECENT],
  },
];

for (const {
  name,
  faults,
  upstreamFails,
  log,
  lastUpdated,
  confirmation,
  puts,
  waitedMs = 0,
} of CASES) {
  test(`KV in trouble, the tracks stay: ${name}`, async () => {
    const tracks = (await platform.api()).json.data;
    if (upstreamFails) platform.music.upstream = saysOnly('', 500);
    await platform.setFaults(faults());
    await platform.takeLog();
    await platform.takeOperations();

    const { outcome } = await platform.tick();
    assert.equal(outcome, 'ok');
    const lines = await platform.takeLog();
    assertLines(lines, log);
    const event = eventOf(lines);
    assert.deepEqual([event.confirmation, event.durationMs], [confirmation, waitedMs]);
    const attempts = (await platform.takeOperations()).filter(({ op }) => op === 'put');
    assert.deepEqual(
      attempts.map(({ key }) => key),
      puts,
    );

    await platform.setFaults([]);
    const { json } = await platform.api();
    assert.deepEqual(json.data, tracks);
    assert.deepEqual([json.lastUpdated, json.stale], [lastUpdated, false]);

    platform.music.upstream = musicService();
    await platform.setTime(NEXT);
    await platform.tick();
    assertLines(await platform.takeLog(), [`${kWritten} (verified)`]);
    assert.equal((await platform.api()).json.lastUpdated, NEXT);
  });
}
