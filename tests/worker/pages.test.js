// The list as page, card, feeds and text: what the Worker sends, in each state of what is stored.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { Response } from 'miniflare';
import { lastfmBody, lastfmError, musicService, someMembers } from './music.js';
import { RECENT, SNAPSHOT, startPlatform } from './platform.js';

/** @type {import('./platform.js').Platform} */
let platform;
before(async () => {
  platform = await startPlatform({ members: someMembers(14) });
});
after(() => platform?.stop());
beforeEach(() => platform.beginAt('2025-12-04T14:25:00.000Z'));

/** @type {Array<{path: string, type: string, rows: RegExp, most: number}>} */
const FORMS = [
  { path: '/', type: 'text/html; charset=utf-8', rows: /<li class="listen[ "]/g, most: 50 },
  {
    path: '/user-listens.svg',
    type: 'image/svg+xml; charset=utf-8',
    rows: /<svg y="\d+"/g,
    most: 20,
  },
  {
    path: '/user-listens.json',
    type: 'application/feed+json; charset=utf-8',
    rows: /"content_text"/g,
    most: 50,
  },
  {
    path: '/user-listens.rss',
    type: 'application/rss+xml; charset=utf-8',
    rows: /<item>/g,
    most: 50,
  },
  { path: '/user-listens.txt', type: 'text/plain; charset=utf-8', rows: /^member/gm, most: 50 },
];

/** @param {string} text @param {RegExp} rows */
const count = (text, rows) => [...text.matchAll(rows)].length;

