// The music service in trouble, beyond the rows of matrix/upstream.js: the log says what happened, the
// list is never poorer for it, and lastUpdated stays honest. What takes real time stands in
// hanging.test.js.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { Response } from 'miniflare';
import { asLearned, assertLines, eventOf } from './expect.js';
import { lastfmBody, lastfmError, musicService, saysOnly, someMembers, userOf } from './music.js';
import { RECENT, SNAPSHOT, startPlatform } from './platform.js';

const BEFORE = '2025-12-04T14:20:00.000Z';
const NOW = '2025-12-04T14:25:00.000Z';
const MEMBERS = 14;
const AT_ONCE = 6;

/** @type {import('./platform.js').Platform} */
let platform;
before(async () => {
  platform = await startPlatform({ members: someMembers(MEMBERS) });
});
after(() => platform?.stop());
beforeEach(async () => {
  await platform.beginAt(BEFORE);
  platform.music.mostAtOnce = 0;
  await platform.setTime(NOW);
});

const everybody = (/** @type {string} */ words) =>
  `[CRON] WARNING: No answer about 14 accounts, keeping what is known of them: ${Array.from({ length: 10 }, (_, i) => `member${i + 1} (${words})`).join(', ')} and 4 more`;
const stopped = (/** @type {string} */ words) =>
  `[CRON] WARNING: No answer about 14 accounts, keeping what is known of them: ${Array.from({ length: 10 }, (_, i) => `member${i + 1} (${i < AT_ONCE ? words : 'not sent'})`).join(', ')} and 4 more`;

/**
 * @typedef {object} Case nobody's answer is any news
 * @property {string} name
 * @property {import('./music.js').Upstream} upstream
 * @property {string} warning
 * @property {number} [requests] all members' when left out
 */

/** @type {Case[]} */
const NO_NEWS = [
  {
    name: 'HTTP 400 with HTML',
    upstream: saysOnly('<html>', 400),
    warning: everybody('HTTP error, HTTP 400'),
  },
  {
    name: 'error 8 on HTTP 500',
    upstream: saysOnly(lastfmError(8), 500),
    warning: everybody('service error, error 8'),
  },
  {
    name: 'error 11',
    upstream: saysOnly(lastfmError(11), 503),
    warning: everybody('service error, error 11'),
  },
  {
    name: 'error 16',
    upstream: saysOnly(lastfmError(16), 503),
    warning: everybody('service error, error 16'),
  },
  {
    name: 'an unknown error',
    upstream: saysOnly(lastfmError(77)),
    warning: everybody('service error, error 77'),
  },
  {
    name: 'a truncated body',
    upstream: saysOnly('{"recenttracks":{"track":['),
    warning: everybody('unreadable answer, truncated'),
  },
  {
    name: 'JSON of another kind',
    upstream: saysOnly('{"results":[]}'),
    warning: everybody('unreadable answer, no recenttracks'),
  },
  {
    name: 'a redirect, which is not followed',
    upstream: () =>
      new Response(null, { status: 302, headers: { location: 'https://elsewhere.example/' } }),
    warning: everybody('HTTP error, HTTP 302'),
  },
  {
    name: 'error 26: the key is suspended',
    upstream: saysOnly(lastfmError(26), 403),
    warning: stopped('key refused, error 26'),
    requests: AT_ONCE,
  },
  {
    name: 'error 29: asked too often',
    upstream: saysOnly(lastfmError(29), 429),
    warning: stopped('rate limited, error 29'),
    requests: AT_ONCE,
  },
];

for (const { name, upstream, warning, requests = MEMBERS } of NO_NEWS) {
  test(`all answers fail, and the list stays: ${name}`, async () => {
    const stored = asLearned(await platform.stored(RECENT));
    platform.music.upstream = upstream;
    assert.equal((await platform.tick()).outcome, 'ok');
    const lines = await platform.takeLog();
    assertLines(lines, [
      '[CRON] API results: 0 tracks, 14 failures',
      warning,
      `[CRON] WARNING: Nothing could be learned; keeping the list of ${BEFORE}.`,
      '[CRON] Caching 14 tracks with TTL 420s',
      '[CRON] Pre-warmed user listens cache with 14 tracks (verified)',
    ]);
    assert.equal(platform.music.urls.length, requests);
    assert.equal(asLearned(await platform.stored(RECENT)), stored);
  });
}

