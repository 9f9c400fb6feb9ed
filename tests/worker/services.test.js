// Several music services, and how they like to be asked: in which order, how fast, how often again,
// and when not at all. The clock is set, so that waiting costs no time and shows.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { Response } from 'miniflare';
import { TEST_SECRETS } from '../secrets/scan.js';
import { assertLines, eventOf } from './expect.js';
import {
  askedOfListenbrainz,
  lastfmBody,
  lastfmError,
  listenbrainzBody,
  musicService,
  someMembers,
  userOf,
} from './music.js';
import { API_KEY, fillRoster, startPlatform } from './platform.js';

const TICK = '2025-12-04T14:25:00.000Z';
const TICK_MS = 300_000;
const PLAYED = 1764857000; // 14:03:20, in seconds

/** @type {import('./platform.js').Platform} */
let platform;
before(async () => {
  platform = await startPlatform({ members: [] });
});
after(() => platform?.stop());
beforeEach(async () => {
  await platform.emptyKv();
  await platform.setSettings({});
  await platform.setTime(TICK);
  platform.music.upstream = musicService();
  platform.music.urls = [];
  await platform.takeLog();
});

/** @param {import('./music.js').MemberRow[]} members */
async function roster(members) {
  await fillRoster(await platform.mf.getD1Database('DB', 'user-listens'), members);
}

/** @param {number} [ticks] since the first */
async function refresh(ticks = 0) {
  await platform.setTime(Date.parse(TICK) + ticks * TICK_MS);
  platform.music.urls = [];
  assert.equal((await platform.tick()).outcome, 'ok');
  const log = await platform.takeLog();
  return { log, event: eventOf(log), asked: platform.music.urls.length };
}

/** The list as rows of a few words. */
async function shown() {
  const { data } = (await platform.api()).json;
  return data.map((/** @type {any} */ { username, track, source, nowPlaying }) =>
    [username, track, source, ...(nowPlaying ? ['playing'] : [])].join(' / '),
  );
}

test('ListenBrainz: who plays is asked about once, who does not, twice', async () => {
  await roster([
    { username: 'anna', lastfm: null, listenbrainz: 'anna_lb' },
    { username: 'bob', lastfm: null, listenbrainz: 'Bob LB' },
    { username: 'carl', lastfm: null, listenbrainz: 'carl' },
  ]);
  platform.music.upstream = (request) => {
    const { user, what } = askedOfListenbrainz(request);
    const isPlaying = user === 'anna_lb' && what === 'playing-now';
    const uts = user === 'Bob LB' && what === 'listens' ? PLAYED : undefined;
    return new Response(listenbrainzBody({ user, playing: isPlaying, uts }));
  };
  const { log, event } = await refresh();
  const base = 'https://api.listenbrainz.org/1/user';
  assert.deepEqual(platform.music.urls.sort(), [
    `${base}/Bob%20LB/listens?count=1`,
    `${base}/Bob%20LB/playing-now`,
    `${base}/anna_lb/playing-now`,
    `${base}/carl/listens?count=1`,
    `${base}/carl/playing-now`,
  ]);
  assertLines(log, [
    '[CRON] Found 0 users with Last.fm usernames',
    '[CRON] Found 3 users with ListenBrainz usernames',
    '[CRON] API results: 2 tracks, 0 failures',
    '[CRON] Answered without a listen: carl (listenbrainz: no scrobbles)',
  ]);
  assert.deepEqual(event.counts, { asked: 3, learned: 3, failed: 0, kept: 0, tracks: 2 });
  const { data } = (await platform.api()).json;
  assert.deepEqual(data[1], {
    username: 'bob',
    artist: 'Artist',
    album: 'Album',
    track: 'Track of Bob LB',
    image: null,
    playedAt: '2025-12-04T14:03:20.000Z',
    nowPlaying: false,
    url: 'https://listenbrainz.org/user/Bob%20LB',
    source: 'listenbrainz',
  });
  assert.deepEqual(await shown(), [
    'anna / Track of anna_lb / listenbrainz / playing',
    'bob / Track of Bob LB / listenbrainz',
  ]);
});

