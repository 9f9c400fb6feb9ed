// What may follow `npm run fuzz --`. Pure: arguments in, options or a clear error out.

import { availableParallelism } from 'node:os';
import { parseArguments } from '../arguments.js';
import { Failure } from '../failure.js';

/**
 * @typedef {object} FuzzOptions
 * @property {boolean} help
 * @property {string[]} targets
 * @property {number} seconds for each target
 * @property {number} jobs targets at a time
 * @property {boolean} keep
 */

const SECONDS = 60;
const MOST_SECONDS = 7 * 24 * 3600;

export const HELP = `npm run fuzz [-- target … options]: looks for inputs that break the core's parsers.

  target         one or several of tests/fuzz/targets; without, all of them
  --seconds N    how long to look, for each target (default: ${SECONDS})
  --jobs N       targets at a time (default: as many as there are processors)
  --keep         afterwards, adds to tests/fuzz/corpus what reaches code that nothing there does
  --help         show this`;

/**
 * @param {string[]} args
 * @param {string[]} known the targets there are
 * @returns {FuzzOptions}
 */
export function fuzzOptions(args, known) {
  const { values, positionals } = parse(args);
  const unknown = positionals.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw wrong(`Unknown target "${unknown}".`, `one of: ${known.join(', ')}`);
  }
  return {
    help: values.help ?? false,
    targets: positionals.length === 0 ? known : known.filter((name) => positionals.includes(name)),
    seconds: wholeNumber('--seconds', values.seconds, SECONDS, MOST_SECONDS),
    jobs: wholeNumber('--jobs', values.jobs, availableParallelism(), 64),
    keep: values.keep ?? false,
  };
}

/** @param {string[]} args */
function parse(args) {
  return parseArguments(
    {
      args,
      allowPositionals: true,
      options: {
        seconds: { type: 'string' },
        jobs: { type: 'string' },
        keep: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    },
    wrong,
  );
}

/**
 * @param {string} option
 * @param {string | undefined} text
 * @param {number} otherwise
 * @param {number} most
 */
function wholeNumber(option, text, otherwise, most) {
  if (text === undefined) return otherwise;
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= most) return number;
  throw wrong(`${option} needs a whole number from 1 to ${most}, not "${text}".`);
}

/**
 * @param {string} message
 * @param {string} [advice]
 */
function wrong(message, advice = 'npm run fuzz -- --help') {
  return new Failure(message, { advice: [advice] });
}
