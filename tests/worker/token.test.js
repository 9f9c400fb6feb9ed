// Keeping others out: the request token of the API, made here as another program would make it, the
// token of the page, and Cloudflare's rate limiting.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { TEST_SECRETS } from '../secrets/scan.js';
import { someMembers } from './music.js';
import { startPlatform } from './platform.js';

const BEGIN = '2025-12-04T14:25:00.000Z';
const NOW = Date.parse(BEGIN) / 1000;
const SECRET = TEST_SECRETS.INTERNAL_API_SECRET;

/** @type {import('./platform.js').Platform} */
let platform;
before(async () => {
  platform = await startPlatform({
    members: someMembers(14),
    settings: { REPLY_CACHE_SECONDS: '5' },
  });
});
after(() => platform?.stop());
beforeEach(async () => {
  await platform.beginAt(BEGIN);
  await platform.setSettings({ INTERNAL_API_SECRET: SECRET });
});

/** @param {object} [claims] @param {string} [secret] */
function tokenOf(claims = { iat: NOW, exp: NOW + 300 }, secret = SECRET) {
  const text = Buffer.from(JSON.stringify(claims)).toString('base64');
  return `${text}.${createHmac('sha256', secret).update(text).digest('hex')}`;
}

const good = tokenOf();
const [text, code] = /** @type {[string, string]} */ (good.split('.'));

/** @type {{name: string, token?: string, status?: number, error?: string}[]} */
const TOKENS = [
  { name: 'a right one', token: good, status: 200 },
  {
    name: 'a right one with a code in capitals',
    token: `${text}.${code.toUpperCase()}`,
    status: 200,
  },
  { name: 'none', error: 'is missing.' },
  { name: 'an empty one', token: '', error: 'is missing.' },
  { name: 'an expired one', token: tokenOf({ iat: NOW - 300, exp: NOW }), error: 'has expired.' },
  { name: 'one from the future', token: tokenOf({ iat: NOW + 120, exp: NOW + 420 }) },
  { name: 'one for an hour', token: tokenOf({ iat: NOW, exp: NOW + 3600 }) },
  { name: 'one in milliseconds', token: tokenOf({ iat: NOW * 1000, exp: (NOW + 300) * 1000 }) },
  { name: 'one of another secret', token: tokenOf(undefined, 'another-secret-of-the-tests') },
  {
    name: 'one whose times were changed',
    token: `${tokenOf({ iat: NOW, exp: NOW + 299 }).split('.')[0]}.${code}`,
  },
  { name: 'one without its code', token: `${text}.` },
  { name: 'half a code', token: `${text}.${code.slice(32)}` },
  { name: 'one that is not base64', token: `{"iat":${NOW}}.${code}` },
  {
    name: 'the code of nothing',
    token: `.${createHmac('sha256', SECRET).update('').digest('hex')}`,
  },
];
for (const { name, token, status = 401, error = 'is not valid.' } of TOKENS) {
  test(`with the secret set, the token is ${name}: ${status}`, async () => {
    const headers = token === undefined ? {} : { 'x-internal-token': token };
    const reply = await platform.api('', { headers });
    assert.equal(reply.status, status);
    if (status === 200) assert.equal(reply.json.data.length, 14);
    else assert.deepEqual(reply.json, { error: `X-Internal-Token ${error}` });
  });
}

test('a reply to a right token is for nobody without one, kept or not', async () => {
  const headers = { 'x-internal-token': good };
  const first = await platform.api('', { headers });
  assert.equal(first.headers.get('cache-control'), 'private, no-cache');
  assert.equal((await platform.api('')).status, 401);
  await platform.takeOperations();
  const second = await platform.api('', { headers });
  assert.equal(second.text, first.text);
  assert.deepEqual(await platform.takeOperations(), []);
  const tag = { ...headers, 'if-none-match': first.headers.get('etag') ?? '' };
  assert.equal((await platform.api('', { headers: tag })).status, 304);
  assert.equal((await platform.api('', { headers: { 'if-none-match': '*' } })).status, 401);
});

test('a reply is not kept beyond the end of its token', async () => {
  const headers = { 'x-internal-token': tokenOf({ iat: NOW, exp: NOW + 2 }) };
  assert.equal((await platform.api('', { headers })).status, 200);
  await platform.setTime((NOW + 2) * 1000);
  assert.equal((await platform.api('', { headers })).status, 401);
});

