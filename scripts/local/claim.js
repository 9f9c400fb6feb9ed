// Who serves from a folder of local state: a second npm start must not write beside the first, and
// what a killed one has left running must not be in the way of the next.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { endGroup, runCommand } from '../command.js';
import { Failure } from '../failure.js';
import { atStop } from '../stop.js';
import { inState } from './state.js';

/**
 * @typedef {object} Run
 * @property {number} pid of npm start
 * @property {number | null} server the process group of wrangler dev
 */

/** What their command lines hold. A number alone may be another process's by now. */
const STARTER = 'scripts/start.js';
const SERVER = 'wrangler';
const GONE_EVERY_MS = 50;
const GONE_TRIES = 100;

/**
 * @param {string} state the folder
 * @param {(line: string) => void} say
 * @returns {Promise<{ servedBy: (server: number) => void }>} to be told of the server
 * @throws {Failure} when somebody serves from there
 */
export async function claimState(state, say) {
  const file = inState(state, 'npm-start.json');
  const before = readRun(file);
  if (before !== null && (await commandOf(before.pid)).includes(STARTER)) {
    throw new Failure(`npm start is running already, on the same data (process ${before.pid}).`, {
      advice: [
        'use that one, or end it first (Ctrl-C, or kill its process);',
        'a second one beside it needs data of its own: npm start -- --state FOLDER',
      ],
    });
  }
  if (before?.server && (await commandOf(before.server)).includes(SERVER)) {
    endGroup(before.server, 'SIGKILL');
    await whenGone(before.server);
    say(`Ended the server that a killed npm start had left running (process ${before.server}).`);
  }
  /** @param {number | null} server */
  const note = (server) => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify({ pid: process.pid, server })}\n`);
  };
  note(null);
  atStop(() => rmSync(file, { force: true }));
  return { servedBy: note };
}

/**
 * Until then its port is taken.
 * @param {number} group
 */
async function whenGone(group) {
  for (let left = GONE_TRIES; left > 0 && isThere(group); left--) await wait(GONE_EVERY_MS);
}

/** @param {number} group @returns {boolean} has it any process */
function isThere(group) {
  try {
    return process.kill(-group, 0);
  } catch {
    return false;
  }
}

/** @param {string} file @returns {Run | null} null when there is none, or none that can be read */
function readRun(file) {
  try {
    const { pid, server } = JSON.parse(readFileSync(file, 'utf8'));
    return Number.isInteger(pid) ? { pid, server: Number.isInteger(server) ? server : null } : null;
  } catch {
    return null;
  }
}

/** @param {number} pid @returns {Promise<string>} its command line; "" when there is no such process */
async function commandOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    // Not there, or a system without /proc.
    const { code, output } = await runCommand(['ps', '-o', 'command=', '-p', String(pid)]);
    return code === 0 ? output : '';
  }
}
