// Reported inputs, each told to the whole Worker by a music service or a roster, and what is right. What
// a check returns is what is wrong; '' when all is well.

import { readFileSync } from 'node:fs';
import { Response } from 'miniflare';
import { askedOfListenbrainz, lastfmBody, listenbrainzBody } from '../worker/music.js';
import { startPlatform } from '../worker/platform.js';

/**
 * @typedef {import('../worker/platform.js').Platform} Platform
 * @typedef {import('../worker/platform.js').Setup} Setup
 * @typedef {{ name: string, setup?: Setup, check: (platform: Platform, text: string) => Promise<string> }} Input
 */

const MINUTE = 60_000;
/** Of the inputs' plays, in milliseconds; their files say the same in seconds. */
const PLAYED = 1_796_030_000_000;
const NOW = PLAYED + 5 * MINUTE;
const ALICE = [{ username: 'alice' }];
const ON_LISTENBRAINZ = [{ username: 'alice', lastfm: null, listenbrainz: 'alice' }];
const FORMS = ['', '.svg', '.json', '.rss', '.txt'].map((kind) =>
  kind === '' ? '/' : `/user-listens${kind}`,
);

/** @type {Input[]} */
export const INPUTS = [
  { name: '01_empty_page_total_positive.json', check: emptyPage },
  { name: '02_repeat_not_scrobbled.ticks.json', check: repeatedTrack },
  { name: '04_nbsp_names_vanish.json', check: earlierListenStays },
  { name: '05_invisible_names.json', check: earlierListenStays },
  { name: '07_rtl_title_text.json', check: rightToLeftTitle },
  { name: '09_d1_numeric_account.sql', setup: { members: [] }, check: numericAccount },
  {
    name: '11_dot_segments.txt',
    setup: {
      members: [
        { username: 'alice', lastfm: null, listenbrainz: '..' },
        { username: 'bob', lastfm: null, listenbrainz: '.' },
        { username: 'carol', lastfm: null, listenbrainz: 'carol' },
      ],
    },
    check: dotSegments,
  },
  { name: '13_stuck_now_playing.json', check: stuckNowPlaying },
  { name: '14_future_within_ten_minutes.json', check: playInTheFuture },
  {
    name: '15_fractional_seconds.json',
    setup: { members: ON_LISTENBRAINZ },
    check: fractionalSeconds,
  },
  {
    name: '17_nonascii_case_of_user.json',
    setup: { members: [{ username: 'émile', lastfm: null, listenbrainz: 'émile' }] },
    check: otherCase,
  },
  { name: '21_nowplaying_second.json', check: playingSecond },
];

/**
 * @param {Input} input
 * @param {string} file
 */
export async function checkInput({ setup = { members: ALICE }, check }, file) {
  const platform = await startPlatform(setup);
  try {
    return await check(platform, readFileSync(file, 'utf8'));
  } finally {
    await platform.stop();
  }
}

/** The first complaint whose condition does not hold. @param {[boolean, () => string][]} conditions */
const firstOf = (conditions) => conditions.find(([holds]) => !holds)?.[1]() ?? '';

/**
 * One refresh, with the same answer about everybody.
 * @param {Platform} platform
 * @param {number} now
 * @param {string | ((request: import('miniflare').Request) => string)} answer
 */
async function refresh(platform, now, answer) {
  platform.music.upstream = (request) =>
    new Response(typeof answer === 'string' ? answer : answer(request));
  await platform.setTime(now);
  await platform.tick();
  return platform.takeLog();
}

/** @param {Platform} platform */
async function rows(platform) {
  return (await platform.api()).json.data;
}

/** @param {string[]} log */
const warningsIn = (log) => log.filter((line) => line.includes('WARNING'));

/** An earlier listen of alice. */
const EARLIER = lastfmBody({ user: 'alice', track: 'Earlier', uts: PLAYED / 1000 - 3600 });

