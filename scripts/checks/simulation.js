// The simulator as a check: years in which everything holds, the years that failed once, for each
// mechanism of the core a year without it, in which something must not hold, the planner among simpler
// ways; and some days and planners under the sanitizers.

import { availableParallelism } from 'node:os';
import { SEEDS } from '../../tests/simulation/seeds.js';
import { buildPreset } from '../cmake/preset.js';
import { asTyped, runCommand } from '../command.js';
import { Failure } from '../failure.js';
import { MECHANISMS, without } from '../simulation/options.js';
import { PROGRAMS, programPath } from '../simulation/program.js';

const LONGEST_MS = 10 * 60_000;

/**
 * @typedef {object} Check
 * @property {string} says what has been shown when it passes
 * @property {'release' | 'debug'} [preset] release when absent; debug has the sanitizers
 * @property {string} program
 * @property {string[]} args
 * @property {(result: {code: number, output: string}) => string | null} [fault] what is wrong, or
 *   null; without it, any exit code but 0 is
 */

/** @type {Check[]} */
const YEARS = ['1', '2'].map((seed) => ({
  says: `the year of seed ${seed} holds`,
  program: 'simulate',
  args: ['--years', '1', '--seed', seed],
}));

/** @type {Check[]} */
const FAILED_ONCE = SEEDS.map(({ seed, days, shows, counts }) => ({
  says: `seed ${seed}, ${days} days: ${shows}`,
  program: 'simulate',
  args: ['--seed', `${seed}`, '--days', `${days}`],
  fault: ({ code, output }) => {
    if (code !== 0) return `the year of seed ${seed} fails again: ${shows}`;
    if (countOf(counts, output) > 0) return null;
    return `the year of seed ${seed} has lost what it shows (no ${counts}): put another seed into tests/simulation/seeds.js`;
  },
}));

/** @type {Check[]} */
const WITHOUT = MECHANISMS.map((mechanism) => ({
  says: `without ${mechanism} a year does not hold`,
  program: without(mechanism),
  args: ['--years', '1'],
  fault: ({ code, output }) => {
    const isFound = /^seed \d+: invariant \d+ does not hold/m.test(output);
    const replays = output.includes('The year replays exactly.');
    return code === 1 && isFound && replays
      ? null
      : `a year without ${mechanism} went unnoticed (exit code ${code})`;
  },
}));

/** A budget for few members, for fewer, for all. @type {Check[]} */
const PLANNERS = [
  ['--members', '500', '--budget', '45', '--days', '14', '--least-gain', '3'],
  ['--members', '2000', '--budget', '45', '--days', '3'],
  ['--members', '45', '--budget', '45', '--days', '7'],
].map((args) => ({
  says: `the planner keeps its promises with ${args[1]} members and ${args[3]} requests`,
  program: 'planning',
  args: [...args, '--seed', '1'],
}));

/** @type {Check[]} */
const UNDER_SANITIZERS = [
  {
    says: 'two days of three years hold under the sanitizers',
    preset: 'debug',
    program: 'simulate',
    args: ['--years', '3', '--days', '2', '--seed', '1'],
  },
  {
    says: 'the planner keeps its promises under the sanitizers',
    preset: 'debug',
    program: 'planning',
    args: ['--members', '200', '--budget', '20', '--days', '2'],
  },
];

/** The longest first: at the end no core waits for one of them. */
const CHECKS = [...YEARS, ...FAILED_ONCE, ...WITHOUT, ...PLANNERS, ...UNDER_SANITIZERS];

/**
 * @param {(sign: string) => void} sign takes signs of life
 * @returns {Promise<import('../parts.js').Outcome>}
 */
export async function runSimulation(sign) {
  await buildPreset('release', sign, PROGRAMS, { givesWay: true });
  await buildPreset('debug', sign, ['simulate', 'planning'], { givesWay: true });
  const queue = [...CHECKS];
  /** @type {string[]} */
  const lines = [];
  const work = async () => {
    for (let check = queue.shift(); check !== undefined; check = queue.shift()) {
      await mustPass(check);
      lines.push(`  ${check.says}`);
      sign(check.says);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return {
    summary: `${YEARS.length} years held, and ${SEEDS.length} that failed once; without ${MECHANISMS.join(', ')} a year did not`,
    lines,
  };
}

/** @param {Check} check */
async function mustPass({ preset = 'release', program, args, fault = faultOfCode }) {
  const command = [programPath(program, preset), ...args];
  const result = await runCommand(command, { longestMs: LONGEST_MS, givesWay: true });
  const found = fault(result);
  if (found !== null) throw new Failure(found, { output: result.output, tried: asTyped(command) });
}

/** @param {{code: number}} result */
const faultOfCode = ({ code }) => (code === 0 ? null : `the simulator ended with ${code}`);

/**
 * How often the summary says that it happened.
 * @param {string} what
 * @param {string} summary
 */
function countOf(what, summary) {
  const lines = summary.split('\n').map((line) => line.match(/^ *(\d+) {2}(.+)$/));
  return Number(lines.find((line) => line?.[2] === what)?.[1] ?? 0);
}
