// A member as the table of migrations/ holds one. Pure.

import { SERVICES } from '../music-service/services.js';

/**
 * @typedef {import('../music-service/services.js').Source} Source
 * @typedef {Record<Source, string | null>} Accounts null: no account there
 *
 * @typedef {object} Member
 * @property {string} username
 * @property {Accounts} accounts
 * @property {string} visibility "public" or "private"; from a table that is not ours anything
 *
 * @typedef {Record<string, unknown>} Row as D1 answers with
 */

export const SOURCES = SERVICES.map(({ source }) => source);

/** @param {Source} source */
export function columnOf(source) {
  return `${source}_username`;
}

/** @param {Source} source */
export function titleOf(source) {
  return SERVICES.find((service) => service.source === source)?.title ?? source;
}

/**
 * @param {(source: Source) => string | null} nameAt
 * @returns {Accounts}
 */
export function accountsBy(nameAt) {
  return {
    lastfm: nameAt('lastfm'),
    librefm: nameAt('librefm'),
    listenbrainz: nameAt('listenbrainz'),
  };
}

/**
 * @param {Row} row
 * @returns {Member}
 */
export function memberOf(row) {
  return {
    username: text(row.username),
    accounts: accountsBy((source) => text(row[columnOf(source)]) || null),
    // As in the core: the query of another table may have done the choosing.
    visibility: row.profile_visibility === undefined ? 'public' : text(row.profile_visibility),
  };
}

/**
 * Integers are names too, as in the core: SQLite makes them of digits in a NUMERIC column. What is no
 * text otherwise counts for nothing.
 * @param {unknown} value
 */
function text(value) {
  if (Number.isSafeInteger(value)) return String(value);
  return typeof value === 'string' ? value : '';
}

/**
 * @param {Member} member
 * @returns {[Source, string][]} the accounts that there are
 */
export function accountsOf({ accounts }) {
  return SOURCES.flatMap((source) => {
    const name = accounts[source];
    return name === null ? [] : [/** @type {[Source, string]} */ ([source, name])];
  });
}

/**
 * Services take ALICE for alice; the core compares accounts in the same way.
 * @param {string} name
 */
export function spellingless(name) {
  return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
