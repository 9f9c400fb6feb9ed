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
    name: 'with another tag',
    second: [LIST, { headers: { 'if-none-match': '"x"' } }],
    reads: [],
  },
  {
    name: 'from an origin, where none is allowed',
    second: [LIST, { headers: { origin: 'https://a.example' } }],
    reads: [],
  },
  {
    name: 'with a token that nobody wants',
    second: [LIST, { headers: { 'x-internal-token': 'x' } }],
    reads: [],
  },
  { name: 'with a parameter that nobody reads', second: [`${LIST}?x=1`], reads: [] },
  { name: 'with one of another form', second: [`${LIST}?theme=dark&width=300`], reads: [] },
  {
    name: 'with its parameters in another order',
    first: ['/user-listens.svg?limit=3&width=300'],
    second: ['/user-listens.svg?width=0300&y=z&%6cimit=3'],
    reads: [],
  },
  {
    name: 'with what is usual said aloud',
    first: ['/user-listens.svg'],
    second: ['/user-listens.svg?limit=5&width=420&theme=auto'],
    reads: [],
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

const FORMS = [
  LIST,
  '/',
  '/user-listens.svg',
  '/user-listens.json',
  '/user-listens.rss',
  '/user-listens.txt',
];
/** All headers but those of the body. @param {import('miniflare').Headers} headers */
const named = (headers) => [...headers].filter(([name]) => name !== 'content-length');

for (const path of FORMS) {
  test(`a kept reply of ${path} answers with 304 and with 200, for GET and HEAD`, async () => {
    const whole = await platform.fetch(path);
    const tag = whole.headers.get('etag') ?? '';
    await readKeys();
    for (const sent of [tag, `"x", ${tag}`, '*', '"x"', '']) {
      const { status, text, headers } = await platform.fetch(path, {
        headers: { 'if-none-match': sent },
      });
      const isNamed = sent.includes(tag) || sent === '*';
      assert.deepEqual([status, text], isNamed ? [304, ''] : [200, whole.text], sent);
      assert.deepEqual(named(headers), named(whole.headers));
    }
    assert.deepEqual(await readKeys(), []);
    const head = { method: 'HEAD', headers: { 'if-none-match': tag } };
    for (let i = 0; i < 2; i++) assert.equal((await platform.fetch(path, head)).status, 304);
    assert.deepEqual(await readKeys(), [RECENT]);
    // A 304 that comes first leaves the whole reply for the next one.
    await platform.setTime(begin + 5000);
    const again = { headers: { 'if-none-match': '*' } };
    assert.equal((await platform.fetch(path, again)).status, 304);
    await readKeys();
    assert.equal((await platform.fetch(path)).status, 200);
    assert.deepEqual(await readKeys(), []);
  });
}

/** @type {{name: string, asked: (i: number) => Asked}[]} */
const FLOODS = [
  { name: 'parameters', asked: (i) => [`${LIST}?x=${i}`] },
  { name: 'tags', asked: (i) => [LIST, { headers: { 'if-none-match': `"${i}"` } }] },
  { name: 'tokens', asked: (i) => [LIST, { headers: { 'x-internal-token': `${i}` } }] },
  { name: 'origins', asked: (i) => [LIST, { headers: { origin: `https://${i}.example` } }] },
  { name: 'zeros', asked: (i) => [`${LIST}?limit=${'0'.repeat(i % 15)}14`] },
  { name: 'forms that are wished', asked: (i) => [`/user-listens.svg?width=${300 + (i % 30)}`] },
  { name: 'errors', asked: (i) => [`/nothing/${i}`] },
];
for (const { name, asked } of FLOODS) {
  test(`200 requests with different ${name} leave what others want kept`, async () => {
    await platform.setSettings({ ALLOWED_ORIGINS: 'https://blog.example' });
    for (const path of [LIST, '/']) await platform.fetch(path);
    await readKeys();
    for (let i = 0; i < 200; i++) {
      await platform.fetch(...asked(i));
      if (i % 20 === 0) await platform.api();
    }
    const most = name === 'forms that are wished' ? 30 : 1;
    const reads = await readKeys();
    assert.ok(reads.length <= most, `${reads.length} reads`);
    await platform.api();
    assert.deepEqual(await readKeys(), []);
  });
}

const BLOG = 'https://blog.example';
/** @type {{name: string, first: Asked, second: Asked, allowed: string | null}[]} */
const ORIGINS = [
  {
    name: 'an allowed origin, then none',
    first: [LIST, { headers: { origin: BLOG } }],
    second: [LIST],
    allowed: null,
  },
  {
    name: 'none, then an allowed origin',
    first: [LIST],
    second: [LIST, { headers: { origin: BLOG } }],
    allowed: BLOG,
  },
  {
    name: 'another origin, then an allowed one',
    first: [LIST, { headers: { origin: 'https://evil.example' } }],
    second: [LIST, { headers: { origin: BLOG } }],
    allowed: BLOG,
  },
  {
    name: 'an allowed origin with a useless parameter, then another origin',
    first: [`${LIST}?x`, { headers: { origin: BLOG } }],
    second: [LIST, { headers: { origin: 'https://evil.example' } }],
    allowed: null,
  },
];
for (const { name, first, second, allowed } of ORIGINS) {
  test(`replies for other origins are not mixed up: ${name}`, async () => {
    await platform.setSettings({ ALLOWED_ORIGINS: BLOG });
    for (let i = 0; i < 2; i++) await platform.fetch(...first);
    for (let i = 0; i < 2; i++) {
      const { headers } = await platform.fetch(...second);
      assert.equal(headers.get('access-control-allow-origin'), allowed);
      assert.equal(headers.get('vary'), 'Origin');
    }
  });
}

test('replies of a Worker that was set otherwise are not given any more', async () => {
  await platform.setSettings({ ALLOWED_ORIGINS: '*' });
  assert.equal((await platform.api()).headers.get('access-control-allow-origin'), '*');
  await platform.setSettings({ ALLOWED_ORIGINS: '', MAX_TRACKS: '3' });
  const { headers, json } = await platform.api();
  assert.deepEqual([headers.get('access-control-allow-origin'), json.data.length], [null, 3]);
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
  const when = new Date(begin + 1000).toISOString();
  // As it is read back, and when that is set aside.
  const trap = { call: 'step_refresh', holding: [`"lastUpdated":"${when}"`, 'CoreFailure'] };
  await platform.setTraps([trap]);
  assert.equal((await platform.tick()).outcome, 'exception');
  await platform.setTraps([]);
  const { json } = await platform.api();
  assert.equal(json.lastUpdated, when);
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
