// The members' table, through wrangler.

import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { placeFlags, typedPlaceFlags } from '../cloudflare/place.js';
import { wrangler, wranglerJson } from '../cloudflare/wrangler.js';
import { asTyped } from '../command.js';
import { Failure } from '../failure.js';
import { inState } from '../local/state.js';
import { atStop } from '../stop.js';

/**
 * @typedef {import('../cloudflare/place.js').Place} Place
 * @typedef {import('./member.js').Row} Row
 */

/**
 * @param {Place} place
 * @param {string} sql one statement
 * @returns {Promise<Row[]>} its rows
 * @throws {Failure}
 */
export async function rowsOf(place, sql) {
  needLocalDatabase(place);
  const args = ['d1', 'execute', 'DB', ...placeFlags(place), '--json', '--command', sql];
  const answer = await explained(place, () => wranglerJson('Asking the database', args));
  if (!Array.isArray(answer) || !Array.isArray(answer[0]?.results)) {
    throw new Failure('Asking the database failed: its answer has no rows.', {
      output: JSON.stringify(answer),
    });
  }
  return answer[0].results;
}

/**
 * All of them or, if one fails, none: D1 runs a file in one transaction.
 * @param {Place} place
 * @param {readonly string[]} statements
 * @throws {Failure}
 */
export async function runAll(place, statements) {
  needLocalDatabase(place);
  // Names are nobody else's business: the folder is this user's alone.
  const folder = mkdtempSync(join(tmpdir(), 'user-listens-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const forget = atStop(remove);
  try {
    const file = join(folder, 'members.sql');
    // D1 knows a file by its checksum, and takes one that it has seen for uploaded already.
    const lines = [`-- ${randomUUID()}`, ...statements.map((statement) => `${statement};`)];
    writeFileSync(file, `${lines.join('\n')}\n`);
    const args = ['d1', 'execute', 'DB', ...placeFlags(place), '--yes', '--file', file];
    await explained(place, () => wrangler('Writing to the database', args));
  } finally {
    forget();
    remove();
  }
}

/** @param {Place} place */
function needLocalDatabase(place) {
  const { state } = place;
  // wrangler would begin an empty one, also in a folder that was only misspelt.
  if (state === null || existsSync(inState(state, 'v3/d1'))) return;
  const flags = asTyped(typedPlaceFlags(place));
  throw new Failure(`There is no local database in ${state}.`, {
    advice: [
      `npm start makes one, as does: npx wrangler d1 migrations apply DB ${flags}`,
      'for the deployed one add --remote.',
    ],
  });
}

/**
 * What D1 and wrangler say when something is missing.
 * @type {{ sign: RegExp, message: (detail: string) => string, advice: (flags: string, site: string) => string }[]}
 */
const MISSING = [
  {
    sign: /no such table: (?:main\.)?users\b/,
    message: () => 'The database has no table "users": its migrations are not applied.',
    advice: (flags) => `apply them: npx wrangler d1 migrations apply DB ${flags}`,
  },
  {
    sign: /no such column: (\w+)|has no column named (\w+)/,
    message: (column) => `The table "users" has no column "${column}".`,
    advice: (flags) =>
      `apply the migrations: npx wrangler d1 migrations apply DB ${flags}; if the table is your site's own, set ROSTER_SQL (README.md, "Deploy").`,
  },
  {
    sign: /Couldn't find (?:a D1 DB|an auto-provisioned D1 DB|DB)/,
    message: () => 'There is no such database yet.',
    advice: (flags, site) =>
      `make it: npm run deploy${site === '' ? '' : ` --${site}`}, then npx wrangler d1 migrations apply DB ${flags}`,
  },
  {
    sign: /UNIQUE constraint failed/,
    message: () => 'Somebody else has added the same member meanwhile; nothing was written.',
    advice: () => 'run the same command again.',
  },
  {
    sign: /database is locked|SQLITE_BUSY/,
    message: () => 'The database is busy; nothing was written.',
    advice: () => 'run the same command again.',
  },
];

/**
 * @template Result
 * @param {Place} place
 * @param {() => Promise<Result>} action
 * @returns {Promise<Result>}
 */
async function explained(place, action) {
  try {
    return await action();
  } catch (error) {
    throw error instanceof Failure ? explanation(error, place) : error;
  }
}

/**
 * @param {Failure} failure wrangler's
 * @param {Place} place
 * @returns {Failure} one that names what is missing, where that is known
 */
export function explanation(failure, place) {
  for (const { sign, message, advice } of MISSING) {
    const found = failure.output.match(sign);
    if (!found) continue;
    const site = place.site.length === 0 ? '' : ` ${asTyped(place.site)}`;
    const flags = asTyped(typedPlaceFlags(place));
    return new Failure(message(found.slice(1).find(Boolean) ?? ''), {
      tried: failure.tried,
      advice: [advice(flags, site)],
    });
  }
  return failure;
}
