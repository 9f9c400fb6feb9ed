// What may follow `npm run bench --`. Pure: arguments in, options or a clear error out.

import { parseArguments } from '../scripts/arguments.js';
import { Failure } from '../scripts/failure.js';

/** In the order of the table. */
export const PARTS = /** @type {const} */ ([
  'load',
  'cpu',
  'cold',
  'cold-tick',
  'refresh',
  'growth',
]);
const SOAK = 'soak';
const SOAK_MINUTES = 5;

/**
 * @typedef {(typeof PARTS)[number]} PartName
 *
 * @typedef {object} BenchOptions
 * @property {boolean} help
 * @property {PartName[]} parts
 * @property {boolean} isSoak
 * @property {number} minutes of the soak
 * @property {boolean} isLong
 * @property {number | undefined} rounds instead of each part's own number
 * @property {boolean} readme
 */

export const HELP = `npm run bench [-- part … options]: what the Worker costs, beside the same Worker in plain JavaScript
and one that answers with constant bytes. Results go to build/bench, beside those of other parts.

  part           one or several of ${PARTS.join(', ')}; without, all of them
  ${SOAK}           instead of these: full load with the cron firing; ends with 1 when an answer is
                 neither 200 nor 304, or memory grows
  --minutes N    of the soak (default: ${SOAK_MINUTES})
  --long         refresh also with 1,500 members, which takes four minutes by the pace
  --rounds N     of each measurement, for a first look
  --readme       writes the results into README.md and docs/; alone, without measuring anew
  --help         show this`;

/**
 * @param {string[]} args
 * @returns {BenchOptions}
 */
export function benchOptions(args) {
  const { values, positionals } = parse(args);
  const isSoak = positionals.includes(SOAK);
  const known = /** @type {readonly string[]} */ ([...PARTS, SOAK]);
  const unknown = positionals.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw wrong(`Unknown part "${unknown}".`, `one of: ${known.join(', ')}`);
  if (isSoak && positionals.length > 1) throw wrong(`${SOAK} goes alone.`);
  if (values.minutes !== undefined && !isSoak) throw wrong(`--minutes goes only with ${SOAK}.`);
  const readme = values.readme ?? false;
  const isAll = positionals.length === 0 && !readme;
  return {
    help: values.help ?? false,
    parts: PARTS.filter((name) => isAll || positionals.includes(name)),
    isSoak,
    minutes: wholeNumber('--minutes', values.minutes) ?? SOAK_MINUTES,
    isLong: values.long ?? false,
    rounds: wholeNumber('--rounds', values.rounds),
    readme,
  };
}

/** @param {string[]} args */
function parse(args) {
  return parseArguments(
    {
      args,
      allowPositionals: true,
      options: {
        minutes: { type: 'string' },
        long: { type: 'boolean' },
        rounds: { type: 'string' },
        readme: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    },
    wrong,
  );
}

/** @param {string} option @param {string | undefined} text */
function wholeNumber(option, text) {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  throw wrong(`${option} needs a whole number from 1 to 999, not "${text}".`);
}

/** @param {string} message @param {string} [advice] */
function wrong(message, advice = 'npm run bench -- --help') {
  return new Failure(message, { advice: [advice] });
}