test('keys and tokens go where they belong', async () => {
  await roster([{ username: 'anna', librefm: 'anna', listenbrainz: 'anna' }]);
  /** @type {Record<string, {key: string | null, authorization: string | null, agent: string}>} */
  const seen = {};
  platform.music.upstream = (request) => {
    const url = new URL(request.url);
    seen[url.hostname] = {
      key: url.searchParams.get('api_key'),
      authorization: request.headers.get('authorization'),
      agent: (request.headers.get('user-agent') ?? '').split('/')[0] ?? '',
    };
    return new Response(lastfmBody({ user: 'anna' }));
  };
  await refresh();
  const agent = 'user-listens';
  assert.deepEqual(seen, {
    'ws.audioscrobbler.com': { key: API_KEY, authorization: null, agent },
    'libre.fm': { key: null, authorization: null, agent },
    'api.listenbrainz.org': {
      key: null,
      authorization: `Token ${TEST_SECRETS.LISTENBRAINZ_TOKEN}`,
      agent,
    },
  });
});

/** What anna's accounts say in turn. @param {Record<string, () => Response>} answers by host */
const annasAnswers = (answers) => async (/** @type {import('./music.js').Request} */ request) =>
  answers[new URL(request.url).hostname]?.() ?? new Response('', { status: 599 });

const ANNA = [{ username: 'anna', listenbrainz: 'anna', librefm: 'anna' }];
const LASTFM = 'ws.audioscrobbler.com';
const LISTENBRAINZ = 'api.listenbrainz.org';
const LIBREFM = 'libre.fm';

/** @param {Partial<import('./music.js').Play>} play */
const onLastfm = (play) => () => new Response(lastfmBody({ user: 'anna', ...play }));
/** @param {Partial<import('./music.js').Play>} play */
const onListenbrainz = (play) => () => new Response(listenbrainzBody({ user: 'anna', ...play }));

/** @type {{name: string, answers: Record<string, () => Response>, row: string}[]} */
const SEVERAL = [
  {
    name: 'the most recent play',
    answers: {
      [LASTFM]: onLastfm({ track: 'old', uts: PLAYED - 60 }),
      [LIBREFM]: onLastfm({ track: 'new', uts: PLAYED }),
      [LISTENBRAINZ]: onListenbrainz({}),
    },
    row: 'anna / new / librefm',
  },
  {
    name: 'the one that plays now',
    answers: {
      [LASTFM]: onLastfm({ track: 'over', uts: PLAYED + 600 }),
      [LIBREFM]: onLastfm({ track: 'old', uts: PLAYED }),
      [LISTENBRAINZ]: onListenbrainz({ track: 'sounds', playing: true }),
    },
    row: 'anna / sounds / listenbrainz / playing',
  },
  {
    name: 'the one that answers',
    answers: {
      [LASTFM]: () => new Response('', { status: 502 }),
      [LIBREFM]: onLastfm({ track: 'of Libre.fm', uts: PLAYED }),
      [LISTENBRAINZ]: () => new Response('<html>', { status: 500 }),
    },
    row: 'anna / of Libre.fm / librefm',
  },
  {
    name: 'the same play on two of them: the first of the table',
    answers: {
      [LASTFM]: onLastfm({ track: 'twice', uts: PLAYED }),
      [LIBREFM]: onLastfm({ track: 'twice', uts: PLAYED }),
      [LISTENBRAINZ]: onListenbrainz({}),
    },
    row: 'anna / twice / lastfm',
  },
];
for (const { name, answers, row } of SEVERAL) {
  test(`of several accounts, one row: ${name}`, async () => {
    await roster(ANNA);
    platform.music.upstream = annasAnswers(answers);
    await refresh();
    assert.deepEqual(await shown(), [row]);
  });
}

