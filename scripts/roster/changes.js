// What is to become of a table that is as it is. Pure.

import { accountsBy, accountsOf, SOURCES, spellingless } from './member.js';
import { insertion, update } from './statements.js';

/**
 * @typedef {import('./member.js').Member} Member
 * @typedef {import('./member.js').Source} Source
 *
 * @typedef {object} Wish about one member
 * @property {string} username
 * @property {Partial<import('./member.js').Accounts>} accounts those to be changed; null takes one away
 * @property {'public' | 'private' | null} visibility null: as it is; of a new member `byDefault`
 *
 * @typedef {object} Change
 * @property {Member | null} before null: a new member
 * @property {Member} after
 *
 * @typedef {{ source: Source, name: string, usernames: string[] }} Shared in the table's order
 */

/**
 * @param {readonly Member[]} members the table
 * @param {readonly Wish[]} wishes at most one about a member
 * @param {'public' | 'private'} byDefault
 * @returns {Change[]} one for each wish, also where it asks for what is there already
 */
export function changesFor(members, wishes, byDefault) {
  const known = new Map(members.map((member) => [member.username, member]));
  return wishes.map(({ username, accounts, visibility }) => {
    const before = known.get(username) ?? null;
    const after = {
      username,
      accounts: accountsBy((source) => accounts[source] ?? null),
      visibility: visibility ?? before?.visibility ?? byDefault,
    };
    if (before !== null) {
      after.accounts = accountsBy((source) => {
        const wanted = accounts[source];
        return wanted === undefined ? before.accounts[source] : wanted;
      });
    }
    return { before, after };
  });
}

/**
 * @param {Change} change
 * @returns {{ what: Source | 'visibility', from: string | null, to: string | null }[]}
 */
export function differences({ before, after }) {
  if (before === null) return [];
  const places = /** @type {const} */ ([...SOURCES, 'visibility']);
  return places
    .map((what) => ({ what, from: at(before, what), to: at(after, what) }))
    .filter(({ from, to }) => from !== to);
}

/**
 * @param {Member} member
 * @param {Source | 'visibility'} what
 */
function at(member, what) {
  return what === 'visibility' ? member.visibility : member.accounts[what];
}

/** @param {Change} change */
export function isChange(change) {
  return change.before === null || differences(change).length > 0;
}

/**
 * @param {Change} change one that is a change
 * @returns {string} SQL
 */
export function statementFor(change) {
  if (change.before === null) return insertion(change.after);
  const changed = differences(change);
  const visibility = changed.find(({ what }) => what === 'visibility')?.to ?? undefined;
  const accounts = changed.filter(({ what }) => what !== 'visibility');
  return update(change.after.username, {
    accounts: Object.fromEntries(accounts.map(({ what, to }) => [what, to])),
    visibility,
  });
}

/**
 * @param {readonly Member[]} members the table
 * @param {readonly Change[]} changes
 * @returns {Member[]} the table afterwards
 */
export function afterwards(members, changes) {
  const changed = new Map(changes.map(({ after }) => [after.username, after]));
  const added = changes.filter(({ before }) => before === null).map(({ after }) => after);
  return [...members.map((member) => changed.get(member.username) ?? member), ...added];
}

/**
 * @param {readonly Member[]} members
 * @param {ReadonlySet<string>} concerned
 * @returns {Shared[]} accounts of the concerned that somebody else has as well
 */
export function sharedAccounts(members, concerned) {
  /** @type {Map<string, Shared>} */
  const shared = new Map();
  for (const member of members) {
    for (const [source, name] of accountsOf(member)) {
      const key = `${source}\n${spellingless(name)}`;
      const one = shared.get(key) ?? { source, name, usernames: [] };
      one.usernames.push(member.username);
      shared.set(key, one);
    }
  }
  return [...shared.values()].filter(
    ({ usernames }) => usernames.length > 1 && usernames.some((name) => concerned.has(name)),
  );
}

/**
 * @param {readonly Member[]} members
 * @param {string} username
 * @returns {string[]} who is called nearly the same
 */
export function near(members, username) {
  const wanted = blurred(username);
  return members
    .map((member) => member.username)
    .filter((name) => name !== username && blurred(name) === wanted);
}

/** @param {string} name */
function blurred(name) {
  return name.normalize('NFKC').trim().toLowerCase();
}
