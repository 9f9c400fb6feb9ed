// A roster's rows as the Worker sees them: the rules of wasm/refresh/roster.cpp, for a machine without
// the built core. tests/scripts/roster/seen.test.js holds the two against each other. Pure.

import { isDotSegment } from './checks.js';
import { accountsBy, accountsOf, columnOf, memberOf, SOURCES, spellingless } from './member.js';
import { trimmedToVisible } from './visible.js';

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
const BLANKS = ' \t\r\n';

/**
 * @param {readonly import('./member.js').Row[]} rows in the order of the query
 * @returns {Seen[]} one for each row
 */
export function seenByWorker(rows) {
  const members = rows.map((row) => trimmed(memberOf(row)));
  const reasons = members.map(reasonToLeaveOut);
  const others = new Set(members.filter((member) => !isPublic(member)).map(nameOf));
  /** @type {Map<string, boolean>} of members so far, whether they have an account */
  const before = new Map();
  const accounts = new Set();
  return members.map((member, at) => {
    const leftOut = reasons[at] ?? repetition(member, before, others);
    const isAsked = leftOut === null && isPublic(member);
    const seen = { member: withVisibleAccounts(member), leftOut };
    return { ...seen, unasked: isAsked ? unaskedOf(member, accounts) : {} };
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
  return memberOf({
    username: withoutBlanks(username),
    profile_visibility: withoutBlanks(visibility),
    ...Object.fromEntries(
      SOURCES.map((source) => [columnOf(source), withoutBlanks(accounts[source] ?? '')]),
    ),
  });
}

/**
 * Of ASCII alone, as the core's: trim() takes more.
 * @param {string} text
 */
function withoutBlanks(text) {
  let begin = 0;
  let end = text.length;
  while (begin < end && BLANKS.includes(text.charAt(begin))) begin += 1;
  while (end > begin && BLANKS.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(begin, end);
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
 * Why a public member's row does not count: another one names them, or does not call them public.
 * @param {Member} member
 * @param {Map<string, boolean>} before gets this one
 * @param {Set<string>} others who are not public in some row
 */
function repetition(member, before, others) {
  if (!isPublic(member)) return null;
  const { username } = member;
  if (others.has(username)) return 'not public in another row';
  const hasAccount = usableAccounts(member).length > 0;
  const isListed = before.has(username) && (before.get(username) || !hasAccount);
  before.set(username, hasAccount || before.get(username) === true);
  return isListed ? 'listed before' : null;
}

/** @param {Member} member */
function nameOf({ username }) {
  return username;
}

/** @param {Member} member */
function usableAccounts(member) {
  return accountsOf(member).filter(([, name]) => troubleWithAccount(name) === null);
}

/** @param {Member} member as the Worker polls them */
function withVisibleAccounts(member) {
  const { accounts } = member;
  return {
    ...member,
    accounts: accountsBy((source) => {
      const name = accounts[source];
      return name === null || troubleWithAccount(name) !== null ? name : trimmedToVisible(name);
    }),
  };
}

/**
 * @param {Member} member
 * @param {Set<unknown>} accounts of those before; gets this one's
 */
function unaskedOf(member, accounts) {
  /** @type {Seen['unasked']} */
  const unasked = {};
  for (const [source, name] of accountsOf(member)) {
    const key = `${source}\n${spellingless(trimmedToVisible(name))}`;
    const trouble = troubleWithAccount(name);
    const reason = trouble ?? (accounts.has(key) ? 'is listed before' : null);
    if (reason !== null) unasked[source] = reason;
    if (trouble === null) accounts.add(key);
  }
  return unasked;
}

/** @param {string} name */
function troubleWithAccount(name) {
  const isPath = isDotSegment(trimmedToVisible(name));
  return troubleWith(name) ?? (isPath ? 'is no name but a part of a path' : null);
}

/** @param {string} name */
function troubleWith(name) {
  if (!name.isWellFormed()) return 'is no well-formed Unicode';
  const bytes = Buffer.byteLength(name);
  if (bytes > MOST_BYTES) return `has ${bytes} bytes, at most ${MOST_BYTES} are allowed`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what the core refuses
  if (/[\u0000-\u001f]/.test(name)) return 'holds a control character';
  return trimmedToVisible(name) === '' ? 'has no visible character' : null;
}