test('an account that goes private takes its own listen along, and no other', async () => {
  await roster(ANNA);
  /** @type {Record<string, () => Response>} */
  const answers = {
    [LASTFM]: onLastfm({ track: 'hidden soon', uts: PLAYED }),
    [LIBREFM]: onLastfm({ track: 'stays', uts: PLAYED - 60 }),
    [LISTENBRAINZ]: onListenbrainz({}),
  };
  platform.music.upstream = annasAnswers(answers);
  await refresh();
  assert.deepEqual(await shown(), ['anna / hidden soon / lastfm']);

  answers[LASTFM] = () => new Response(lastfmError(17), { status: 403 });
  answers[LIBREFM] = () => new Response('', { status: 500 });
  await refresh(1);
  assert.deepEqual(await shown(), ['anna / stays / librefm']);
});

test('what fails once is asked again, a little later', async () => {
  await roster(someMembers(14));
  let failures = 0;
  platform.music.upstream = musicService((user) => {
    if (user !== 'member3' || failures === 2) return undefined;
    failures += 1;
    return new Response(lastfmError(8), { status: 500 });
  });
  const { event, asked } = await refresh();
  assert.deepEqual([event.counts.learned, event.counts.failed, asked], [14, 0, 16]);
  // Chance makes each wait up to twice as long.
  const { durationMs } = event;
  assert.ok(durationMs >= 500 + 1000 && durationMs <= 2 * (500 + 1000), `${durationMs} ms`);
});

test('when all fail, only a few are asked again', async () => {
  await roster(someMembers(14));
  platform.music.upstream = () => new Response('', { status: 503 });
  assert.equal((await refresh()).asked, 14 + 5);
});

test('nothing is asked again beyond POLL_BUDGET', async () => {
  await roster(someMembers(14));
  await platform.setSettings({ POLL_BUDGET: '16' });
  platform.music.upstream = () => new Response('', { status: 503 });
  assert.equal((await refresh()).asked, 16);
});

for (const { name, status, headers, waitsMs } of [
  {
    name: 'X-RateLimit-Remaining 0',
    status: 200,
    headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset-in': '7' },
    waitsMs: 7000,
  },
  {
    name: 'HTTP 429 with Retry-After',
    status: 429,
    headers: { 'retry-after': '9' },
    waitsMs: 9000,
  },
  {
    name: 'HTTP 429 with X-RateLimit headers',
    status: 429,
    headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset-in': '4' },
    waitsMs: 4000,
  },
]) {
  test(`a service that asks to wait is waited for: ${name}`, async () => {
    await roster([{ username: 'anna', lastfm: null, listenbrainz: 'anna' }]);
    let isFirst = true;
    platform.music.upstream = (request) => {
      const { user, what } = askedOfListenbrainz(request);
      const body = listenbrainzBody({ user, uts: what === 'listens' ? PLAYED : undefined });
      const special = isFirst && what === 'playing-now';
      isFirst = false;
      return special ? new Response(body, { status, headers }) : new Response(body);
    };
    const { event } = await refresh();
    assert.deepEqual([event.counts.learned, event.durationMs], [1, waitsMs]);
    assert.deepEqual(await shown(), ['anna / Track of anna / listenbrainz']);
  });
}

test('a service that was asked too often is left alone as long as it asks for', async () => {
  await roster([...someMembers(3), { username: 'lb', lastfm: null, listenbrainz: 'lb' }]);
  /** @type {import('./music.js').Upstream} */
  const listens = (request) => {
    const { user, what } = askedOfListenbrainz(request);
    return new Response(listenbrainzBody({ user, playing: what === 'playing-now' }));
  };
  const lastfm = musicService();
  let isLimited = false;
  platform.music.upstream = (request) => {
    if (new URL(request.url).hostname === LISTENBRAINZ) return listens(request);
    if (!isLimited) return lastfm(request);
    return new Response(lastfmError(29), { status: 429, headers: { 'retry-after': '720' } });
  };
  await refresh();
  isLimited = true;
  await refresh(1);
  const { services } = (await platform.health()).json;
  assert.deepEqual(services[0], {
    source: 'lastfm',
    pausedUntil: '2025-12-04T14:42:00.000Z',
    pauses: 1,
    refusesKey: false,
  });

  isLimited = false;
  for (const ticks of [2, 3]) {
    const { log, asked } = await refresh(ticks);
    assertLines(log, [
      '[CRON] WARNING: Last.fm is left alone until 2025-12-04T14:42:00.000Z: it was asked too often, or has too much to do.',
      '[CRON] Asking about 1 of 4 accounts',
    ]);
    assert.equal(asked, 1, 'the other service is asked as ever');
    assert.equal((await shown()).length, 4);
  }
  assert.equal((await refresh(4)).asked, 4);
});

