// What becomes of a table: changes, who shares an account, who is called nearly the same.

import assert from 'node:assert/strict';
import test from 'node:test';
import {
  afterwards,
  changesFor,
  differences,
  isChange,
  near,
  sharedAccounts,
  statementFor,
} from '../../../scripts/roster/changes.js';

/**
 * @param {string} username
 * @param {Partial<import('../../../scripts/roster/member.js').Accounts>} [accounts]
 * @param {'public' | 'private'} [visibility]
 */
function member(username, accounts = {}, visibility = 'public') {
  const none = { lastfm: null, librefm: null, listenbrainz: null };
  return { username, accounts: { ...none, ...accounts }, visibility };
}

const TABLE = [
  member('alice', { lastfm: 'alice_fm', librefm: 'ali' }),
  member('bob', { lastfm: 'bobby' }, 'private'),
];

/** @type {{ name: string, wish: import('../../../scripts/roster/changes.js').Wish, changed: string[], sql: string | null }[]} */
const WISHES = [
  {
    name: 'a new member',
    wish: { username: 'eve', accounts: { listenbrainz: 'e' }, visibility: null },
    changed: [],
    sql: "INSERT INTO users (username, lastfm_username, librefm_username, listenbrainz_username, profile_visibility) VALUES ('eve', NULL, NULL, 'e', 'public')",
  },
  {
    name: 'another account; the others and the visibility stay',
    wish: { username: 'bob', accounts: { lastfm: 'b2' }, visibility: null },
    changed: ['lastfm'],
    sql: "UPDATE users SET lastfm_username = 'b2' WHERE username = 'bob'",
  },
  {
    name: 'an account taken away',
    wish: { username: 'alice', accounts: { librefm: null }, visibility: 'private' },
    changed: ['librefm', 'visibility'],
    sql: "UPDATE users SET librefm_username = NULL, profile_visibility = 'private' WHERE username = 'alice'",
  },
  {
    name: 'what is there already',
    wish: { username: 'alice', accounts: { lastfm: 'alice_fm' }, visibility: 'public' },
    changed: [],
    sql: null,
  },
];
for (const { name, wish, changed, sql } of WISHES) {
  test(`change: ${name}`, () => {
    const [change] = changesFor(TABLE, [wish], 'public');
    assert.ok(change);
    assert.deepEqual(
      differences(change).map(({ what }) => what),
      changed,
    );
    assert.equal(isChange(change) ? statementFor(change) : null, sql);
    const after = afterwards(TABLE, [change]);
    assert.deepEqual(
      after.find(({ username }) => username === wish.username),
      change.after,
    );
    assert.ok(changesFor(after, [wish], 'public').every((again) => !isChange(again)));
  });
}

test('new members are hidden where that is the default', () => {
  const wish = { username: 'eve', accounts: {}, visibility: null };
  assert.equal(changesFor(TABLE, [wish], 'private')[0]?.after.visibility, 'private');
});

test('shared accounts: of one service, however they are spelt, if one concerned has it', () => {
  const table = [...TABLE, member('carol', { lastfm: 'BOBBY', librefm: 'alice_fm' })];
  const shared = [{ source: 'lastfm', name: 'bobby', usernames: ['bob', 'carol'] }];
  assert.deepEqual(sharedAccounts(table, new Set(['carol'])), shared);
  assert.deepEqual(sharedAccounts(table, new Set(['bob'])), shared);
  assert.deepEqual(sharedAccounts(table, new Set(['alice'])), []);
});

test('near names: in other letters or written otherwise, never the same', () => {
  const table = ['Alice', 'alice', 'Zoe\u0308', 'ALICIA'].map((name) => member(name));
  assert.deepEqual(near(table, 'ALICE'), ['Alice', 'alice']);
  assert.deepEqual(near(table, 'alice'), ['Alice']);
  assert.deepEqual(near(table, 'zoë'), ['Zoe\u0308']);
  assert.deepEqual(near(table, 'bob'), []);
});
