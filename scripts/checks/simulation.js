// The simulator as a check: two years in which everything holds, the years that failed once, for each
// mechanism of the core a year without it, in which something must not hold, and the planner among
// simpler ways.

import { SEEDS } from '../../tests/simulation/seeds.js';
import { runCommand } from '../command.js';
import { Failure } from '../failure.js';
import { MECHANISMS, without } from '../simulation/options.js';
import { buildSimulator, programPath } from '../simulation/program.js';

const LONGEST_MS = 10 * 60_000;

/** What the planner must keep its promises about: a budget for few of them, for fewer, for all. */
const ROSTERS = [
  ['--members', '500', '--budget', '45', '--days', '14', '--least-gain', '3'],
  ['--members', '2000', '--budget', '45', '--days', '3'],
  ['--members', '45', '--budget', '45', '--days', '7'],
];

/** @returns {Promise<string>} what held, and what was found */
export async function runSimulation() {
  await buildSimulator();
  const years = await run('simulate', ['--years', '2']);
  if (years.code !== 0) {
    throw new Failure('an invariant does not hold', { tried: 'npm run simulate -- --years 2' });
  }
  for (const seed of SEEDS) await mustStillHold(seed);
  for (const mechanism of MECHANISMS) await mustFind(mechanism);
  for (const roster of ROSTERS) await mustPlanWell(roster);
  return [
    `2 years held, and ${SEEDS.length} that failed once`,
    `without ${MECHANISMS.join(', ')} a year did not`,
    'the planner keeps its promises',
  ].join('; ');
}

/** @param {import('../../tests/simulation/seeds.js').Seed} year */
async function mustStillHold({ seed, days, shows, counts }) {
  const args = ['--seed', `${seed}`, '--days', `${days}`];
  const { code, output } = await run('simulate', args, keepQuiet);
  const details = { output, tried: `npm run simulate -- ${args.join(' ')}` };
  if (code !== 0) throw new Failure(`the year of seed ${seed} fails: ${shows}`, details);
  if (countOf(counts, output) === 0) {
    throw new Failure(`the year of seed ${seed} has lost what it shows: no ${counts}`, {
      ...details,
      advice: ['Put a seed that shows it into tests/simulation/seeds.js.'],
    });
  }
  console.log(`seed ${seed}, ${days} days: ${shows}`);
}

/**
 * How often the summary says that it happened.
 * @param {string} what
 * @param {string} summary
 */
function countOf(what, summary) {
  const lines = summary.split('\n').map((line) => line.match(/^ *(\d+) {2}(.+)$/));
  return Number(lines.find((line) => line?.[2] === what)?.[1] ?? 0);
}

/** @param {import('../simulation/options.js').Mechanism} mechanism */
async function mustFind(mechanism) {
  const { code, output } = await run(without(mechanism), ['--years', '1'], keepQuiet);
  const found = output.match(/^seed \d+: invariant \d+ does not hold.*$/m)?.[0];
  const replays = output.includes('The year replays exactly.');
  if (code === 1 && found !== undefined && replays) {
    console.log(`without ${mechanism}: ${found}`);
    return;
  }
  throw new Failure(`a year without ${mechanism} went unnoticed (exit code ${code})`, {
    output,
    tried: `npm run simulate -- --without ${mechanism}`,
  });
}

/** @param {string[]} roster */
async function mustPlanWell(roster) {
  const args = [...roster, '--seed', '1'];
  const { code, output } = await run('planning', args);
  if (code === 0) return;
  const tried = [programPath('planning'), ...args].join(' ');
  throw new Failure('the planner breaks a promise', { output, tried });
}

/**
 * @param {string} program
 * @param {string[]} args
 * @param {(line: string) => void} [onLine]
 */
function run(program, args, onLine = (line) => console.log(line)) {
  return runCommand([programPath(program), ...args], { longestMs: LONGEST_MS, onLine });
}

function keepQuiet() {}
