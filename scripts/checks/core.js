// Runs the core's tests: the program core_tests of the debug preset, in parts at the same time.

import { mkdirSync, writeFileSync } from 'node:fs';
import { runCommand } from '../command.js';
import { Failure } from '../failure.js';
import { inRoot } from '../setup/root.js';

const PROGRAM = 'build/debug/tests/core/core_tests';
// One that hangs must not hold up CI.
const LONGEST_MS = 10 * 60_000;
const COUNTS =
  /^core_tests: (?<passed>\d+) passed, (?<failed>\d+) failed, (?<skipped>\d+) skipped, (?<assertions>\d+) assertions$/m;

/**
 * @typedef {object} CoreTests
 * @property {string[]} exclude exact names of cases that are left out
 * @property {boolean} [onlyThose] run those, and no others
 * @property {number} shards programs at the same time
 *
 * @typedef {object} CoreResult
 * @property {number} passed cases
 * @property {number} failed cases, 1 at least when a program broke
 * @property {number} skipped cases that skip themselves, because something is not here
 * @property {number} assertions
 * @property {number} seconds
 * @property {string} output of all, one after the other
 */

/**
 * @param {CoreTests} tests
 * @param {(line: string) => void} [onLine]
 * @returns {Promise<CoreResult>}
 */
export async function runCoreTests({ exclude, onlyThose = false, shards }, onLine) {
  const began = Date.now();
  const list = inRoot('build/debug/listed-cases.txt');
  mkdirSync(inRoot('build/debug'), { recursive: true });
  writeFileSync(list, exclude.map((name) => `${name}\n`).join(''));
  const option = onlyThose ? '--only-file' : '--exclude-file';
  const runs = Array.from({ length: shards }, (_, i) =>
    runShard([`${option}=${list}`, `--shard=${i + 1}/${shards}`], onLine),
  );
  const results = await Promise.all(runs);
  const sum = (/** @type {'passed' | 'failed' | 'skipped' | 'assertions'} */ count) =>
    results.reduce((total, result) => total + result[count], 0);
  return {
    passed: sum('passed'),
    failed: sum('failed'),
    skipped: sum('skipped'),
    assertions: sum('assertions'),
    seconds: (Date.now() - began) / 1000,
    output: results.map(({ output }) => output).join('\n'),
  };
}

/**
 * @param {string[]} args
 * @param {(line: string) => void} [onLine]
 */
async function runShard(args, onLine) {
  const command = [inRoot(PROGRAM), ...args];
  const { code, output } = await runCommand(command, {
    cwd: inRoot('.'),
    onLine,
    longestMs: LONGEST_MS,
  });
  // 2: it was told something that makes no sense, such as a name that no case has.
  if (code === 2 || code === 127) {
    throw new Failure('the core’s tests could not be run', { output, tried: command.join(' ') });
  }
  const counts = output.match(COUNTS)?.groups;
  const number = (/** @type {string} */ name) => Number(counts?.[name] ?? 0);
  const failed = code === 0 && counts !== undefined ? 0 : Math.max(1, number('failed'));
  return {
    passed: number('passed'),
    failed,
    skipped: number('skipped'),
    assertions: number('assertions'),
    output,
  };
}
