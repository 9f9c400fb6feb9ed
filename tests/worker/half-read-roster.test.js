// A roster that is understood in part, or not at all, removes nobody but those it says are private.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { saysOnly } from './music.js';
import { fillRoster, RECENT, SNAPSHOT, startPlatform } from './platform.js';

const BEFORE = '2025-12-04T14:20:00.000Z';
const NOW = '2025-12-04T14:25:00.000Z';
const LATER = '2025-12-04T14:30:00.000Z';
const ALL = ['anna', 'bob', 'carol', 'dave'];

/** @type {Awaited<ReturnType<typeof startPlatform>>} */
let platform;
/** @type {any} */
let database;
before(async () => {
  platform = await startPlatform({ members: [] });
  database = await platform.mf.getD1Database('DB', 'user-listens');
});
after(() => platform?.stop());
beforeEach(async () => {
  await platform.setSettings({});
  await fillRoster(database, [
    ...ALL.map((username) => ({ username, lastfm: `${username}_fm` })),
    { username: 'erin', visibility: 'private' },
  ]);
  await platform.beginAt(BEFORE);
});

/** @param {string} time */
async function refreshAt(time) {
  await platform.setTime(time);
  assert.equal((await platform.tick()).outcome, 'ok');
  const { json } = await platform.api();
  const health = await platform.health();
  return {
    shown: json.data.map((/** @type {any} */ { username }) => username).sort(),
    log: await platform.takeLog(),
    settings: health.json.settings,
    stored: `${await platform.stored(RECENT)}${await platform.stored(SNAPSHOT)}`,
  };
}

/** @param {string} username @param {string} sql */
const insteadOf = (username, sql) => `iif(username = '${username}', ${sql}, username) AS username`;
const REST = 'lastfm_username, profile_visibility FROM users';

/**
 * @typedef {object} Case
 * @property {string} name
 * @property {string} sql
 * @property {string} [isPrivate] a member who goes private meanwhile
 * @property {string[]} [shown] everybody unless it is said
 * @property {RegExp} warning in the log, and without its beginning in the health reply
 */

/** @type {Case[]} */
const CASES = [
  {
    name: 'a wrong alias',
    sql: `SELECT username AS user_name, ${REST}`,
    warning: /ROSTER_SQL: no row has the column username/,
  },
  {
    name: 'a wrong alias, while a member goes private',
    sql: `SELECT username AS user_name, ${REST}`,
    isPrivate: 'carol',
    shown: ['anna', 'bob', 'dave'],
    warning: /ROSTER_SQL: no row has the column username/,
  },
  {
    name: 'other words of visibility',
    sql: "SELECT username, lastfm_username, iif(profile_visibility = 'public', 'visible', 'hidden') AS profile_visibility FROM users",
    warning: /ROSTER_SQL: no row is understood as a public member/,
  },
  {
    name: 'another word for one member',
    sql: "SELECT username, lastfm_username, iif(username = 'bob', 'friends', profile_visibility) AS profile_visibility FROM users",
    shown: ['anna', 'carol', 'dave'],
    warning: /ROSTER_SQL: 1 member is hidden/,
  },
  {
    name: 'half of the names NULL',
    sql: `SELECT iif(id % 2 = 0, NULL, username) AS username, ${REST}`,
    warning: /ROSTER_SQL: 2 members stay as known/,
  },
  {
    name: 'a name that is a BLOB',
    sql: `SELECT ${insteadOf('bob', "CAST('bob' AS BLOB)")}, ${REST}`,
    warning: /ROSTER_SQL: 1 member stays as known/,
  },
  {
    name: 'names that are too long',
    sql: `SELECT printf('%.200c', 'x') AS username, ${REST}`,
    warning: /ROSTER_SQL: no row is understood as a public member/,
  },
  {
    name: 'a name with a control character',
    sql: `SELECT ${insteadOf('dave', "'da' || char(9) || 've'")}, ${REST}`,
    warning: /ROSTER_SQL: 1 member stays as known/,
  },
  {
    name: 'account names that are no text',
    sql: "SELECT username, iif(username = 'anna', 1.5, lastfm_username) AS lastfm_username, profile_visibility FROM users",
    warning: /ROSTER_SQL: 1 member stays as known/,
  },
  {
    name: 'a lost column',
    sql: 'SELECT username, lastfm_username AS lastfm, profile_visibility FROM users',
    warning: /ROSTER_SQL: no row has the column lastfm_username, but 4 accounts are known/,
  },
  {
    name: 'more than half of the members gone',
    sql: `SELECT username, ${REST} LIMIT 1`,
    shown: ['anna'],
    warning: /ROSTER_SQL: 3 of 4 members are gone in one refresh/,
  },
];

