// The API as its readers meet it (design: "API"): read-only, and an answer to everything.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { someMembers } from './music.js';
import { RECENT, SNAPSHOT, startPlatform } from './platform.js';

const PATH = '/api/internal/user-listens';
const HEALTH = '/api/internal/health';
const TICK = '2025-12-04T14:25:00.000Z';

/** @type {import('./platform.js').Platform} */
let platform;
before(async () => {
  platform = await startPlatform({ members: someMembers(14) });
});
after(() => platform?.stop());
beforeEach(() => platform.beginAt(TICK));

const kHit = '[API] Cache hit, returning 14 tracks';
const kWarming =
  '{"data":[],"lastUpdated":null,"cached":false,"message":"Cache warming in progress. Data will appear shortly."}';

/** @type {{name: string, path: string, init?: RequestInit, status: number, cache: string}[]} */
const REQUESTS = [
  { name: 'the list', path: PATH, status: 200, cache: 'public, max-age=30' },
  {
    name: 'HEAD of the list',
    path: PATH,
    init: { method: 'HEAD' },
    status: 200,
    cache: 'public, max-age=30',
  },
  {
    name: 'another parameter',
    path: `${PATH}?theme=dark`,
    status: 200,
    cache: 'public, max-age=30',
  },
  { name: 'health', path: HEALTH, status: 200, cache: 'no-store' },
  {
    name: 'HEAD of health',
    path: HEALTH,
    init: { method: 'HEAD' },
    status: 200,
    cache: 'no-store',
  },
  ...['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].flatMap((method) =>
    [PATH, HEALTH].map((path) => ({
      name: `${method} ${path}`,
      path,
      init: { method, ...(method !== 'OPTIONS' && { body: '[]' }) },
      status: 405,
      cache: 'no-store',
    })),
  ),
  ...['0', '51', '-1', '+1', '1.5', '1e1', '0x5', 'all', '', ' 5', '99999999999999999999'].map(
    (limit) => ({
      name: `limit "${limit}"`,
      path: `${PATH}?limit=${encodeURIComponent(limit)}`,
      status: 400,
      cache: 'no-store',
    }),
  ),
  { name: 'limit without a value', path: `${PATH}?limit`, status: 400, cache: 'no-store' },
  { name: 'limit twice', path: `${PATH}?limit=5&limit=5`, status: 400, cache: 'no-store' },
  { name: 'limit escaped badly', path: `${PATH}?limit=%zz`, status: 400, cache: 'no-store' },
  { name: 'the root of the API', path: '/api/', status: 404, cache: 'no-store' },
  { name: 'a path below', path: `${PATH}/refresh`, status: 404, cache: 'no-store' },
  { name: 'a slash behind', path: `${PATH}/`, status: 404, cache: 'no-store' },
  { name: 'capitals', path: PATH.toUpperCase(), status: 404, cache: 'no-store' },
  {
    name: 'POST elsewhere',
    path: '/api/internal/refresh',
    init: { method: 'POST' },
    status: 404,
    cache: 'no-store',
  },
];

for (const { name, path, init, status, cache } of REQUESTS) {
  test(`the status of ${name}: ${status}`, async () => {
    const answer = await platform.fetch(path, /** @type {any} */ (init));
    assert.equal(answer.status, status);
    const headers = Object.fromEntries(answer.headers);
    assert.equal(headers['content-type'], 'application/json; charset=utf-8');
    assert.equal(headers['cache-control'], cache);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['content-security-policy'], "default-src 'none'; frame-ancestors 'none'");
    assert.equal(headers['referrer-policy'], 'no-referrer');
    assert.equal(headers['access-control-allow-origin'], undefined);
    assert.equal(headers.allow, status === 405 ? 'GET, HEAD' : undefined);
    if (init?.method === 'HEAD') {
      assert.equal(answer.text, '');
    } else if (status >= 400) {
      assert.deepEqual(Object.keys(answer.json), ['error']);
      assert.equal(typeof answer.json.error, 'string');
    }
    const isHit = status === 200 && !path.startsWith(HEALTH);
    assert.deepEqual(await platform.takeLog(), isHit ? [kHit] : []);
  });
}

