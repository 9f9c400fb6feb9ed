// Rosters that hold what they should not, from D1 and from the setting: who can be asked about is,
// under exactly that name, and the log names the rows that cannot.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { assertLines } from './expect.js';
import { saysOnly, userOf } from './music.js';
import { fillRoster, RECENT, startPlatform } from './platform.js';

const BEFORE = '2025-12-04T14:20:00.000Z';
const NOW = '2025-12-04T14:25:00.000Z';
const LONG = 'x'.repeat(300);
const HOSTILE = 'a%2Fb%zz&user=eve&api_key=#?/../ +"\'<b>\\';

/** @type {import('./platform.js').Platform} */
let platform;
/** @type {any} */
let database;
before(async () => {
  platform = await startPlatform({ members: [] });
  database = await platform.mf.getD1Database('DB', 'user-listens');
  await database.prepare('CREATE TABLE loose (username, lastfm_username)').run();
});
after(() => platform?.stop());
beforeEach(async () => {
  await fillRoster(database, [{ username: 'anna' }, { username: 'bob' }]);
  await platform.beginAt(BEFORE);
  await platform.setTime(NOW);
});

/** Refreshes, and tells who was asked about and whose tracks are served. */
async function refresh() {
  assert.equal((await platform.tick()).outcome, 'ok');
  const { status, json } = await platform.api();
  assert.equal(status, 200);
  return {
    log: await platform.takeLog(),
    asked: platform.music.urls.map((url) => userOf({ url })),
    shown: json.data.map((/** @type {any} */ { username }) => username).sort(),
    lastUpdated: json.lastUpdated,
  };
}

/**
 * @typedef {object} Case a row beside that of anna
 * @property {string} name
 * @property {[unknown, unknown]} row username, lastfm_username
 * @property {string} [note] in the log
 * @property {string} [asked] the account
 * @property {string} [shown] the member
 */

/** @type {Case[]} */
const ROWS = [
  { name: 'an empty username', row: ['', 'x'], note: 'roster row 2 has no username' },
  { name: 'a blank username', row: [' \t ', 'x'], note: 'roster row 2 has no username' },
  { name: 'no username', row: [null, 'x'], note: 'roster row 2 has no username' },
  { name: 'a username that is an integer', row: [42, 'x'], asked: 'x', shown: '42' },
  {
    name: 'a username that is a number with a fraction',
    row: [1.5, 'x'],
    note: 'roster row 2 is left out: its username is no text',
  },
  {
    name: 'a username of 300 characters',
    row: [LONG, 'x'],
    note: 'roster row 2 is left out: its username has 300 bytes, at most 128 are allowed',
  },
  {
    name: 'a username with a line break',
    row: ['eve\n[CRON] All is well', 'x'],
    note: 'roster row 2 is left out: its username holds a control character',
  },
  {
    name: 'a username listed before',
    row: ['anna', 'x'],
    note: 'roster row 2 is left out: anna is listed before',
  },
  { name: 'no account', row: ['eve', null] },
  { name: 'an empty account', row: ['eve', ''] },
  {
    name: 'an account of 300 characters',
    row: ['eve', LONG],
    note: 'roster row 2 (eve) is not asked about: its lastfm_username has 300 bytes, at most 128 are allowed',
  },
  {
    name: 'an account with a control character',
    row: ['eve', 'e\u0000ve'],
    note: 'roster row 2 (eve) is not asked about: its lastfm_username holds a control character',
  },
  {
    name: 'an account listed before',
    row: ['eve', 'ANNA'],
    note: 'roster row 2 (eve) is not asked about: its lastfm_username is listed before',
  },
  { name: 'blanks around both', row: ['  eve ', '\teve_fm '], asked: 'eve_fm', shown: 'eve' },
  {
    name: 'names that are not ASCII',
    row: ['Łucja 🎧', 'Größe_日本'],
    asked: 'Größe_日本',
    shown: 'Łucja 🎧',
  },
  {
    name: 'percent signs and all that a URL cares about',
    row: [HOSTILE, HOSTILE],
    asked: HOSTILE,
    shown: HOSTILE,
  },
  {
    name: 'an account that is a dot segment',
    row: ['eve', '..'],
    note: 'roster row 2 (eve) is not asked about: its lastfm_username is no name but a part of a path',
  },
  {
    name: '128 bytes',
    row: ['e'.repeat(128), 'f'.repeat(128)],
    asked: 'f'.repeat(128),
    shown: 'e'.repeat(128),
  },
];

for (const { name, row, note, asked, shown } of ROWS) {
  test(`a row with ${name}`, async () => {
    await database.batch([
      database.prepare('DELETE FROM loose'),
      database.prepare("INSERT INTO loose VALUES ('anna', 'anna')"),
      database.prepare('INSERT INTO loose VALUES (?, ?)').bind(...row),
    ]);
    await platform.setSettings({
      ROSTER_SQL: 'SELECT username, lastfm_username FROM loose ORDER BY rowid',
    });
    const found = await refresh();
    // Who was never asked about comes first.
    assert.deepEqual(found.asked, asked === undefined ? ['anna'] : [asked, 'anna']);
    assert.deepEqual(found.shown, shown === undefined ? ['anna'] : ['anna', shown].sort());
    assert.equal(found.lastUpdated, NOW);
    const notes = found.log.filter((line) => line.includes('roster row'));
    assert.deepEqual(notes, note === undefined ? [] : [`[CRON] WARNING: ${note}`]);
  });
}

