// The SQL that is written, on SQLite and through wrangler's own cutting into statements.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import test from 'node:test';
import { unstable_splitSqlQuery as splitSql } from 'wrangler';
import { accountsBy, memberOf } from '../../../scripts/roster/member.js';
import {
  deletion,
  EVERYBODY,
  insertion,
  literal,
  update,
  wholeRow,
} from '../../../scripts/roster/statements.js';
import { ODD_NAMES } from './names.js';

const MIGRATION = new URL('../../../migrations/0001_users.sql', import.meta.url);

function migrated() {
  const database = new DatabaseSync(':memory:');
  database.exec(readFileSync(MIGRATION, 'utf8'));
  const members = () =>
    database
      .prepare(EVERYBODY)
      .all()
      .map((row) => memberOf({ ...row }));
  return { database, members };
}

/** @param {string} username */
function everywhere(username) {
  return { username, accounts: accountsBy(() => username), visibility: 'private' };
}

test('odd names come back as they are, and wrangler cuts between statements alone', () => {
  const { database, members } = migrated();
  const statements = ODD_NAMES.map((name) => insertion(everywhere(name)));
  const cut = splitSql(statements.map((statement) => `${statement};\n`).join(''));
  assert.deepEqual(cut, statements);
  for (const statement of cut) database.exec(statement);
  assert.deepEqual(members(), ODD_NAMES.map(everywhere));
});

for (const name of ODD_NAMES) {
  test(`statements change one row and no other: ${JSON.stringify(name)}`, () => {
    const { database, members } = migrated();
    const other = { ...everywhere('other'), visibility: 'public' };
    database.exec(`${insertion(everywhere(name))}; ${insertion(other)}`);
    database.exec(update(name, { accounts: { lastfm: null, librefm: `${name}!` } }));
    const accounts = { lastfm: null, librefm: `${name}!`, listenbrainz: name };
    assert.deepEqual(members(), [{ ...everywhere(name), accounts }, other]);
    database.exec(update(name, { visibility: 'public' }));
    assert.equal(members()[0]?.visibility, 'public');
    assert.equal(database.prepare(wholeRow(name)).all().length, 1);
    database.exec(deletion(name));
    assert.deepEqual(members(), [other]);
  });
}

for (const { name, value } of [
  { name: 'a NUL', value: 'a\u0000b' },
  { name: 'half a surrogate pair', value: 'a\udc00' },
]) {
  test(`no literal holds ${name}`, () => {
    assert.throws(() => literal(value), /is no text that a database keeps/);
  });
}

test('a change names only the columns that change', () => {
  assert.equal(
    update('a', { accounts: { listenbrainz: 'b' } }),
    "UPDATE users SET listenbrainz_username = 'b' WHERE username = 'a'",
  );
});