for (const { name, body, init, words } of [
  {
    name: 'error 10',
    body: lastfmError(10),
    init: { status: 403 },
    words: 'key refused, error 10',
  },
  {
    name: 'error 26',
    body: lastfmError(26),
    init: { status: 403 },
    words: 'key refused, error 26',
  },
  {
    name: 'error 29',
    body: lastfmError(29),
    init: { status: 429 },
    words: 'rate limited, error 29',
  },
  {
    name: 'error 29 on HTTP 200',
    body: lastfmError(29),
    init: {},
    words: 'rate limited, error 29',
  },
  {
    name: 'HTTP 503 with Retry-After',
    body: '',
    init: { status: 503, headers: { 'retry-after': '3600' } },
    words: 'service error, HTTP 503',
  },
]) {
  test(`one account always gets ${name}: all others are polled at each refresh`, async () => {
    let turnedAway = 0;
    /** @type {Map<string, number>} */
    const answered = new Map();
    const well = musicService();
    platform.music.upstream = (request) => {
      const user = userOf(request);
      if (user === 'member2') {
        turnedAway += 1;
        return new Response(body, init);
      }
      answered.set(user, (answered.get(user) ?? 0) + 1);
      return well(request);
    };
    for (let ticks = 0; ticks < 6; ticks += 1) {
      await platform.setTime(Date.parse(NOW) + ticks * 300_000);
      await platform.tick();
    }
    assert.deepEqual([...answered.values()], Array(13).fill(6));
    assert.equal(turnedAway, 3, 'after five and ten minutes, then not for twenty');
    const log = await platform.takeLog();
    const warnings = log.filter((line) => line.includes('WARNING'));
    assertLines(log, [
      `[CRON] WARNING: Backing off from 1 account while others on the same service are answered: member2 (${words})`,
      '[CRON] Asking about 13 of 14 accounts',
    ]);
    for (const line of warnings) assert.doesNotMatch(line, /refuses|too often|left alone/);
    const { services } = (await platform.health()).json;
    assert.deepEqual(
      services.map((/** @type {any} */ { pausedUntil, refusesKey }) => [pausedUntil, refusesKey]),
      [[null, false]],
    );
  });
}

test('two accounts always get error 29: one pause, then all others are polled again', async () => {
  const well = musicService((user) =>
    ['member2', 'member7'].includes(user)
      ? new Response(lastfmError(29), { status: 429 })
      : undefined,
  );
  platform.music.upstream = well;
  const asked = [];
  for (let ticks = 0; ticks < 8; ticks += 1) {
    await platform.setTime(Date.parse(NOW) + ticks * 300_000);
    await platform.tick();
    asked.push(eventOf(await platform.takeLog()).counts.asked);
  }
  assert.deepEqual(asked, [14, 0, 14, 12, 14, 12, 12, 12]);
});

test('a refused key is tried on another account at each refresh, with its warning', async () => {
  const tried = /** @type {string[]} */ ([]);
  platform.music.upstream = (request) => {
    tried.push(userOf(request));
    return new Response(lastfmError(10), { status: 403 });
  };
  await platform.tick();
  await platform.takeLog();
  tried.length = 0;
  for (let ticks = 1; ticks <= MEMBERS; ticks += 1) {
    await platform.setTime(Date.parse(NOW) + ticks * 300_000);
    await platform.tick();
    assertLines(await platform.takeLog(), [
      '[CRON] Asking about 1 of 14 accounts',
      '[CRON] WARNING: Last.fm refuses LASTFM_API_KEY (error 10): set another with `wrangler secret put LASTFM_API_KEY`. Until then it gets one request a refresh.',
    ]);
  }
  assert.equal(tried.length, MEMBERS);
  assert.equal(new Set(tried).size, MEMBERS);
});

test('nobody answers for two hours: the list stays, then music plays again', async () => {
  const stored = asLearned(await platform.stored(RECENT));
  platform.music.upstream = saysOnly('', 503);
  for (let minutes = 5; minutes <= 120; minutes += 5) {
    await platform.setTime(Date.parse(BEFORE) + minutes * 60_000);
    await platform.tick();
  }
  assert.equal(asLearned(await platform.stored(RECENT)), stored);
  const { json } = await platform.api();
  assert.deepEqual([json.data.length, json.lastUpdated, json.stale], [MEMBERS, BEFORE, true]);
  assert.equal((await platform.health()).status, 503);

  platform.music.upstream = musicService();
  await platform.tick();
  assert.equal((await platform.api()).json.lastUpdated, '2025-12-04T16:20:00.000Z');
  assert.equal((await platform.health()).status, 200);
});

