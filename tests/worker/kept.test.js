// What an isolate keeps: a ready reply for some seconds, and one read of KV for all who wait for it.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { someMembers } from './music.js';
import { RECENT, SNAPSHOT, startPlatform } from './platform.js';

const BEGIN = Date.parse('2025-12-04T14:25:00.000Z');
const HIT = '[API] Cache hit, returning 14 tracks';

/** @type {import('./platform.js').Platform} */
let platform;
before(async () => {
  platform = await startPlatform({
    members: someMembers(14),
    // Lists live longer than they are fresh.
    settings: { REPLY_CACHE_SECONDS: '5', USER_LISTENS_TTL_MINUTES: '30' },
  });
});
after(() => platform?.stop());
// Each test begins an hour later, when nothing is kept any more.
let begin = BEGIN;
beforeEach(async () => {
  begin += 3_600_000;
  await platform.beginAt(new Date(begin).toISOString());
});

/** The keys that the Worker has read since the last call. */
async function readKeys() {
  const operations = await platform.takeOperations();
  return operations.filter(({ op }) => op === 'get').map(({ key }) => key);
}

const LIST = '/api/internal/user-listens';
/** @typedef {[path: string, init?: import('miniflare').RequestInit]} Asked */
/** @type {{name: string, first?: Asked, second: Asked, afterMs?: number, reads: string[]}[]} */
const SECOND_REQUESTS = [
  { name: 'the same at once', second: [LIST], reads: [] },
  { name: 'the same at the last moment', second: [LIST], afterMs: 4999, reads: [] },
  { name: 'the same after five seconds', second: [LIST], afterMs: 5000, reads: [RECENT] },
  { name: 'the same by a clock that was put back', second: [LIST], afterMs: -1, reads: [RECENT] },
  { name: 'another limit', second: [`${LIST}?limit=3`], reads: [RECENT] },
  { name: 'another path', second: ['/user-listens.txt'], reads: [RECENT] },
  { name: 'the page again', first: ['/'], second: ['/'], reads: [] },
  { name: 'another method', second: [LIST, { method: 'HEAD' }], reads: [RECENT] },
  {
    name: 'with a tag',
    second: [LIST, { headers: { 'if-none-match': '"x"' } }],
    reads: [RECENT],
  },
  {
    name: 'from an origin',
    second: [LIST, { headers: { origin: 'https://a.example' } }],
    reads: [RECENT],
  },
  { name: 'what is not found', first: ['/x'], second: ['/x'], reads: [] },
  {
    name: 'health, which is never kept',
    first: ['/api/internal/health'],
    second: ['/api/internal/health'],
    reads: [RECENT, SNAPSHOT],
  },
];
for (const { name, first, second, afterMs = 0, reads } of SECOND_REQUESTS) {
  test(`a second request, ${name}: reads ${reads.length === 0 ? 'nothing' : reads.join(', ')}`, async () => {
    const before = await platform.fetch(...(first ?? /** @type {Asked} */ ([LIST])));
    await readKeys();
    await platform.setTime(begin + afterMs);
    const after = await platform.fetch(...second);
    assert.deepEqual(await readKeys(), reads);
    if (reads.length > 0) return;
    assert.equal(after.status, before.status);
    assert.equal(after.text, before.text);
    assert.deepEqual([...after.headers], [...before.headers]);
  });
}

test('a reply that is repeated is logged once', async () => {
  for (let i = 0; i < 3; i++) await platform.api();
  assert.deepEqual(await platform.takeLog(), [HIT]);
  await platform.setTime(begin + 5000);
  await platform.api();
  assert.deepEqual(await platform.takeLog(), [HIT]);
});

test('a 304 is kept as well as the list', async () => {
  const { headers } = await platform.api();
  const revalidation = { headers: { 'if-none-match': headers.get('etag') ?? '' } };
  assert.equal((await platform.api('', revalidation)).status, 304);
  await readKeys();
  const again = await platform.api('', revalidation);
  assert.deepEqual([again.status, again.text], [304, '']);
  assert.deepEqual(await readKeys(), []);
});

test('a refresh of the same isolate is seen at once', async () => {
  await platform.api();
  await platform.setTime(begin + 1000);
  await platform.tick();
  const { json } = await platform.api();
  assert.equal(json.lastUpdated, new Date(begin + 1000).toISOString());
});

test('a refresh that fails after it has written is seen at once', async () => {
  await platform.api();
  await platform.setTime(begin + 1000);
  await platform.setTraps([{ call: 'conclude_refresh', holding: 'carry' }]);
  await platform.tick();
  await platform.setTraps([]);
  const { json } = await platform.api();
  assert.equal(json.lastUpdated, new Date(begin + 1000).toISOString());
});

test('a reply made while KV failed is not kept', async () => {
  await platform.api();
  await platform.setTime(begin + 6000);
  await platform.setFaults([{ op: 'get', does: 'throw', times: 2 }]);
  assert.equal((await platform.api()).json.staleReason, 'unreadable');
  assert.equal((await platform.api()).json.stale, false);
});

test('a kept reply does not outlive the freshness that it tells of', async () => {
  const fresh = begin + 15 * 60_000;
  await platform.setTime(fresh - 2000);
  assert.equal((await platform.api()).json.stale, false);
  await platform.setTime(fresh + 1);
  assert.equal((await platform.api()).json.stale, true);
});

test('the warming reply is not kept', async () => {
  await platform.emptyKv();
  for (let i = 0; i < 2; i++) {
    assert.equal((await platform.api()).json.cached, false);
    assert.deepEqual(await readKeys(), [RECENT, SNAPSHOT]);
  }
});

test('REPLY_CACHE_SECONDS 0 keeps no reply', async () => {
  await platform.setSettings({ REPLY_CACHE_SECONDS: '0' });
  for (let i = 0; i < 2; i++) {
    await platform.api();
    assert.deepEqual(await readKeys(), [RECENT]);
  }
});

test('many different requests: all are answered, the newest are kept', async () => {
  const limits = Array.from({ length: 40 }, (_, i) => `?limit=${i + 1}`);
  for (const limit of limits) assert.equal((await platform.api(limit)).status, 200);
  await readKeys();
  await platform.api('?limit=40');
  assert.deepEqual(await readKeys(), []);
  await platform.api('?limit=1');
  assert.deepEqual(await readKeys(), [RECENT]);
});

test('20 requests at the same time need fewer reads than requests', async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) => platform.api(`?limit=${i + 1}`)),
  );
  assert.deepEqual(
    answers.map(({ json }) => json.data.length),
    answers.map((_, i) => Math.min(i + 1, 14)),
  );
  const reads = await readKeys();
  assert.ok(reads.length < 20, `${reads.length} reads`);
});

test('requests at the same time whose read fails are all told what is known', async () => {
  await platform.api();
  await platform.setTime(begin + 6000);
  await platform.setFaults([{ op: 'get', key: RECENT, does: 'throw', message: 'KV is down' }]);
  const answers = await Promise.all(Array.from({ length: 5 }, () => platform.api()));
  for (const { json } of answers) {
    assert.deepEqual([json.data.length, json.staleReason], [14, 'unreadable']);
  }
});

test('KV is asked for copies of at most 30 seconds', async () => {
  await platform.api();
  const [{ cacheTtl }] = (await platform.takeOperations()).filter(({ op }) => op === 'get');
  assert.equal(cacheTtl, 30);
});