/** @param {Platform} platform @param {string} text */
async function emptyPage(platform, text) {
  await refresh(platform, NOW, EARLIER);
  const { lastUpdated } = (await platform.api()).json;
  /** @type {string[]} */
  let log = [];
  for (const minutes of [5, 10, 15]) log = await refresh(platform, NOW + minutes * MINUTE, text);
  await platform.setTime(NOW + 16 * MINUTE);
  const { json } = await platform.api();
  const health = await platform.health();
  return firstOf([
    [json.data.length === 1, () => `${json.data.length} rows`],
    [warningsIn(log).length > 0, () => 'no WARNING'],
    [log.some((line) => /API results: 0 tracks, 1 failures/.test(line)), () => log.join(' | ')],
    [json.lastUpdated === lastUpdated, () => `lastUpdated moved to ${json.lastUpdated}`],
    [json.stale === true && health.status === 503, () => `stale ${json.stale}, ${health.status}`],
  ]);
}

/** @param {Platform} platform @param {string} text */
async function repeatedTrack(platform, text) {
  /** @type {(string | undefined)[]} */
  const ids = [];
  for (const [tick, answer] of JSON.parse(text).ticks.entries()) {
    await refresh(platform, PLAYED + (tick + 1) * 5 * MINUTE, JSON.stringify(answer));
    for (const { firstSeenAt, playedAt } of await rows(platform)) {
      if (firstSeenAt && playedAt && firstSeenAt > playedAt) {
        return `tick ${tick + 1}: firstSeenAt ${firstSeenAt} is after playedAt ${playedAt}`;
      }
    }
    ids.push((await platform.fetch('/user-listens.json')).json.items[0]?.id);
  }
  return firstOf([[ids[0] !== undefined && ids[2] === ids[0], () => `feed ids ${ids.join(', ')}`]]);
}

/** @param {Platform} platform @param {string} text */
async function earlierListenStays(platform, text) {
  await refresh(platform, NOW - 5 * MINUTE, EARLIER);
  await refresh(platform, NOW, text);
  const shown = await rows(platform);
  const listed = shown.map((/** @type {any} */ { track }) => track).join();
  if (listed !== 'Earlier') return `the API lists ${JSON.stringify(listed)}`;
  for (const path of FORMS) {
    const form = (await platform.fetch(path)).text;
    if (!form.includes('Earlier')) return `${path} has lost the listen`;
  }
  return '';
}

/** @param {Platform} platform @param {string} text */
async function rightToLeftTitle(platform, text) {
  await refresh(platform, NOW, text);
  const lines = (await platform.fetch('/user-listens.txt')).text.split('\n');
  const line = lines.find((one) => one.includes('5 min ago')) ?? '';
  // Outside of isolates no letter may run from right to left: then the line runs from left to right,
  // and what is isolated is one thing in it.
  const around = line.replace(/\u2068[^\u2068\u2069]*\u2069/g, '');
  return firstOf([
    [/\p{Script=Hebrew}/u.test(line), () => `no title beside a time: ${lines.join(' | ')}`],
    [!/\p{Script=Hebrew}/u.test(around), () => `not isolated: ${JSON.stringify(line)}`],
    [around.trimEnd().endsWith('5 min ago'), () => `the time is isolated: ${JSON.stringify(line)}`],
  ]);
}

/** @param {Platform} platform @param {string} text */
async function numericAccount(platform, text) {
  const [sql = '', ...statements] = text.split('\n').filter((line) => line.trim() !== '');
  const database = await platform.mf.getD1Database('DB', 'user-listens');
  for (const statement of statements) await database.prepare(statement.replace(/;$/, '')).run();
  await platform.setSettings({ ROSTER_SQL: sql.replace(/^-- ROSTER_SQL: /, '') });
  const log = await refresh(platform, NOW, listenbrainzBody({ user: 'x' }));
  const isAsked = platform.music.urls.some((url) => url.includes('/user/20240101/'));
  const isNamed = warningsIn(log).some((line) => /row 1\b.*listenbrainz/.test(line));
  return firstOf([
    [isAsked || isNamed, () => `asked ${platform.music.urls.join()}: ${log.join(' | ')}`],
  ]);
}