/** @type {{name: string, settings: Record<string, unknown>, asked: string[], shown: string[]}[]} */
const ROSTER_SETTINGS = [
  {
    name: 'names',
    settings: { ROSTER: 'anna=anna_fm, björn ,,' },
    asked: ['anna_fm', 'björn'],
    shown: ['anna', 'björn'],
  },
  {
    name: 'JSON text',
    settings: {
      ROSTER:
        '[{"username":"anna","lastfm_username":"a"},{"username":"eve","profile_visibility":"private"}]',
    },
    asked: ['a'],
    shown: ['anna'],
  },
  {
    name: 'a JSON value',
    settings: { ROSTER: [{ username: 'bob', lastfm_username: 'b' }] },
    asked: ['b'],
    shown: ['bob'],
  },
];
for (const { name, settings, asked, shown } of ROSTER_SETTINGS) {
  test(`ROSTER without D1, as ${name}`, async () => {
    await platform.setSettings({ DB: null, ...settings });
    const found = await refresh();
    assert.deepEqual([found.asked, found.shown, found.lastUpdated], [asked, shown, NOW]);
    assertLines(found.log, [`[CRON] Found ${asked.length} users with Last.fm usernames`]);
  });
}

const NO_ROSTER = '[CRON] WARNING: The roster cannot be read: ';
/** @type {{name: string, settings: Record<string, unknown>, log: string | RegExp}[]} */
const UNREADABLE = [
  {
    name: 'neither D1 nor ROSTER',
    settings: { DB: null },
    log: `${NO_ROSTER}no D1 is bound as DB and ROSTER is not set. Nothing is written.`,
  },
  {
    name: 'a blank ROSTER',
    settings: { DB: null, ROSTER: '  ' },
    log: `${NO_ROSTER}no D1 is bound as DB and ROSTER is not set. Nothing is written.`,
  },
  {
    name: 'a ROSTER that is broken JSON',
    settings: { DB: null, ROSTER: '[{"username":"anna"' },
    log: `${NO_ROSTER}the rows are not JSON (truncated at byte 19). Nothing is written.`,
  },
  {
    name: 'a missing table',
    settings: { ROSTER_SQL: 'SELECT * FROM nowhere' },
    log: /^\[CRON\] WARNING: The roster cannot be read: .*no such table: nowhere.* Nothing is written\.$/,
  },
  {
    name: 'SQL that is none',
    settings: { ROSTER_SQL: 'the members, please' },
    log: /^\[CRON\] WARNING: The roster cannot be read: .*syntax error.* Nothing is written\.$/,
  },
  {
    name: 'rows without the column username',
    settings: { ROSTER_SQL: 'SELECT username AS name, lastfm_username FROM users' },
    log: /^\[CRON\] WARNING: .*\broster row 1 has no username/,
  },
  {
    name: 'nobody with an account',
    settings: { ROSTER_SQL: 'SELECT username FROM users' },
    log: '[CRON] WARNING: The roster has members, but none with an account on a music service. Nothing is written, what is stored stays.',
  },
  {
    name: 'a visibility that is neither public nor private',
    settings: {
      ROSTER_SQL: "SELECT username, lastfm_username, 'everyone' AS profile_visibility FROM users",
    },
    log: /^\[CRON\] WARNING: .*\broster row 1 has a profile_visibility that is neither/,
  },
  {
    name: 'a ROSTER of nothing but punctuation',
    settings: { DB: null, ROSTER: ',=,' },
    log: /^\[CRON\] WARNING: .*\broster row 1 has no username/,
  },
];
for (const { name, settings, log } of UNREADABLE) {
  test(`no roster to be had, what is stored stays: ${name}`, async () => {
    const stored = await platform.stored(RECENT);
    await platform.setSettings(settings);
    const found = await refresh();
    assertLines(found.log, [log]);
    assert.deepEqual(found.asked, []);
    assert.deepEqual([found.shown, found.lastUpdated], [['anna', 'bob'], BEFORE]);
    assert.equal(await platform.stored(RECENT), stored);
  });
}

test('all members have gone private: the list is empty, as they wish', async () => {
  await database.prepare("UPDATE users SET profile_visibility = 'private'").run();
  const found = await refresh();
  assert.deepEqual([found.asked, found.shown], [[], []]);
});

test('a member who goes private disappears at the next refresh, even when nobody answers', async () => {
  await database
    .prepare("UPDATE users SET profile_visibility = 'private' WHERE username = 'bob'")
    .run();
  platform.music.upstream = saysOnly('', 500);
  const found = await refresh();
  assert.deepEqual([found.shown, found.lastUpdated], [['anna'], BEFORE]);
});
