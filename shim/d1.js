/** The roster's database: one query. */

import { within } from './within.js';

const encoder = new TextEncoder();

/**
 * @param {D1Database | undefined} database
 * @param {{sql: string, timeoutMs: number}} query
 * @returns {Promise<{name: "rows", json: Uint8Array}>}
 */
export async function query(database, { sql, timeoutMs }) {
  const statement = /** @type {D1Database} */ (database).prepare(sql);
  const { results } = await within(timeoutMs, statement.all());
  return { name: 'rows', json: encoder.encode(JSON.stringify(results)) };
}
