/** The roster's rows in D1, as JSON for the core. */

import { within } from './within.js';

const encoder = new TextEncoder();

/**
 * @param {D1Database | undefined} database
 * @param {string} sql
 * @param {number} timeoutMs
 * @returns {Promise<{rows: Uint8Array | null, error?: string}>} no rows without a database
 */
export async function readRoster(database, sql, timeoutMs) {
  if (database === undefined) return { rows: null };
  try {
    const { results } = await within(timeoutMs, database.prepare(sql).all());
    return { rows: encoder.encode(JSON.stringify(results)) };
  } catch (error) {
    return { rows: null, error: String(error) };
  }
}
