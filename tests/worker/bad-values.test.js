// A value in KV that makes the core fail, by size, and something else amiss: it is set aside, and the
// log says so. (matrix/code.js has it alone, tests/abi/set-aside.test.js other
// values.)

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sealOf } from '../seal.js';
import { asLearned, assertLines } from './expect.js';
import { musicService, saysOnly, someMembers } from './music.js';
import { RECENT, SNAPSHOT, startPlatform } from './platform.js';

const BEFORE = '2025-12-04T14:20:00.000Z';
// Its members take more than all memory when they are read.
const POISON = `{"version":2,"lastUpdated":"${BEFORE}","members":[${'{},'.repeat(1.2e6)}{}]}`;

/** @type {import('./platform.js').Platform} */
let platform;
before(async () => {
  platform = await startPlatform({ members: someMembers(14) });
  await platform.setTime(BEFORE);
  await platform.tick();
  await platform.kv.put(SNAPSHOT, POISON, { metadata: sealOf(POISON) });
  await platform.takeLog();
});
after(() => platform?.stop());

test('a poisoned snapshot and no list: the API answers', async () => {
  const list = await platform.stored(RECENT);
  await platform.kv.delete(RECENT);
  assert.equal((await platform.api()).json.cached, false);
  assertLines(await platform.takeLog(), [
    /^WARNING: CoreFailure: the core failed in reply: /,
    /^\[API\] WARNING: The list cannot be read, and no copy of it may be shown any more /,
  ]);
  await platform.kv.put(RECENT, list);
});

test('a poisoned snapshot is kept until everybody has answered; the list stays', async () => {
  const list = asLearned(await platform.stored(RECENT));
  platform.music.upstream = saysOnly('', 500);
  await platform.setTime('2025-12-04T14:25:00.000Z');
  assert.equal((await platform.tick()).outcome, 'ok');
  assertLines(await platform.takeLog(), [
    /^WARNING: CoreFailure: the core failed in step_refresh: /,
    /^WARNING: CoreFailure: the core failed in step_refresh: /,
    /^\[CRON\] WARNING: user-listens:v2:snapshot could not be read: CoreFailure: /,
    `[CRON] WARNING: Nothing could be learned; keeping the list of ${BEFORE}.`,
    '[CRON] Pre-warmed user listens cache with 14 tracks (verified)',
  ]);
  assert.equal(asLearned(await platform.stored(RECENT)), list);
  // It may hold what only a core with more memory can read.
  assert.equal(await platform.stored(SNAPSHOT), POISON);

  platform.music.upstream = musicService();
  await platform.setTime('2025-12-04T14:30:00.000Z');
  await platform.tick();
  assert.equal(JSON.parse(await platform.stored(SNAPSHOT)).members.length, 14);
});
