// A roster's rows as the Worker sees them: the rules of wasm/refresh/roster.cpp, for a machine without
// the built core. tests/scripts/roster/seen.test.js holds the two against each other. Pure.

import { accountsOf, columnOf, memberOf, SOURCES, spellingless } from './member.js';

/**
 * @typedef {import('./member.js').Member} Member
 * @typedef {import('./member.js').Source} Source
 *
 * @typedef {object} Seen
 * @property {Member} member
 * @property {string | null} leftOut why the Worker passes over the row, other than "private"
 * @property {Partial<Record<Source, string>>} unasked why it does not ask about an account
 */

export const MOST_ACCOUNTS = 12_000; // kMaxAccounts
const MOST_BYTES = 128;

/**
 * @param {readonly import('./member.js').Row[]} rows in the order of the query
 * @returns {Seen[]} one for each row
 */
export function seenByWorker(rows) {
  const names = new Set();
  const accounts = new Set();
  return rows.map((row) => {
    const member = trimmed(memberOf(row));
    const leftOut = reasonToLeaveOut(member) ?? before(names, member);
    const isAsked = leftOut === null && isPublic(member);
    return { member, leftOut, unasked: isAsked ? unaskedOf(member, accounts) : {} };
  });
}

/** @param {Seen} seen */
export function askedAbout({ member, leftOut, unasked }) {
  if (leftOut !== null || !isPublic(member)) return [];
  return accountsOf(member).filter(([source]) => unasked[source] === undefined);
}

/** @param {Member} member */
function isPublic({ visibility }) {
  return spellingless(visibility) === 'public';
}

/** @param {Member} member */
function trimmed({ username, accounts, visibility }) {
  const without = (/** @type {string} */ text) => text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
  return memberOf({
    username: without(username),
    profile_visibility: without(visibility),
    ...Object.fromEntries(
      SOURCES.map((source) => [columnOf(source), without(accounts[source] ?? '')]),
    ),
  });
}

/** @param {Member} member */
function reasonToLeaveOut(member) {
  if (spellingless(member.visibility) === 'private') return null;
  if (!isPublic(member)) return 'profile_visibility is neither public nor private';
  if (member.username === '') return 'no username';
  const trouble = troubleWith(member.username);
  return trouble === null ? null : `the username ${trouble}`;
}

/**
 * @param {Set<unknown>} names of members with an account; gets this one's
 * @param {Member} member
 */
function before(names, member) {
  if (!isPublic(member) || accountsOf(member).length === 0) return null;
  if (names.has(member.username)) return 'listed before';
  names.add(member.username);
  return null;
}

/**
 * @param {Member} member
 * @param {Set<unknown>} accounts of those before; gets this one's
 */
function unaskedOf(member, accounts) {
  /** @type {Seen['unasked']} */
  const unasked = {};
  for (const [source, name] of accountsOf(member)) {
    const key = `${source}\n${spellingless(name)}`;
    const trouble = troubleWith(name) ?? (accounts.has(key) ? 'is listed before' : null);
    if (trouble !== null) unasked[source] = trouble;
    accounts.add(key);
  }
  return unasked;
}

/** @param {string} name */
function troubleWith(name) {
  const bytes = Buffer.byteLength(name);
  if (bytes > MOST_BYTES) return `has ${bytes} bytes, at most ${MOST_BYTES} are allowed`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what the core refuses
  return /[\u0000-\u001f]/.test(name) ? 'holds a control character' : null;
}
