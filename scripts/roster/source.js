// Where a site's members stand: in our table, in a table of its own that ROSTER_SQL asks, or in the
// setting ROSTER. Pure.

import { Failure } from '../failure.js';

/**
 * @param {import('../cloudflare/config.js').SiteConfig} config
 * @returns {string | null} the query that the Worker asks instead of our table's
 * @throws {Failure} when there is no database to ask
 */
export function rosterSql({ file, vars, databases }) {
  if (databases.includes('DB')) return setting(vars.ROSTER_SQL) || null;
  if (setting(vars.ROSTER) !== '') {
    throw new Failure(`The members stand in the setting ROSTER of ${file}, not in a database.`, {
      advice: [`change ROSTER in ${file}, then: npm run deploy`],
    });
  }
  throw new Failure(`${file} binds no D1 database as DB.`, {
    advice: [
      `put this line among the first of ${file}: d1_databases = [{ binding = "DB", database_name = "user-listens", migrations_dir = "migrations" }]`,
    ],
  });
}

/**
 * @param {string} file
 * @returns {Failure} for a command that writes
 */
export function readsOwnTable(file) {
  return new Failure(
    `ROSTER_SQL is set in ${file}: the Worker reads your site's own table, not the one that this command writes.`,
    {
      advice: [
        "change your site's own table; npm run roster -- list shows what the Worker reads of it.",
        `to use this tool's table instead, take ROSTER_SQL out of ${file} and run: npm run deploy`,
      ],
    },
  );
}

/** @param {unknown} value */
function setting(value) {
  return typeof value === 'string' ? value.trim() : '';
}
