// tests/core natively, under the sanitizers: built with what else needs the core like that, and run in
// as many shards as there are cores.

import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { CASES_ONLY_WITH_ALL } from '../../tests/tiers.js';
import { buildPreset } from '../cmake/preset.js';
import { asTyped, runCommand } from '../command.js';
import { Failure } from '../failure.js';
import { inRoot } from '../setup/root.js';

const PROGRAM = 'build/debug/tests/core/core_tests';
const LEFT_OUT = 'build/cases-only-with-all.txt';
const LONGEST_MS = 10 * 60_000;
const TARGETS = ['core_tests', 'boundary_calls', 'fuzz_replay'];

/**
 * @typedef {{passed: number, failed: number, skipped: number, assertions: number}} Counts
 */

/**
 * The core once, with its tests, the program that the abi tests compare the module with, and the
 * replay of fuzz inputs.
 * @param {(sign: string) => void} sign takes signs of life
 * @returns {Promise<string>}
 */
export async function buildCore(sign) {
  const { changed } = await buildPreset('debug', sign, TARGETS);
  return changed ? 'the core under ASan and UBSan, with its tests' : 'nothing to build';
}

/**
 * @param {{all: boolean}} tier
 * @returns {Promise<import('../parts.js').Outcome>}
 */
export async function testCore({ all }) {
  const shards = availableParallelism();
  mkdirSync(inRoot('build'), { recursive: true });
  writeFileSync(inRoot(LEFT_OUT), CASES_ONLY_WITH_ALL.map((name) => `${name}\n`).join(''));
  const results = await Promise.all(
    Array.from({ length: shards }, (_, at) => runShard(`${at + 1}/${shards}`, all)),
  );
  const broken = results.filter(({ code }) => code !== 0);
  if (broken.length > 0) throw failureOf(broken.map(({ output }) => output).join('\n'));
  const counts = results.map(({ output }) => countsIn(output));
  const sum = (/** @type {keyof Counts} */ key) =>
    counts.reduce((total, count) => total + count[key], 0);
  if (sum('passed') === 0) throw new Failure('no cases ran', { tried: PROGRAM });
  const skipped = sum('skipped') === 0 ? '' : `, ${sum('skipped')} skipped`;
  return {
    summary: `${sum('passed')} cases, ${sum('assertions').toLocaleString('en')} assertions${skipped}`,
    lines: results.flatMap(({ output }) => output.match(/^\[doctest\] test cases:.*$/m) ?? []),
  };
}

/**
 * @param {string} shard as in "1/2"
 * @param {boolean} all
 */
async function runShard(shard, all) {
  const tier = all ? [] : [`--exclude-file=${LEFT_OUT}`];
  const command = [inRoot(PROGRAM), `--shard=${shard}`, '--no-colors', ...tier];
  return runCommand(command, { cwd: inRoot('.'), longestMs: LONGEST_MS });
}

/**
 * @param {string} output of a shard
 * @returns {Counts}
 */
export function countsIn(output) {
  const line = output.match(
    /^core_tests: (\d+) passed, (\d+) failed, (\d+) skipped, (\d+) assertions$/m,
  );
  if (line === null) throw new Failure('core_tests did not say how many cases passed', { output });
  const [passed = 0, failed = 0, skipped = 0, assertions = 0] = line.slice(1).map(Number);
  return { passed, failed, skipped, assertions };
}

/** @param {string} output of the shards that failed */
function failureOf(output) {
  const cases = [
    ...new Set([...output.matchAll(/^TEST CASE: {2}(.*)$/gm)].map(([, name]) => name)),
  ];
  const alone = cases.map((name = '') => asTyped([PROGRAM, `--test-case=${asFilter(name)}`]));
  return new Failure(
    cases.length === 0 ? 'core_tests ended early' : `${cases.length} cases failed`,
    { output, advice: alone.map((command) => `run it alone: ${command}`) },
  );
}

/** Doctest's filters split at commas. @param {string} name */
const asFilter = (name) => name.trim().replace(/[\\,]/g, '\\$&');