/** @param {Platform} platform @param {string} text */
async function dotSegments(platform, text) {
  if (!text.startsWith('listenbrainz_username = ..')) return `another file: ${text}`;
  await platform.setSettings({ POLL_BUDGET: '45' });
  const log = await refresh(platform, NOW, (request) =>
    listenbrainzBody({ user: askedOfListenbrainz(request).user, uts: PLAYED / 1000 }),
  );
  const astray = platform.music.urls.filter((url) => !url.includes('/1/user/carol/'));
  const notes = warningsIn(log).join(' | ');
  return firstOf([
    [astray.length === 0, () => `asked ${astray.join()}`],
    [/alice/.test(notes) && /bob/.test(notes), () => `no note: ${log.join(' | ')}`],
  ]);
}

/** @param {Platform} platform @param {string} text */
async function stuckNowPlaying(platform, text) {
  const answer = JSON.stringify(JSON.parse(text)['answer at every tick']);
  const firstSeen = new Date(NOW).toISOString();
  for (let minutes = 0; minutes <= 12 * 60 + 15; minutes += 5) {
    await refresh(platform, NOW + minutes * MINUTE, answer);
  }
  const [row] = await rows(platform);
  return firstOf([
    [row?.track === 'Song' && row.nowPlaying === false, () => JSON.stringify(row)],
    [
      Math.abs(Date.parse(row?.playedAt) - Date.parse(firstSeen)) < MINUTE,
      () => `playedAt ${row?.playedAt}, first seen ${firstSeen}`,
    ],
  ]);
}

/** @param {Platform} platform @param {string} text */
async function playInTheFuture(platform, text) {
  const { now, answer } = JSON.parse(text);
  await refresh(platform, now * 1000, JSON.stringify(answer));
  const [row] = await rows(platform);
  const rss = (await platform.fetch('/user-listens.rss')).text;
  const published = Date.parse(rss.match(/<pubDate>([^<]+)</)?.[1] ?? '');
  /** @type {[boolean, () => string][]} */
  const inWords = [];
  for (const path of ['/', '/user-listens.svg', '/user-listens.txt']) {
    const form = (await platform.fetch(path)).text;
    inWords.push([form.includes('just now'), () => `${path} does not say "just now"`]);
  }
  // What the Worker's own steps take is a moment.
  const latest = now * 1000 + 5000;
  return firstOf([
    [Date.parse(row?.playedAt) <= latest, () => `playedAt ${row?.playedAt}`],
    [published <= latest, () => `pubDate ${new Date(published).toISOString()}`],
    ...inWords,
  ]);
}

/**
 * ListenBrainz answers nothing about now, and this about listens.
 * @param {unknown} listens
 * @returns {(request: import('miniflare').Request) => string}
 */
function listenbrainz(listens) {
  return (request) => {
    const { user, what } = askedOfListenbrainz(request);
    return what === 'playing-now'
      ? JSON.stringify({ payload: { count: 0, listens: [], playing_now: true, user_id: user } })
      : JSON.stringify(listens);
  };
}

/** @param {Platform} platform @param {string} text */
async function fractionalSeconds(platform, text) {
  await platform.setSettings({ POLL_BUDGET: '45' });
  await refresh(platform, NOW, listenbrainz(JSON.parse(text)));
  const [row] = await rows(platform);
  return firstOf([
    [row?.playedAt === '2026-11-30T09:08:20.000Z', () => `playedAt ${row?.playedAt}`],
  ]);
}

/** @param {Platform} platform @param {string} text */
async function otherCase(platform, text) {
  const { 'answer to listens': answer } = JSON.parse(text);
  await platform.setSettings({ POLL_BUDGET: '45' });
  const log = await refresh(platform, NOW, listenbrainz(answer));
  const isListed = (await rows(platform)).length === 1;
  const isToldApart = log.some((line) => line.includes('émile') && line.includes('Émile'));
  return firstOf([[isListed || isToldApart, () => log.join(' | ')]]);
}

/** @param {Platform} platform @param {string} text */
async function playingSecond(platform, text) {
  await refresh(platform, NOW, text);
  const [row] = await rows(platform);
  const isRight = row?.track === 'Now' && row.nowPlaying === true;
  return firstOf([[isRight, () => JSON.stringify(row)]]);
}
