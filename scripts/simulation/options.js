// What may follow `npm run simulate --`. Pure: arguments in, options or a clear error out.

import { parseArguments } from '../arguments.js';
import { Failure } from '../failure.js';

/** What tests/simulation/without can take out of the core. */
export const MECHANISMS = /** @type {const} */ (['fence', 'memory', 'roster', 'versioned-key']);

/**
 * @typedef {(typeof MECHANISMS)[number]} Mechanism
 *
 * @typedef {object} SimulateOptions
 * @property {boolean} help
 * @property {string} program which of tests/simulation/CMakeLists.txt
 * @property {string[]} forProgram what the program itself is told
 */

export const HELP = `npm run simulate [-- options]: years of the Worker in a hostile world, in virtual time.

  --years N          how many (default: 1); each has its own seed: S, S + 1, …
  --seed S           the first year's seed (default: 1)
  --days D           how long a year is (default: 365)
  --threads T        how many years at once (default: one a core)
  --log TIME         print the events of year S from TIME on, as in 2026-03-01T00:00:00Z
  --without MECHANISM
                     take out ${MECHANISMS.join(', ')}: the year must find what breaks
  --planners         compare whom the core asks in a large roster with simpler ways, and nothing else:
    --members N      how many (default: 500)
    --budget B       requests a refresh (default: 45)
    --days D         how many (default: 14)
    --seed S         (default: 1)
  --help             show this

It ends with 1 at the first year in which an invariant of tests/simulation/README.md does not hold,
and prints that year's seed and what led to it.`;

const NUMBERS = /** @type {const} */ (['years', 'seed', 'days', 'threads', 'members', 'budget']);
const OF_YEARS = /** @type {const} */ (['years', 'threads', 'log', 'without']);
const OF_PLANNERS = /** @type {const} */ (['members', 'budget']);

/**
 * The program that lacks it.
 * @param {Mechanism} mechanism
 */
export function without(mechanism) {
  return `simulate-without-${mechanism}`;
}

/**
 * @param {string[]} args
 * @returns {SimulateOptions}
 */
export function simulateOptions(args) {
  const values = parse(args);
  const planners = values.planners ?? false;
  const misplaced = (planners ? OF_YEARS : OF_PLANNERS).find((name) => values[name] !== undefined);
  if (misplaced !== undefined) {
    throw wrong(`--${misplaced} goes ${planners ? 'not' : 'only'} with --planners.`);
  }
  const forProgram = NUMBERS.flatMap((name) => {
    const value = values[name];
    return value === undefined ? [] : [`--${name}`, wholeNumber(name, value)];
  });
  if (values.log !== undefined) forProgram.push('--log', timeFrom(values.log));
  const missing = mechanism(values.without);
  const years = missing === null ? 'simulate' : without(missing);
  return { help: values.help ?? false, program: planners ? 'planning' : years, forProgram };
}

/** @param {string[]} args */
function parse(args) {
  return parseArguments(
    {
      args,
      options: {
        years: { type: 'string' },
        seed: { type: 'string' },
        days: { type: 'string' },
        threads: { type: 'string' },
        log: { type: 'string' },
        without: { type: 'string' },
        planners: { type: 'boolean' },
        members: { type: 'string' },
        budget: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    },
    wrong,
  ).values;
}

/**
 * @param {string} name
 * @param {string} value
 */
function wholeNumber(name, value) {
  const least = name === 'seed' ? 0 : 1;
  if (/^\d{1,9}$/.test(value) && Number(value) >= least) return value;
  throw wrong(`--${name}: "${value}" is no whole number from ${least} to 999999999.`);
}

/** @param {string} value */
function timeFrom(value) {
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/.test(value);
  if (isTime && !Number.isNaN(Date.parse(value))) return value;
  throw wrong(`--log: "${value}" is no time like 2026-03-01T00:00:00Z.`);
}

/**
 * @param {string | undefined} name
 * @returns {Mechanism | null}
 */
function mechanism(name) {
  if (name === undefined) return null;
  const known = MECHANISMS.find((candidate) => candidate === name);
  if (known !== undefined) return known;
  throw wrong(`--without: unknown mechanism "${name}"; one of: ${MECHANISMS.join(', ')}.`);
}

/** @param {string} message */
function wrong(message) {
  return new Failure(message, { advice: ['npm run simulate -- --help tells what there is.'] });
}