for (const { name, sql, isPrivate, shown = ALL, warning } of CASES) {
  test(`${name}: the log and the health reply tell it, and nobody else disappears`, async () => {
    if (isPrivate) {
      await database
        .prepare("UPDATE users SET profile_visibility = 'private' WHERE username = ?")
        .bind(isPrivate)
        .run();
    }
    await platform.setSettings({ ROSTER_SQL: sql });
    const found = await refreshAt(NOW);
    assert.deepEqual(found.shown, shown);
    const warned = found.log.filter((line) => line.startsWith('[CRON] WARNING: Setting '));
    assert.match(warned.join('\n'), warning);
    assert.ok(found.settings.some((/** @type {string} */ text) => warning.test(text)));
    for (const username of ALL) {
      const isErased = !found.stored.includes(`"username":"${username}"`);
      const isRemoved = name.includes('gone') ? !shown.includes(username) : username === isPrivate;
      assert.equal(isErased, isRemoved, username);
    }

    // Put right, with every service down: what was good is there again.
    await platform.setSettings({});
    platform.music.upstream = saysOnly('', 500);
    const corrected = await refreshAt(LATER);
    const isBack = (/** @type {string} */ one) =>
      one !== isPrivate && (shown.includes(one) || !name.includes('gone'));
    assert.deepEqual(corrected.shown, ALL.filter(isBack));
    assert.deepEqual(corrected.settings, []);
  });
}

test('a snapshot lasts while the roster cannot be read for longer than seven days', async () => {
  await platform.setFaults([{ op: 'd1', does: 'throw', message: 'D1 is down' }]);
  const day = 86_400_000;
  let time = Date.parse(BEFORE);
  for (let i = 0; i < 20; i++) {
    time += day / 2;
    await platform.setTime(new Date(time).toISOString());
    await platform.tick();
  }
  const { json } = await platform.api();
  assert.equal(json.data.length, ALL.length);
  assert.equal(json.lastUpdated, BEFORE);
  await platform.setFaults([]);
});

test('a snapshot that tells of no new problem is not written again', async () => {
  await platform.setSettings({ ROSTER_SQL: `SELECT username AS user_name, ${REST}` });
  await refreshAt(NOW);
  const before = await platform.stored(SNAPSHOT);
  await refreshAt(LATER);
  assert.equal(await platform.stored(SNAPSHOT), before);
});

test('a list that shows a private member is replaced, though the rest cannot be understood', async () => {
  const old = await platform.kv.getWithMetadata(RECENT);
  await database.prepare("UPDATE users SET profile_visibility = 'private'").run();
  await platform.setSettings({ ROSTER_SQL: `SELECT ${insteadOf('erin', "x'6531'")}, ${REST}` });
  await refreshAt(NOW);
  // As KV does that answers from a copy, or that has refused the list and taken the snapshot.
  await platform.kv.put(RECENT, old.value ?? '', { metadata: old.metadata });
  const { shown, stored } = await refreshAt(LATER);
  assert.deepEqual(shown, []);
  for (const username of ALL) assert.ok(!stored.includes(`"username":"${username}"`), username);
});