test('what was kept before the secret was set is not served any more', async () => {
  await platform.setSettings({ INTERNAL_API_SECRET: null });
  assert.equal((await platform.api('')).status, 200);
  await platform.setSettings({ INTERNAL_API_SECRET: SECRET });
  assert.equal((await platform.api('')).status, 401);
});

/** @param {string} page */
const carried = (page) => page.match(/<meta name="user-listens-token" content="([^"]+)">/)?.[1];

test('the page carries a token that the API takes', async () => {
  const page = await platform.fetch('/');
  assert.equal(page.status, 200);
  assert.equal(carried(page.text), good);
});

test('without the secret nobody needs a token, and the page carries none', async () => {
  await platform.setSettings({ INTERNAL_API_SECRET: null });
  assert.equal((await platform.api('')).status, 200);
  assert.equal(carried((await platform.fetch('/')).text), undefined);
});

test('health, card, feeds and text need no token', async () => {
  const paths = ['svg', 'json', 'rss', 'txt'].map((kind) => `/user-listens.${kind}`);
  for (const path of ['/api/internal/health', ...paths]) {
    assert.equal((await platform.fetch(path)).status, 200, path);
  }
});

test('neither secret nor token is in a log line', async () => {
  await platform.api('', { headers: { 'x-internal-token': good } });
  await platform.api('', { headers: { 'x-internal-token': `${good}0` } });
  await platform.fetch('/');
  const log = (await platform.takeLog()).join('\n');
  assert.match(log, /Cache hit/);
  for (const word of [SECRET, text, code]) assert.ok(!log.includes(word), log);
});

const LIMITS = [
  { name: 'who asks too often', limiter: 'refuses', status: 429 },
  { name: 'who does not', limiter: 'allows', status: 200 },
  { name: 'anybody, while the limit cannot be told', limiter: 'throws', status: 200 },
];
for (const { name, limiter, status } of LIMITS) {
  test(`a rate limit, ${name}: ${status}`, async () => {
    await platform.setSettings({ INTERNAL_API_SECRET: null, RATE_LIMITER: limiter });
    const headers = { 'cf-connecting-ip': '192.0.2.7' };
    const reply = await platform.api('?limit=9', { headers });
    assert.equal(reply.status, status);
    assert.equal(reply.headers.get('retry-after'), status === 429 ? '60' : null);
    const asked = (await platform.takeOperations()).filter(({ op }) => op === 'limit');
    assert.deepEqual(asked, [{ op: 'limit', key: '192.0.2.7' }]);
  });
}

for (const limiter of ['allows', 'refuses', 'throws', 'hangs', 'says nothing']) {
  test(`a kept reply is neither counted nor held up by a rate limiter that ${limiter}`, async () => {
    await platform.setSettings({ INTERNAL_API_SECRET: null });
    const first = await platform.api('');
    await platform.setSettings({ INTERNAL_API_SECRET: null, RATE_LIMITER: limiter });
    const { status, text } = await platform.api('');
    assert.deepEqual([status, text], [200, first.text]);
    const asked = (await platform.takeOperations()).filter(({ op }) => op === 'limit');
    assert.deepEqual(asked, []);
  });
}

for (const limiter of ['throws', 'hangs', 'says nothing']) {
  test(`a rate limiter that ${limiter} limits nobody, on any address`, async () => {
    await platform.setSettings({ INTERNAL_API_SECRET: null, RATE_LIMITER: limiter });
    for (const [path, expected] of [
      ['/api/internal/user-listens?limit=8', 200],
      ['/user-listens.txt?width=77', 200],
      ['/api/internal/health', 200],
      ['/nothing', 404],
    ]) {
      assert.equal((await platform.fetch(String(path))).status, expected, String(path));
    }
  });
}

test('variants of one token share a kept reply, and each is verified', async () => {
  const ask = (/** @type {string} */ token) =>
    platform.api('', { headers: { 'x-internal-token': token } });
  assert.equal((await ask(good)).status, 200);
  await platform.takeOperations();
  for (const token of [`${text}.${code.toUpperCase()}`, tokenOf({ iat: NOW, exp: NOW + 20 })]) {
    assert.equal((await ask(token)).status, 200);
  }
  assert.deepEqual(await platform.takeOperations(), []);
  assert.equal((await ask(`${good}0`)).status, 401);
  assert.equal((await ask('')).status, 401);
});