test('private, unknown and silent accounts are states, not failures of every refresh', async () => {
  await roster(someMembers(14));
  platform.music.upstream = musicService((user) => {
    if (user === 'member1') return new Response(lastfmError(17), { status: 403 });
    if (user === 'member2') return new Response(lastfmError(6), { status: 404 });
    if (user !== 'member3') return undefined;
    return new Response('{"recenttracks":{"track":[],"@attr":{"user":"member3","total":"0"}}}');
  });
  assert.equal((await refresh()).asked, 14);
  const { asked, log } = await refresh(1);
  assert.equal(asked, 12, 'who is private or unknown is left alone for an hour');
  assertLines(log, [
    '[CRON] API results: 11 tracks, 0 failures',
    '[CRON] Answered without a listen: member3 (no scrobbles)',
  ]);
  assert.deepEqual((await platform.health()).json.accounts, {
    listened: 11,
    silent: 1,
    private: 1,
    unknown_account: 1,
  });
  assert.equal((await refresh(12)).asked, 14);
});

test('the pace: 20 at once, then five a second, or what the settings say', async () => {
  await roster(someMembers(45));
  assert.equal((await refresh()).event.durationMs, 25 * 200);
  await platform.setSettings({ LASTFM_BURST: '5', LASTFM_PER_SECOND: '10' });
  assert.equal((await refresh(1)).event.durationMs, 40 * 100);
});

test('ListenBrainz gets 30 requests in ten seconds', async () => {
  const members = someMembers(20).map(({ username }) => ({
    username,
    lastfm: null,
    listenbrainz: username,
  }));
  await roster(members);
  platform.music.upstream = (request) =>
    new Response(listenbrainzBody({ user: askedOfListenbrainz(request).user, uts: PLAYED }));
  const { event, asked } = await refresh();
  assert.deepEqual([asked, event.counts.learned], [20, 20], 'playing-now has a play of all');
  platform.music.upstream = (request) => {
    const { user, what } = askedOfListenbrainz(request);
    const uts = what === 'listens' ? PLAYED : undefined;
    return new Response(listenbrainzBody({ user, uts }));
  };
  const twice = await refresh(1);
  assert.equal(twice.asked, 40);
  assert.ok(twice.event.durationMs >= 10_000, `${twice.event.durationMs} ms`);
});

test('more members than the budget take turns; who plays is asked every time', async () => {
  await roster(someMembers(100));
  /** @type {Set<string>} */
  const everAsked = new Set();
  platform.music.upstream = (request) => {
    const user = userOf(request);
    everAsked.add(user);
    const isPlaying = ['member7', 'member70'].includes(user);
    return new Response(lastfmBody({ user, playing: isPlaying, uts: PLAYED - 86_400 }));
  };
  for (const ticks of [0, 1, 2]) {
    const { asked, log } = await refresh(ticks);
    assert.equal(asked, 45);
    assertLines(log, ['[CRON] Asking about 45 of 100 accounts']);
  }
  assert.equal(everAsked.size, 100, 'new members come first');
  for (const ticks of [3, 4, 5]) {
    await refresh(ticks);
    const users = platform.music.urls.map((url) => userOf({ url }));
    assert.ok(users.includes('member7') && users.includes('member70'));
    assert.equal(
      (await shown()).filter((/** @type {string} */ row) => row.endsWith('playing')).length,
      2,
    );
  }
});
