// Answers that contradict themselves, plays without visible names, links that lead nowhere, and
// clocks that are ahead: the whole Worker says what it did not understand, and never takes it for news.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, beforeEach, test } from 'node:test';
import { Response } from 'miniflare';
import { lastfmBody, lastfmError, listenbrainzBody, musicService, userOf } from './music.js';
import { RECENT, SNAPSHOT, startPlatform } from './platform.js';

const START = Date.parse('2025-12-04T14:20:00.000Z');
const TICK = 300_000;
const MEMBERS = [
  { username: 'alice', lastfm: 'listener' },
  { username: 'bob' },
  { username: 'carol', lastfm: null, listenbrainz: '\u00e9mile' },
];
const iso = (/** @type {number} */ ms) => new Date(ms).toISOString();
const fixture = (/** @type {string} */ name) =>
  readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8');

/** @type {import('./platform.js').Platform} */
let platform;
let now = START;
before(async () => {
  platform = await startPlatform({ members: MEMBERS, settings: { POLL_BUDGET: '4' } });
});
after(() => platform?.stop());

/** Alice's answer is special. @param {() => string} body @returns {import('./music.js').Upstream} */
const aliceSays = (body) =>
  serving((user) => (user === 'listener' ? new Response(body()) : undefined));

/**
 * Last.fm and ListenBrainz, where everybody has played something.
 * @param {(user: string) => Response | undefined} [special]
 * @returns {import('./music.js').Upstream}
 */
function serving(special = () => undefined) {
  const lastfm = musicService(special);
  return (request) => {
    if (!request.url.includes('/1/user/')) return lastfm(request);
    const playing = request.url.includes('playing-now');
    return new Response(
      listenbrainzBody({ user: '\u00c9mile', ...(playing ? {} : { uts: START / 1000 - 600 }) }),
    );
  };
}

beforeEach(async () => {
  await platform.beginAt(iso(START));
  await platform.emptyKv();
  platform.music.upstream = serving();
  await platform.tick();
  await platform.takeLog();
  now = START;
});

/** The next refresh, with this service. @param {import('./music.js').Upstream} upstream */
async function tick(upstream) {
  now += TICK;
  await platform.setTime(iso(now));
  platform.music.upstream = upstream;
  await platform.tick();
  return platform.takeLog();
}

const rowOf = async (/** @type {string} */ member) =>
  (await platform.api()).json.data.find((/** @type {any} */ row) => row.username === member);

/** @param {string} member */
async function feedItem(member) {
  const { items } = JSON.parse((await platform.fetch('/user-listens.json')).text);
  return items.find((/** @type {any} */ item) => item.authors[0].name === member);
}

