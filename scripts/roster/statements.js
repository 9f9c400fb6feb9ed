// The SQL of this tool. D1 takes no parameters through wrangler, so values become literals. Pure.

import { Failure } from '../failure.js';
import { columnOf, SOURCES } from './member.js';

/**
 * @typedef {import('./member.js').Member} Member
 * @typedef {import('./member.js').Accounts} Accounts
 *
 * @typedef {object} Values what is to stand in a row from now on
 * @property {Partial<Accounts>} [accounts]
 * @property {string} [visibility]
 */

export const OUR_COLUMNS = ['id', 'username', ...SOURCES.map(columnOf), 'profile_visibility'];
export const EVERYBODY = `SELECT ${OUR_COLUMNS.join(', ')} FROM users ORDER BY id`;

/**
 * Anything but plain letters and digits is handed over in hexadecimal: wrangler cuts SQL at
 * semicolons and takes "BEGIN TRANSACTION" out of it, wherever it stands.
 * @param {string | null} value
 * @returns {string}
 * @throws {Failure} when it is no text that SQLite could keep
 */
export function literal(value) {
  if (value === null) return 'NULL';
  if (!value.isWellFormed() || value.includes('\0')) {
    throw new Failure(`${JSON.stringify(value)} is no text that a database keeps.`);
  }
  if (/^[\w.-]*$/.test(value)) return `'${value}'`;
  return `CAST(x'${Buffer.from(value, 'utf8').toString('hex')}' AS TEXT)`;
}

/** @param {Member} member */
export function insertion({ username, accounts, visibility }) {
  const columns = ['username', ...SOURCES.map(columnOf), 'profile_visibility'];
  const values = [username, ...SOURCES.map((source) => accounts[source]), visibility];
  return `INSERT INTO users (${columns.join(', ')}) VALUES (${values.map(literal).join(', ')})`;
}

/**
 * @param {string} username
 * @param {Values} values
 */
export function update(username, { accounts = {}, visibility }) {
  const changes = SOURCES.flatMap((source) => {
    const name = accounts[source];
    return name === undefined ? [] : [`${columnOf(source)} = ${literal(name)}`];
  });
  if (visibility !== undefined) changes.push(`profile_visibility = ${literal(visibility)}`);
  return `UPDATE users SET ${changes.join(', ')} WHERE username = ${literal(username)}`;
}

/**
 * @param {string} username
 * @returns {string} all columns, those that a site has added too
 */
export function wholeRow(username) {
  return `SELECT * FROM users WHERE username = ${literal(username)}`;
}

/** @param {string} username */
export function deletion(username) {
  return `DELETE FROM users WHERE username = ${literal(username)}`;
}