test('no request writes', async () => {
  const before = await platform.contents();
  for (const key of [undefined, RECENT, SNAPSHOT]) {
    if (key) await platform.kv.delete(key);
    const left = await platform.contents();
    for (const { path, init } of REQUESTS) {
      await platform.fetch(path, /** @type {any} */ (init));
    }
    assert.deepEqual(await platform.contents(), left);
  }
  assert.equal(before.length, 2);
  const operations = (await platform.takeOperations()).map(({ op, key }) => `${op} ${key}`);
  assert.deepEqual(new Set(operations), new Set([`get ${RECENT}`, `get ${SNAPSHOT}`]));
});

for (const [limit, count] of [
  [1, 1],
  [13, 13],
  [14, 14],
  [50, 14],
]) {
  test(`limit=${limit}: the first ${count} of 14`, async () => {
    const all = (await platform.api()).json;
    await platform.takeLog();
    const { json } = await platform.api(`?limit=${limit}`);
    assert.deepEqual(json, { ...all, data: all.data.slice(0, count) });
    assert.deepEqual(await platform.takeLog(), [`[API] Cache hit, returning ${count} tracks`]);
  });
}

test('MAX_TRACKS cuts the list, whatever the limit', async () => {
  await platform.setSettings({ MAX_TRACKS: '5' });
  await platform.setTime('2025-12-04T14:30:00.000Z');
  await platform.tick();
  assert.equal((await platform.api()).json.data.length, 5);
  assert.equal((await platform.api('?limit=5')).status, 200);
  assert.equal((await platform.api('?limit=50')).json.data.length, 5);
  assert.deepEqual((await platform.api('?limit=51')).json, {
    error: 'limit must be given once, a whole number from 1 to 50.',
  });
});

test('nothing yet: the list is warming, health is 503', async () => {
  await platform.emptyKv();
  const answer = await platform.api();
  assert.equal(answer.status, 200);
  assert.equal(answer.text, kWarming);
  assert.deepEqual(await platform.takeLog(), [
    '[API] Cache MISS - nothing to fall back on, the list is empty',
  ]);
  const { status, json } = await platform.health();
  assert.equal(status, 503);
  assert.equal(json.status, 'missing');
  assert.deepEqual(
    [json.ageSeconds, json.lastUpdated, json.writer, json.lastRefresh],
    [null, null, null, null],
  );
});

test('an expired list: the snapshot serves, marked as stale', async () => {
  const good = (await platform.api()).json;
  await platform.kv.delete(RECENT);
  await platform.takeLog();
  const { json, headers } = await platform.api();
  assert.deepEqual(json, { ...good, stale: true, staleReason: 'missing' });
  assert.equal(headers.get('cache-control'), 'public, max-age=5');
  assert.deepEqual(await platform.takeLog(), [
    `[API] Cache MISS - missing, returning 14 tracks of the snapshot of ${TICK}`,
  ]);
  assert.equal((await platform.api('?limit=2')).json.data.length, 2);
  assert.equal((await platform.health()).status, 503);
});

const AGES = [
  { age: 0, ageSeconds: 0, status: 200 },
  { age: 900_000, ageSeconds: 900, status: 200 },
  { age: 900_001, ageSeconds: 900, status: 503 },
  { age: 86_400_000, ageSeconds: 86_400, status: 503 },
];
for (const { age, ageSeconds, status } of AGES) {
  test(`a list ${age} ms old: health ${status}`, async () => {
    // KV keeps it for longer than the oldest of these.
    await platform.setSettings({ USER_LISTENS_TTL_MINUTES: '1500' });
    await platform.tick();
    await platform.setTime(Date.parse(TICK) + age);
    const health = await platform.health();
    assert.equal(health.status, status);
    assert.deepEqual(health.json, {
      status: status === 200 ? 'fresh' : 'stale',
      version: 2,
      list: 'current',
      fault: null,
      ageSeconds,
      lastUpdated: TICK,
      tracks: 14,
      writer: { id: 'test-version', deployedAt: '2025-12-01T00:00:00.000Z' },
      lastRefresh: {
        at: TICK,
        confirmation: 'confirmed',
        counts: { asked: 14, learned: 14, failed: 0, kept: 0, tracks: 14 },
      },
      accounts: { listened: 14 },
      services: [{ source: 'lastfm', pausedUntil: null, pauses: 0, refusesKey: false }],
      settings: [],
    });
    const { json } = await platform.api();
    assert.equal(json.data.length, 14);
    assert.equal(json.stale, status !== 200);
    assert.equal(json.staleReason, status === 200 ? undefined : 'not_refreshed');
  });
}