for (const { path, type, rows, most } of FORMS) {
  const usual = path.endsWith('.svg') ? 5 : 14;

  test(`${path}: the list, with its headers`, async () => {
    const { status, headers, text } = await platform.fetch(path);
    assert.equal(status, 200);
    assert.equal(headers.get('content-type'), type);
    assert.equal(headers.get('cache-control'), 'public, max-age=30');
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.match(headers.get('content-security-policy') ?? '', /^default-src 'none'/);
    assert.equal(count(text, rows), usual);
    assert.ok(!text.includes('{{'), 'a mark of the template is left');
  });

  test(`${path}: after the next cron, what was played since`, async () => {
    platform.music.upstream = musicService(
      (user) => new Response(lastfmBody({ user, track: `Later by ${user}` })),
    );
    assert.ok(!(await platform.fetch(path)).text.includes('Later by'));
    await platform.setTime('2025-12-04T14:30:00.000Z');
    await platform.tick();
    assert.ok((await platform.fetch(path)).text.includes('Later by'));
  });

  test(`${path}?limit: so many rows, and no nonsense`, async () => {
    assert.equal(count((await platform.fetch(`${path}?limit=3`)).text, rows), 3);
    const { status, json } = await platform.fetch(`${path}?limit=0`);
    const error = `limit must be given once, a whole number from 1 to ${most}.`;
    assert.deepEqual([status, json], [400, { error }]);
  });

  test(`${path}: a 304 for who has it, as long as it says the same`, async () => {
    const first = await platform.fetch(path);
    const tag = first.headers.get('etag') ?? '';
    const again = () => platform.fetch(path, { headers: { 'if-none-match': tag } });
    await platform.setTime('2025-12-04T14:25:59.000Z');
    const unchanged = await again();
    assert.deepEqual([unchanged.status, unchanged.text], [304, '']);
    assert.equal(unchanged.headers.get('etag'), tag);
    await platform.setTime('2025-12-04T14:26:00.000Z');
    // Feeds tell of plays, and not how long ago they were.
    assert.equal((await again()).status, /json|rss/.test(path) ? 304 : 200);
  });

  test(`${path}: HEAD is GET without its body`, async () => {
    const get = await platform.fetch(path);
    const head = await platform.fetch(path, { method: 'HEAD' });
    assert.deepEqual([head.status, head.text], [200, '']);
    assert.deepEqual(
      [...head.headers].filter(([name]) => name !== 'content-length'),
      [...get.headers].filter(([name]) => name !== 'content-length'),
    );
  });

  test(`${path}: another method is turned away`, async () => {
    const { status, headers, json } = await platform.fetch(path, { method: 'POST' });
    assert.deepEqual([status, headers.get('allow')], [405, 'GET, HEAD']);
    assert.deepEqual(json, { error: 'Only GET and HEAD are answered.' });
  });

  test(`${path}: before the first refresh, that it is on its way`, async () => {
    await platform.emptyKv();
    const { status, headers, text } = await platform.fetch(path);
    assert.equal(status, 200);
    assert.equal(headers.get('cache-control'), 'public, max-age=5');
    assert.equal(headers.get('etag'), null);
    assert.equal(count(text, rows), 0);
    if (!/rss|json/.test(path)) assert.match(text, /The first list is on its way\./);
  });

  test(`${path}: the list is lost, and the snapshot stands in`, async () => {
    await platform.kv.delete(RECENT);
    const { status, headers, text } = await platform.fetch(path);
    assert.equal(status, 200);
    assert.equal(headers.get('cache-control'), 'public, max-age=5');
    assert.equal(count(text, rows), usual);
    if (path === '/') assert.match(text, /Not refreshed since <time datetime="2025-12-04T14:25/);
  });

  test(`${path}: what is stored cannot be read, and an old format is no list`, async () => {
    for (const value of ['[]', '{"version":2', '\u0000', '{"version":3}']) {
      await platform.kv.put(RECENT, value);
      const { status, text } = await platform.fetch(path);
      assert.deepEqual([status, count(text, rows)], [200, usual], value);
    }
  });

  test(`${path}: the rendering fails, and other words are found`, async () => {
    await platform.setTraps([{ call: 'render', holding: 'member1' }]);
    const { status, text } = await platform.fetch(path);
    await platform.setTraps([]);
    // No empty feed: its readers would forget what they have.
    assert.equal(status, /rss|json/.test(path) ? 503 : 200);
    assert.match(text, /cannot be read (now|at the moment)/);
    const lines = await platform.takeLog();
    const failure = 'WARNING: CoreFailure: the core failed in render: RuntimeError: unreachable';
    assert.ok(lines.includes(failure), lines.join('\n'));
    assert.equal(count((await platform.fetch(path)).text, rows), usual);
  });
}

test('nobody has anything to show: each form says so', async () => {
  await platform.emptyKv();
  platform.music.upstream = musicService(() => new Response(lastfmError(17), { status: 403 }));
  await platform.setTime('2025-12-04T14:30:00.000Z');
  await platform.tick();
  await platform.setTime('2025-12-04T14:35:00.000Z');
  await platform.tick();
  for (const path of ['/', '/user-listens.svg', '/user-listens.txt']) {
    const { text } = await platform.fetch(path);
    assert.match(text, /Nobody has listened/, path);
  }
});

test('a play has one id in the feeds, from its first minute to its place in history', async () => {
  const user = 'member1';
  /** @param {string} at @param {object} play */
  const idAt = async (at, play) => {
    platform.music.upstream = musicService((asked) =>
      asked === user ? new Response(lastfmBody({ user, track: 'One', ...play })) : undefined,
    );
    await platform.setTime(at);
    await platform.tick();
    const { json } = await platform.fetch('/user-listens.json');
    const item = json.items.find((/** @type {any} */ each) => each.authors[0].name === user);
    const rss = (await platform.fetch('/user-listens.rss')).text;
    assert.ok(rss.includes(`<guid isPermaLink="false">${item.id}</guid>`));
    return item.id;
  };
  const uts = Date.parse('2025-12-04T14:28:30.000Z') / 1000;
  const ids = [
    await idAt('2025-12-04T14:30:00.000Z', { playing: true }),
    await idAt('2025-12-04T14:35:00.000Z', { playing: true }),
    await idAt('2025-12-04T14:40:00.000Z', { uts }),
    await idAt('2025-12-04T14:45:00.000Z', { uts }),
  ];
  assert.equal(new Set(ids).size, 1, ids.join('\n'));
  // The same track, played again.
  const again = await idAt('2025-12-04T15:00:00.000Z', { uts: uts + 1800 });
  assert.notEqual(again, ids[0]);
  assert.notEqual(await idAt('2025-12-04T15:30:00.000Z', { track: 'Two', playing: true }), again);
});

test('the stored list is left alone by whoever looks at it', async () => {
  const stored = () => Promise.all([RECENT, SNAPSHOT].map((key) => platform.stored(key)));
  const before = await stored();
  for (const { path } of FORMS) await platform.fetch(path);
  assert.deepEqual(await stored(), before);
  const operations = (await platform.takeOperations()).map(({ op }) => op);
  assert.deepEqual(new Set(operations), new Set(['get']));
});
