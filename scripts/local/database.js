// The local D1: migrated, and holding the members this run is about. Done once for each set of
// migrations and members; a stamp beside the data tells.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { mustRun } from '../command.js';
import { SERVICES } from '../music-service/services.js';
import { step } from '../progress.js';
import { inRoot } from '../setup/root.js';
import { inState, LIVE_STATE } from './state.js';
import { wranglerCommand, wranglerEnvironment } from './wrangler.js';

/**
 * @typedef {object} SeedMember
 * @property {string} username
 * @property {readonly { source: import('../music-service/services.js').Source, name: string }[]} accounts
 */

/**
 * @param {string} state the folder wrangler persists to
 * @param {readonly SeedMember[]} members
 */
export async function prepareDatabase(state, members) {
  // The invented members are only planted: rows a developer added or changed stay. Live, the list
  // on the command line is the whole truth.
  const seed = state === LIVE_STATE ? replaceMembers(members) : plantMembers(members);
  const stamp = inState(state, 'database-prepared');
  const wanted = fingerprint(seed);
  const prepared = existsSync(inState(state, 'v3/d1')) && existsSync(stamp);
  if (prepared && readFileSync(stamp, 'utf8') === wanted) return;
  await step('Preparing the local database', async (sign) => {
    const to = ['--local', '--persist-to', state];
    await d1(['migrations', 'apply', 'DB', ...to], sign);
    const file = inState(state, 'seed.sql');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, seed);
    await d1(['execute', 'DB', ...to, '--yes', '--file', file], sign);
    rmSync(file);
  });
  writeFileSync(stamp, wanted);
}

/**
 * @param {string[]} args
 * @param {(sign: string) => void} sign
 */
function d1(args, sign) {
  return mustRun(`wrangler d1 ${args[0]}`, wranglerCommand(['d1', ...args]), {
    cwd: inRoot('.'),
    env: wranglerEnvironment(),
    onLine: sign,
  });
}

/**
 * @param {readonly SeedMember[]} members
 * @returns {string} SQL that fills an empty table and leaves any other as it is
 */
export function plantMembers(members) {
  return `${insertion(members)} WHERE NOT EXISTS (SELECT 1 FROM users);
`;
}

/**
 * @param {readonly SeedMember[]} members
 * @returns {string} SQL that makes these the only members
 */
export function replaceMembers(members) {
  return `DELETE FROM users;
${insertion(members)};
`;
}

/** @param {readonly SeedMember[]} members */
function insertion(members) {
  const accounts = SERVICES.map(({ source }) => `${source}_username`).join(', ');
  const values = SERVICES.map((_, at) => `column${at + 2}`).join(', ');
  return `INSERT INTO users (username, ${accounts}, profile_visibility)
SELECT column1, ${values}, 'public' FROM (VALUES
${members.map(row).join(',\n')}
)`;
}

/** @param {SeedMember} member */
function row({ username, accounts }) {
  const names = SERVICES.map(({ source }) => accounts.find((one) => one.source === source)?.name);
  return `  (${[username, ...names].map(literal).join(', ')})`;
}

/** @param {string | undefined} value */
function literal(value) {
  return value === undefined ? 'NULL' : `'${value.replaceAll("'", "''")}'`;
}

/** @param {string} seed */
function fingerprint(seed) {
  const hash = createHash('sha256').update(seed);
  const migrations = readdirSync(inRoot('migrations')).filter((name) => name.endsWith('.sql'));
  for (const name of migrations.sort()) {
    hash.update(`\n${name}\n`).update(readFileSync(inRoot(`migrations/${name}`)));
  }
  return `${hash.digest('hex')}\n`;
}
