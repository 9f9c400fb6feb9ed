// The API while KV is in trouble: it answers with the best that it can get, and says so in the log.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertLines } from './expect.js';
import { someMembers } from './music.js';
import { API_KEY, RECENT, startPlatform } from './platform.js';

const BEFORE = '2025-12-04T14:20:00.000Z';

/** @type {import('./platform.js').Platform} */
let platform;
/** @type {string} the list, as stored */
let stored;

before(async () => {
  platform = await startPlatform({ members: someMembers(14) });
  await platform.setTime(BEFORE);
  await platform.tick();
  stored = await platform.stored(RECENT);
  await platform.takeLog();
});
after(() => platform?.stop());

/** @type {{name: string, faults: () => import('./platform.js').Fault[], log: (string | RegExp)[], served: {}}[]} */
const READS = [
  {
    name: 'the list cannot be read',
    faults: () => [
      { op: 'get', key: RECENT, does: 'throw', message: `KV GET failed: 503 ${API_KEY}` },
    ],
    log: [
      '[API] WARNING: Cache could not be read: Error: KV GET failed: 503 ***',
      `[API] Cache MISS - corrupt, returning 14 tracks of the snapshot of ${BEFORE}`,
    ],
    served: { cached: true, stale: true, staleReason: 'corrupt', lastUpdated: BEFORE, tracks: 14 },
  },
  {
    name: 'nothing can be read',
    faults: () => [{ op: 'get', does: 'throw', message: 'KV GET failed: 503' }],
    log: [
      '[API] WARNING: Cache could not be read: Error: KV GET failed: 503',
      '[API] Cache MISS - nothing to fall back on, the list is empty',
    ],
    served: {
      cached: false,
      stale: undefined,
      staleReason: undefined,
      lastUpdated: null,
      tracks: 0,
    },
  },
  {
    name: 'the list is truncated',
    faults: () => [{ op: 'get', key: RECENT, does: 'answer', value: stored.slice(0, -5) }],
    log: [
      /^\[API\] WARNING: Cache is corrupt: not JSON \(truncated at byte \d{4}\)$/,
      `[API] Cache MISS - corrupt, returning 14 tracks of the snapshot of ${BEFORE}`,
    ],
    served: { cached: true, stale: true, staleReason: 'corrupt', lastUpdated: BEFORE, tracks: 14 },
  },
];
for (const { name, faults, log, served } of READS) {
  test(`the API, when ${name}`, async () => {
    await platform.setFaults(faults());
    const { status, json } = await platform.api();
    assert.equal(status, 200);
    const { data, cached, stale, staleReason, lastUpdated } = json;
    assert.deepEqual({ cached, stale, staleReason, lastUpdated, tracks: data.length }, served);
    const lines = await platform.takeLog();
    assertLines(lines, log);
    assert.ok(lines.length === 2 && !lines.join().includes(API_KEY), lines.join('\n'));
    assert.equal((await platform.health()).status, 503);
  });
}
