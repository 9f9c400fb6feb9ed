// What the API's headers promise: revalidation by ETag, and CORS for the origins that are allowed.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { someMembers } from './music.js';
import { startPlatform } from './platform.js';

/** @type {import('./platform.js').Platform} */
let platform;
before(async () => {
  platform = await startPlatform({ members: someMembers(14) });
});
after(() => platform?.stop());
beforeEach(() => platform.beginAt('2025-12-04T14:25:00.000Z'));

const TAGS = [
  { name: 'the tag', sent: (/** @type {string} */ tag) => tag, status: 304 },
  {
    name: 'the tag, weakened on the way',
    sent: (/** @type {string} */ tag) => `W/${tag}`,
    status: 304,
  },
  { name: 'one of several', sent: (/** @type {string} */ tag) => `"a", ${tag}`, status: 304 },
  { name: 'any', sent: () => '*', status: 304 },
  { name: 'another', sent: () => '"00000000-1"', status: 200 },
  {
    name: 'the tag without quotes',
    sent: (/** @type {string} */ tag) => tag.slice(1, -1),
    status: 200,
  },
];
for (const { name, sent, status } of TAGS) {
  test(`If-None-Match with ${name}: ${status}`, async () => {
    const first = await platform.api();
    const tag = first.headers.get('etag') ?? '';
    assert.match(tag, /^"[^"]+"$/);
    const second = await platform.api('', { headers: { 'if-none-match': sent(tag) } });
    assert.equal(second.status, status);
    assert.equal(second.headers.get('etag'), tag);
    assert.equal(second.text, status === 304 ? '' : first.text);
  });
}

test('the tag changes with the list, and with its parts', async () => {
  const first = await platform.api();
  const cut = await platform.api('?limit=3');
  await platform.setTime('2025-12-04T14:30:00.000Z');
  await platform.tick();
  const later = await platform.api();
  const tags = [first, cut, later].map(({ headers }) => headers.get('etag'));
  assert.equal(new Set(tags).size, 3, String(tags));
});

const PATHS = [
  '/api/internal/user-listens',
  '/api/internal/user-listens?limit=0',
  '/api/internal/health',
  '/nowhere',
];
const SITE = 'https://site.example';
const ORIGINS = [
  { name: 'nobody is allowed', allowed: '', origin: SITE, answered: null, vary: null },
  { name: 'this origin', allowed: SITE, origin: SITE, answered: SITE, vary: 'Origin' },
  {
    name: 'one of two',
    allowed: `http://a.example:81, ${SITE}`,
    origin: SITE,
    answered: SITE,
    vary: 'Origin',
  },
  {
    name: 'another origin',
    allowed: SITE,
    origin: 'https://b.example',
    answered: null,
    vary: 'Origin',
  },
  {
    name: 'an origin that begins alike',
    allowed: SITE,
    origin: `${SITE}.b.example`,
    answered: null,
    vary: 'Origin',
  },
  { name: 'the origin "null"', allowed: SITE, origin: 'null', answered: null, vary: 'Origin' },
  { name: 'no origin sent', allowed: SITE, origin: undefined, answered: null, vary: 'Origin' },
  { name: 'all are allowed', allowed: '*', origin: SITE, answered: '*', vary: null },
];
for (const { name, allowed, origin, answered, vary } of ORIGINS) {
  test(`CORS: ${name}`, async () => {
    await platform.setSettings({ ALLOWED_ORIGINS: allowed });
    for (const path of PATHS) {
      const { headers } = await platform.fetch(path, origin ? { headers: { origin } } : {});
      assert.equal(headers.get('access-control-allow-origin'), answered, path);
      assert.equal(headers.get('vary'), vary, path);
    }
  });
}
