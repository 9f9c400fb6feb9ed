// One command, run to its end with its output collected, and ended with us if we are stopped.

import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import { StringDecoder } from 'node:string_decoder';
import { setTimeout as wait } from 'node:timers/promises';
import { Failure } from './failure.js';
import { atStop } from './stop.js';

const NICENESS = 10;

/**
 * @typedef {object} CommandOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {(line: string) => void} [onLine] called for each line as it comes
 * @property {number} [longestMs] ends the command, and fails, when it takes longer
 * @property {boolean} [keepTerminal] the command may ask for a password on our terminal (sudo)
 * @property {boolean} [givesWay] to other processes, when the cores do not suffice for all
 *
 * @typedef {object} CommandResult
 * @property {number} code 0 when all is well; 127 when there is no such command
 * @property {string} output what it printed, standard error included, in order
 * @property {Buffer} stdout its standard output alone, as it came
 * @property {number} seconds
 */

/**
 * @param {string[]} command the program and its arguments
 * @param {CommandOptions} [options]
 * @returns {Promise<CommandResult>}
 */
export function runCommand(
  [file = '', ...args],
  { cwd, env, onLine, longestMs, keepTerminal, givesWay } = {},
) {
  const began = Date.now();
  return new Promise((resolve) => {
    // Its own process group, so that ending it ends what it started too. sudo is the exception: in
    // a group of its own it would lose the terminal to ask for a password on.
    const child = spawn(file, args, {
      cwd,
      env,
      detached: !keepTerminal,
      stdio: [keepTerminal ? 'inherit' : 'ignore', 'pipe', 'pipe'],
    });
    if (givesWay && child.pid !== undefined) lowerPriority(child.pid);
    const forget = atStop(() => endGroup(child.pid, 'SIGTERM', !keepTerminal));
    let output = '';
    let line = '';
    const collect = (/** @type {string} */ text) => {
      output += text;
      if (!onLine) return;
      const lines = (line + text).split(/\r?\n|\r/);
      line = lines.pop() ?? '';
      lines.forEach(onLine);
    };
    /** @type {Buffer[]} */
    const stdout = [];
    child.stdout?.on('data', (chunk) => stdout.push(chunk));
    for (const stream of [child.stdout, child.stderr]) {
      const decoder = new StringDecoder('utf8');
      stream?.on('data', (chunk) => collect(decoder.write(chunk)));
    }
    const tooLong = () => {
      collect(`Ended: it took longer than ${(longestMs ?? 0) / 1000} s.\n`);
      endGroup(child.pid, 'SIGKILL', !keepTerminal);
    };
    const limit = longestMs === undefined ? undefined : setTimeout(tooLong, longestMs);
    const end = (/** @type {number} */ code) => {
      forget();
      clearTimeout(limit);
      if (line !== '') onLine?.(line);
      const seconds = (Date.now() - began) / 1000;
      resolve({ code, output, stdout: Buffer.concat(stdout), seconds });
    };
    child.on('error', (error) => {
      output += `${error.message}\n`;
      end('code' in error && error.code === 'ENOENT' ? 127 : 126);
    });
    child.on('close', (code, signal) => end(code ?? (signal ? 1 : 0)));
  });
}

/** @param {number} pid */
function lowerPriority(pid) {
  try {
    setPriority(pid, NICENESS);
  } catch {
    // ESRCH: it has ended already.
  }
}

/**
 * As runCommand, for commands that must succeed.
 * @param {string} what the failure's headline, as in "Building the core failed"
 * @param {string[]} command
 * @param {CommandOptions} [options]
 * @returns {Promise<CommandResult>}
 */
export async function mustRun(what, command, options) {
  const result = await runCommand(command, options);
  if (result.code === 0) return result;
  throw new Failure(`${what} failed (exit code ${result.code}).`, {
    tried: asTyped(command),
    output: result.output,
  });
}

/**
 * @param {number | undefined} pid the leader of the group, or the one process
 * @param {NodeJS.Signals} signal
 * @param {boolean} wholeGroup
 */
export function endGroup(pid, signal, wholeGroup = true) {
  if (pid === undefined) return;
  try {
    process.kill(wholeGroup ? -pid : pid, signal);
  } catch {
    // ESRCH: it has ended already, which is what was wanted.
  }
}

const GRACE_MS = 3000; // from asking to end to forcing it

/**
 * Ends a process group: asks first, and forces what does not end by itself.
 * @param {import('node:child_process').ChildProcess} child its leader
 * @param {Promise<unknown>} closed when the pipes of the last of the group have closed
 */
export async function endGently(child, closed) {
  endGroup(child.pid, 'SIGTERM');
  await Promise.race([closed, wait(GRACE_MS, undefined, { ref: false })]);
  endGroup(child.pid, 'SIGKILL');
}

/**
 * @param {string[]} command
 * @returns {string} the command as one would type it into a shell
 */
export function asTyped(command) {
  return command
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(' ');
}
