// The real command as a process of its own, on a real local D1 in a folder of its own; and what the
// Worker's own query, and the core, make of the table.
//
// UPDATE_GOLDEN=1 writes golden/ anew. It is read by eye before it is committed.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { runCommand } from '../../../scripts/command.js';
import { prepareDatabase } from '../../../scripts/local/database.js';
import { wranglerEnvironment } from '../../../scripts/local/wrangler.js';
import { inRoot } from '../../../scripts/setup/root.js';
import { askedInRefresh } from './asked.js';

const GOLDEN = new URL('golden/', import.meta.url);

/** @param {string} title */
export function temporaryFolder(title) {
  const folder = mkdtempSync(join(tmpdir(), `user-listens-${title}-`));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/**
 * @param {string} folder stands as FOLDER in what is printed; relative files are looked for there
 * @param {string[]} args
 */
export function roster(folder, ...args) {
  return rosterWith({}, folder, ...args);
}

/**
 * @param {NodeJS.ProcessEnv} environment
 * @param {string} folder
 * @param {string[]} args
 */
export async function rosterWith(environment, folder, ...args) {
  const { code, output } = await runCommand(
    [process.execPath, inRoot('scripts/roster.js'), ...args],
    {
      cwd: inRoot('.'),
      env: { ...wranglerEnvironment(), INIT_CWD: folder, ...environment },
      longestMs: 100_000,
    },
  );
  return { code, output: output.replaceAll(folder, 'FOLDER') };
}

/**
 * @param {string} state
 * @param {string} sql
 * @returns {Record<string, unknown>[]} from the file in which workerd keeps the database
 */
export function rowsInFile(state, sql) {
  const folder = join(state, 'v3/d1/miniflare-D1DatabaseObject');
  const [file = ''] = readdirSync(folder).filter((name) => /^[0-9a-f]{64}\.sqlite$/.test(name));
  const database = new DatabaseSync(join(folder, file), { readOnly: true });
  try {
    return database
      .prepare(sql)
      .all()
      .map((row) => ({ ...row }));
  } finally {
    database.close();
  }
}

/**
 * A migrated database with alice and bob.
 * @param {string} state
 */
export async function prepareMembers(state) {
  await prepareDatabase(state, [
    { username: 'alice', accounts: [{ source: 'lastfm', name: 'alice_fm' }] },
    { username: 'bob', accounts: [{ source: 'lastfm', name: 'bobby' }] },
  ]);
}

/**
 * Whom a refresh asks about, by the Worker's own query.
 * @param {string} state
 */
export function askedByWorker(state) {
  return askedInRefresh((sql) => rowsInFile(state, sql))
    .map(({ username, source, account }) => `${username} ${source}:${account}`)
    .sort();
}

/**
 * @param {string} name
 * @param {string} text
 */
export function assertGolden(name, text) {
  const file = new URL(name, GOLDEN);
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(GOLDEN, { recursive: true });
    writeFileSync(file, text);
  }
  assert.equal(text, readFileSync(file, 'utf8'), 'UPDATE_GOLDEN=1 shows the difference');
}

/** @param {{ code: number, output: string }} result */
export function outputOf({ code, output }) {
  assert.equal(code, 0, output);
  return output;
}