/** Rows of each form. */
async function counts() {
  const of = async (/** @type {string} */ path, /** @type {RegExp} */ mark) =>
    ((await platform.fetch(path)).text.match(mark) ?? []).length;
  return {
    api: (await platform.api()).json.data.length,
    page: await of('/', /<li class="listen/g),
    json: JSON.parse((await platform.fetch('/user-listens.json')).text).items.length,
    rss: await of('/user-listens.rss', /<item>/g),
    card: await of('/user-listens.svg', /(alice|bob|carol) played /g),
    text: await of('/user-listens.txt', /^(alice|bob|carol) .*$/gm),
  };
}

test('a list without tracks and with a total is a failure, and after 15 minutes the list is stale', async () => {
  const empty = (/** @type {import('miniflare').Request} */ request) =>
    request.url.includes('/1/user/')
      ? new Response(JSON.stringify({ payload: { count: 3, listens: [], user_id: '\u00e9mile' } }))
      : new Response(
          JSON.stringify({
            recenttracks: { track: [], '@attr': { user: userOf(request), total: '4711' } },
          }),
        );
  const [before] = [await platform.api()];
  for (let i = 0; i < 4; ++i) {
    const log = await tick(empty);
    assert.ok(log.includes('[CRON] API results: 0 tracks, 3 failures'), log.join('\n'));
    const warning = log.find((line) => line.startsWith('[CRON] WARNING: No answer about'));
    if (i === 0) {
      assert.match(String(warning), /alice \(unreadable answer, no track, but total is 4711\)/);
      assert.match(String(warning), /carol \(.*unreadable answer, no listen, but count is 3\)/);
    }
    const { json } = await platform.api();
    assert.equal(json.lastUpdated, before.json.lastUpdated);
    assert.deepEqual(
      json.data.map((/** @type {any} */ row) => row.track).sort(),
      before.json.data.map((/** @type {any} */ row) => row.track).sort(),
    );
  }
  assert.equal((await platform.api()).json.stale, true);
  assert.equal((await platform.fetch('/api/internal/health')).status, 503);
});

test('a service that calls every account private is warned of; its members are gone', async () => {
  const log = await tick(serving(() => new Response(lastfmError(17))));
  assert.ok(
    log.includes(
      '[CRON] WARNING: Last.fm calls all 2 accounts that were polled private or unknown. If they are not, check the account names in the roster, and LASTFM_API_URL.',
    ),
    log.join('\n'),
  );
  assert.equal(await rowOf('alice'), undefined);
  assert.notEqual(await rowOf('carol'), undefined);
});

for (const name of ['names_of_spaces', 'names_invisible']) {
  test(`${name}: the earlier listen stays, in every form`, async () => {
    const before = await rowOf('alice');
    await tick(aliceSays(() => fixture(`lastfm/${name}.json`)));
    assert.deepEqual(await rowOf('alice'), before);
    const { api, ...forms } = await counts();
    assert.equal(api, MEMBERS.length);
    for (const [form, count] of Object.entries(forms)) assert.equal(count, api, form);
  });
}

test('a name of another case beyond ASCII is the same user, another name is in the log', async () => {
  assert.equal((await rowOf('carol')).track, 'Track of \u00c9mile');
  const log = await tick(aliceSays(() => lastfmBody({ user: 'neighbour' })));
  assert.match(
    log.join('\n'),
    /alice \(another user's tracks, "neighbour" instead of "listener"\)/,
  );
});

test('what plays counts, wherever it stands in the answer', async () => {
  await tick(aliceSays(() => fixture('lastfm/playing_second.json')));
  const { track, nowPlaying } = await rowOf('alice');
  assert.deepEqual({ track, nowPlaying }, { track: 'Angel', nowPlaying: true });
});

test('fractions of seconds are cut', async () => {
  await tick(aliceSays(() => fixture('lastfm/date_fraction.json')));
  assert.equal((await rowOf('alice')).playedAt, '2025-12-04T14:20:00.000Z');
});

test('a scrobble has one id, though its track was begun again in between', async () => {
  const scrobble = { user: 'listener', track: 'Song', uts: START / 1000 + 60 };
  await tick(aliceSays(() => lastfmBody(scrobble)));
  const { id } = await feedItem('alice');
  await tick(aliceSays(() => lastfmBody({ ...scrobble, playing: true })));
  assert.notEqual((await feedItem('alice')).id, id);
  await tick(aliceSays(() => lastfmBody(scrobble)));
  assert.equal((await feedItem('alice')).id, id);
});

test('firstSeenAt is never later than playedAt, and the id stays', async () => {
  await tick(aliceSays(() => lastfmBody({ user: 'listener', track: 'Song', playing: true })));
  const { id } = await feedItem('alice');
  const { firstSeenAt } = await rowOf('alice');
  assert.ok(Date.parse(firstSeenAt) <= now + 60_000);
  const uts = Date.parse(firstSeenAt) / 1000 - 120;
  await tick(aliceSays(() => lastfmBody({ user: 'listener', track: 'Song', uts })));
  const row = await rowOf('alice');
  assert.equal(row.playedAt, iso(Math.floor(uts) * 1000));
  assert.equal('firstSeenAt' in row, false);
  assert.equal((await feedItem('alice')).id, id);
});

test('a scrobble with a time ahead is of just now, and one play at all refreshes', async () => {
  const uts = (START + TICK + 480_000) / 1000;
  const ids = new Set();
  const times = new Set();
  for (let i = 0; i < 4; ++i) {
    await tick(aliceSays(() => lastfmBody({ user: 'listener', track: 'Song', uts })));
    const { json } = await platform.api();
    if (i === 0) assert.equal(json.data[0].username, 'alice');
    const row = await rowOf('alice');
    assert.ok(row.playedAt <= json.lastUpdated, row.playedAt);
    const item = await feedItem('alice');
    assert.ok(item.date_published <= json.lastUpdated, item.date_published);
    ids.add(item.id);
    times.add(row.playedAt);
    if (i === 0) assert.match((await platform.fetch('/user-listens.txt')).text, /just now/);
  }
  assert.equal(ids.size, 1);
  assert.equal(times.size, 1);
});

test('"now playing" for more than twelve hours was played when it was first seen', async () => {
  const playing = aliceSays(() => lastfmBody({ user: 'listener', track: 'Song', playing: true }));
  await tick(playing);
  const { firstSeenAt } = await rowOf('alice');
  const { id } = await feedItem('alice');
  // A refresh in every ten minutes is no break.
  for (let i = 0; i < 78; ++i) {
    now += TICK;
    await tick(playing);
  }
  const row = await rowOf('alice');
  assert.equal(row.nowPlaying, false);
  assert.equal(row.playedAt, firstSeenAt);
  await tick(playing);
  assert.deepEqual(await rowOf('alice'), row);
  assert.equal((await feedItem('alice')).id, id);
});

test('links of another writer are https, or left out, at once and after our refresh', async () => {
  const row = {
    username: 'alice',
    artist: 'E',
    album: '',
    track: 'T',
    image: null,
    playedAt: iso(START),
    nowPlaying: false,
    url: 'javascript:alert(document.domain)',
    source: 'lastfm',
  };
  const tracks = [
    row,
    { ...row, username: 'bob', url: 'data:text/html,x', image: 'https://x/"onerror=alert(1)' },
    { ...row, username: 'carol', url: 'http://plain.example/', image: 'https://a@evil.example/x' },
    {
      ...row,
      username: 'dave',
      url: 'https://a.example/\u00e9',
      image: 'https://a.example/\u592a',
    },
    { ...row, username: 'erin', artist: '\u200b' },
  ];
  await platform.kv.delete(SNAPSHOT);
  await platform.kv.put(
    RECENT,
    JSON.stringify({ version: 2, lastUpdated: iso(START + 1), tracks }),
  );
  const check = async () => {
    const { json, text } = await platform.api();
    assert.doesNotMatch(text, /javascript:|data:text|onerror|evil|plain/);
    assert.equal(json.data.length, 4);
    const rss = (await platform.fetch('/user-listens.rss')).text;
    const page = (await platform.fetch('/')).text;
    for (const form of [rss, page]) {
      assert.doesNotMatch(form, /javascript:|data:text|onerror|evil|plain/);
      assert.match(form, /https:\/\/a\.example\/%C3%A9/);
    }
  };
  await check();
  now = START + 60_000;
  await platform.setTime(iso(now));
  await check();
  const log = await tick(() => new Response('x', { status: 500 }));
  const { text } = await platform.api();
  assert.doesNotMatch(text, /javascript:|data:text|onerror|evil|plain/, log.join('\n'));
});

for (const op of /** @type {const} */ (['get', 'd1'])) {
  test(`half a character of UTF-16 in an error costs that character: ${op}`, async () => {
    await platform.setFaults([{ op, does: 'throw', message: 'said \ud83d' }]);
    const log = (await tick(musicService())).join('\n');
    await platform.setFaults([]);
    assert.match(log, /WARNING: .*said \ufffd/);
    assert.doesNotMatch(log, /CoreFailure/);
  });
}
