// Settings that are missing or make no sense: one line that names the setting, in the log and in the
// health reply; the list stays.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { someMembers } from './music.js';
import { API_KEY, startPlatform } from './platform.js';

/** @type {import('./platform.js').Platform} */
let platform;
before(async () => {
  platform = await startPlatform({ members: someMembers(14) });
});
after(() => platform?.stop());
beforeEach(async () => {
  await platform.beginAt('2025-12-04T14:20:00.000Z');
  await platform.setTime('2025-12-04T14:25:00.000Z');
});

const kLastfm = 'https://ws.audioscrobbler.com/2.0/';
const kNoKey =
  'LASTFM_API_KEY is not set: Last.fm is not asked. Set it with `wrangler secret put LASTFM_API_KEY`.';

const number = (
  /** @type {string} */ name,
  /** @type {unknown} */ value,
  /** @type {string} */ rest,
) => ({
  settings: { [name]: value },
  problem: `${name} must be a whole number from ${rest} is used.`,
});
const url = (/** @type {string} */ value) => ({
  settings: { LASTFM_API_URL: value },
  problem: `LASTFM_API_URL must be an https:// URL without user and query; ${kLastfm} is used.`,
});

/** @type {{settings: Record<string, unknown>, problem: string, asks?: boolean, stored?: boolean}[]} */
const CASES = [
  ...['0', '5', '-7', '7.5', 'seven', '7 minutes', '99999999999999999999'].map((value) =>
    number('USER_LISTENS_TTL_MINUTES', value, '6 to 10080; 7'),
  ),
  ...['0', '-1', 'many', '501'].map((value) => number('MAX_TRACKS', value, '1 to 500; 50')),
  ...['0', 'none', '9001'].map((value) => number('POLL_BUDGET', value, '1 to 9000; 45')),
  {
    settings: { MAX_TRACKS: ['5'] },
    problem: 'MAX_TRACKS must be a whole number from 1 to 500; 50 is used.',
  },
  ...[
    'ws.audioscrobbler.com',
    'ftp://ws.audioscrobbler.com/',
    'http://ws.audioscrobbler.com/2.0/',
    'https://',
    'https://a/?x=1',
    'https://user:password@a/',
  ].map(url),
  { settings: { LASTFM_API_KEY: null }, problem: kNoKey, asks: false },
  { settings: { LASTFM_API_KEY: '  ' }, problem: kNoKey, asks: false },
  ...[
    'site.example',
    'https://site.example/page',
    'https://site.example/',
    'https://*.example.com',
    'https://site.example:443',
    'HTTPS://site.example',
    'https://Site.example',
    'https://müsli.example',
    'null',
  ].map((value) => ({
    settings: { ALLOWED_ORIGINS: `https://ok.example, ${value}` },
    problem: 'ALLOWED_ORIGINS holds what is no origin (scheme://host[:port]); it is left out.',
  })),
  {
    settings: { CACHE: null },
    problem: 'CACHE is not bound: bind a KV namespace as CACHE in wrangler.toml.',
    stored: false,
  },
];

for (const { settings, problem, asks = true, stored = true } of CASES) {
  test(`a bad setting is named, and the list stays: ${JSON.stringify(settings)}`, async () => {
    await platform.setSettings(settings);
    assert.equal((await platform.tick()).outcome, 'ok');
    const lines = await platform.takeLines();
    const about = lines.filter(({ message }) => message.startsWith('[CRON] WARNING: Setting '));
    assert.deepEqual(about, [{ level: 'error', message: `[CRON] WARNING: Setting ${problem}` }]);
    const { json } = await platform.health();
    assert.deepEqual(json.settings, [problem]);
    assert.equal(platform.music.urls.length, asks ? 14 : 0);
    assert.ok(platform.music.urls.every((one) => one.startsWith(`${kLastfm}?`)));

    if (!stored) assert.equal((await platform.api()).status, 200);
    await platform.setSettings({});
    const { data, lastUpdated } = (await platform.api()).json;
    assert.equal(data.length, 14);
    assert.equal(
      lastUpdated,
      asks && stored ? '2025-12-04T14:25:00.000Z' : '2025-12-04T14:20:00.000Z',
    );
  });
}

test('several nonsensical settings are one line each', async () => {
  await platform.setSettings({ MAX_TRACKS: 'x', POLL_BUDGET: 'y', LASTFM_API_URL: 'z' });
  await platform.tick();
  const about = (await platform.takeLog()).filter((line) => line.includes('Setting '));
  assert.equal(about.length, 3);
  assert.equal((await platform.health()).json.settings.length, 3);
});

test('settings that make sense, as text and as numbers, are no problem', async () => {
  await platform.setSettings({ USER_LISTENS_TTL_MINUTES: 10, MAX_TRACKS: '3', POLL_BUDGET: 5 });
  await platform.takeOperations();
  await platform.tick();
  const puts = (await platform.takeOperations()).filter(({ op }) => op === 'put');
  assert.deepEqual(
    puts.map(({ expirationTtl }) => expirationTtl),
    [600, 604_800],
  );
  assert.equal(platform.music.urls.length, 5);
  assert.equal((await platform.api()).json.data.length, 3);
  assert.deepEqual((await platform.health()).json.settings, []);
});

/** @type {{name: string, settings: Record<string, unknown>}[]} */
const SECRETS = [
  { name: 'within LASTFM_API_URL', settings: { LASTFM_API_URL: `${kLastfm}?api_key=${API_KEY}` } },
  {
    name: 'within LASTFM_API_URL alone',
    settings: { LASTFM_API_URL: `${kLastfm}?api_key=${API_KEY}`, LASTFM_API_KEY: null },
  },
  { name: 'in place of LASTFM_API_URL', settings: { LASTFM_API_URL: API_KEY } },
  {
    name: 'in place of MAX_TRACKS',
    settings: { MAX_TRACKS: API_KEY },
  },
  {
    name: 'in ALLOWED_ORIGINS',
    settings: { ALLOWED_ORIGINS: API_KEY },
  },
];
for (const { name, settings } of SECRETS) {
  test(`the API key ${name}: it is not told on`, async () => {
    await platform.setSettings(settings);
    await platform.tick();
    const told = [...(await platform.takeLog()), (await platform.health()).text].join('\n');
    assert.ok(told.includes(Object.keys(settings)[0]));
    assert.ok(!told.includes(API_KEY), told);
  });
}