test('nobody answers after the list has expired: the snapshot brings it back', async () => {
  const stored = asLearned(await platform.stored(RECENT));
  await platform.kv.delete(RECENT);
  platform.music.upstream = saysOnly('', 503);
  await platform.tick();
  assert.equal(asLearned(await platform.stored(RECENT)), stored);
});

test('nobody answers and nothing is stored: nothing is written', async () => {
  await platform.emptyKv();
  platform.music.upstream = saysOnly('', 503);
  await platform.tick();
  assertLines(await platform.takeLog(), [
    '[CRON] WARNING: Nothing could be learned and nothing is stored yet: nothing is written.',
  ]);
  assert.deepEqual((await platform.kv.list()).keys, []);
});

/**
 * Some members' answers fail, the others play something new.
 * @type {{name: string, failing: (user: string) => Response, words: (user: string) => string}[]}
 */
const SOME = [
  {
    name: 'error 8',
    failing: () => new Response(lastfmError(8), { status: 500 }),
    words: () => 'service error, error 8',
  },
  {
    name: "another user's tracks",
    failing: () => new Response(lastfmBody({ user: 'someone_else', track: 'Not theirs' })),
    words: (user) => `another user's tracks, "someone_else" instead of "${user}"`,
  },
];
const FAILING = ['member2', 'member7', 'member11'];
for (const { name, failing, words } of SOME) {
  test(`3 of 14 answers fail, and their rows stay: ${name}`, async () => {
    platform.music.upstream = (request) => {
      const user = userOf(request);
      if (FAILING.includes(user)) return failing(user);
      return new Response(lastfmBody({ user, track: 'Something new', uts: 1764858000 }));
    };
    await platform.tick();
    const lines = await platform.takeLog();
    assertLines(lines, [
      '[CRON] API results: 11 tracks, 3 failures',
      `[CRON] WARNING: No answer about 3 accounts, keeping what is known of them: ${FAILING.map((user) => `${user} (${words(user)})`).join(', ')}`,
      '[CRON] Caching 14 tracks with TTL 420s',
    ]);
    assert.deepEqual(eventOf(lines).counts, {
      asked: 14,
      learned: 11,
      failed: 3,
      kept: 3,
      tracks: 14,
    });
    const { data, lastUpdated } = (await platform.api()).json;
    assert.equal(lastUpdated, NOW);
    for (const { username, track } of data) {
      const expected = FAILING.includes(username) ? `Track of ${username}` : 'Something new';
      assert.equal(track, expected, username);
    }
    assert.equal(data.length, MEMBERS);
  });
}

test('a private, an unknown and a silent member are no failures', async () => {
  /** @type {Record<string, string>} */
  const answers = {
    member1: lastfmError(17),
    member2: lastfmError(6),
    member3: '{"recenttracks":{"track":[],"@attr":{"user":"member3","total":"0"}}}',
  };
  platform.music.upstream = musicService((user) =>
    user in answers ? new Response(answers[user]) : undefined,
  );
  await platform.tick();
  assertLines(await platform.takeLog(), [
    '[CRON] API results: 11 tracks, 0 failures',
    '[CRON] Answered without a listen: member1 (private, error 17), member2 (unknown account, error 6), member3 (no scrobbles)',
  ]);
  const shown = (await platform.api()).json.data.map((/** @type {any} */ { username }) => username);
  const others = someMembers(MEMBERS).map(({ username }) => username);
  assert.deepEqual(shown.sort(), others.slice(1).sort(), 'all but who has gone private');
});

test(`at most ${AT_ONCE} requests at once, each member's once, and 2 writes`, async () => {
  /** @type {Promise<void> | undefined} */
  let gate;
  platform.music.upstream = async (request) => {
    // The first six wait until whatever the Worker has sent besides must have arrived.
    gate ??= (async () => {
      for (let i = 0; i < 20; i++) await platform.setSettings({});
    })();
    await gate;
    return new Response(lastfmBody({ user: userOf(request) }));
  };
  await platform.tick();
  assert.equal(platform.music.mostAtOnce, AT_ONCE);
  assert.deepEqual(
    platform.music.urls.map((url) => userOf({ url })).sort(),
    someMembers(MEMBERS)
      .map(({ username }) => username)
      .sort(),
  );
  const puts = (await platform.takeOperations()).filter(({ op }) => op === 'put');
  assert.deepEqual(
    puts.map(({ key }) => key),
    [RECENT, SNAPSHOT],
  );
});
