// What may follow `npm run tail --`. Pure: arguments in, options or a clear error out.

import { parseArguments } from '../arguments.js';
import { Failure } from '../failure.js';

/**
 * @typedef {object} TailOptions
 * @property {boolean} help
 * @property {{ from: 'file', path: string } | { from: 'stdin' } | { from: 'wrangler', args: string[] }} input
 * @property {boolean} warnings only events with trouble
 * @property {boolean} verbose
 * @property {boolean} json
 * @property {boolean} utc
 * @property {boolean} host
 */

export const HELP = `npm run tail [-- options] [FILE | -]: what a deployed Worker does, as it happens, one line an event.

Without a file it starts \`wrangler tail\`; what that prints may also come from a file or a pipe:
  npm run tail -- events.json
  npx wrangler tail --format json | npm run tail -- -

  --warnings         only events with a warning, an exception, a bad end or a status of 500 or more
  --verbose          every line that was logged, and whole stacks
  --json             one line of JSON an event, for other programs
  --utc              times in UTC (default: the time zone of this machine)
  --host             a request's host too
  --help             show this

Which Worker, and which of its events (for \`wrangler tail\`):
  --worker NAME      (default: the one of wrangler.toml)
  --env NAME         an environment of wrangler.toml, where it has several sites
  --config FILE      another wrangler.toml
  --status STATUS    ok, error or canceled
  --search TEXT      in the lines that are logged
  --version-id ID    of this version only

Never shown: headers, and whatever looks like a key. Ctrl-C ends it.`;

const FOR_WRANGLER = /** @type {const} */ (['env', 'config', 'status', 'search', 'version-id']);
const STATUSES = ['ok', 'error', 'canceled'];

/**
 * @param {string[]} args
 * @param {boolean} isTerminal whether somebody could type on the standard input
 * @returns {TailOptions}
 */
export function tailOptions(args, isTerminal) {
  const { values, positionals } = parse(args);
  const { help, warnings, verbose, json, utc, host } = values;
  return {
    help: help ?? false,
    input: inputFrom(values, positionals, isTerminal),
    warnings: warnings ?? false,
    verbose: verbose ?? false,
    json: json ?? false,
    utc: utc ?? false,
    host: host ?? false,
  };
}

/** @param {string[]} args */
function parse(args) {
  return parseArguments(
    {
      args,
      allowPositionals: true,
      options: {
        warnings: { type: 'boolean' },
        verbose: { type: 'boolean' },
        json: { type: 'boolean' },
        utc: { type: 'boolean' },
        host: { type: 'boolean' },
        worker: { type: 'string' },
        env: { type: 'string' },
        config: { type: 'string' },
        status: { type: 'string' },
        search: { type: 'string' },
        'version-id': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    },
    wrong,
  );
}

/**
 * @param {ReturnType<typeof parse>['values']} values
 * @param {string[]} positionals
 * @param {boolean} isTerminal
 * @returns {TailOptions['input']}
 */
function inputFrom(values, positionals, isTerminal) {
  const wishes = /** @type {const} */ (['worker', ...FOR_WRANGLER]).filter(
    (name) => values[name] !== undefined,
  );
  const [file, second] = positionals;
  if (second !== undefined) {
    throw wrong(`One file at a time, not "${file}" and "${second}".`);
  }
  if (file !== undefined && wishes.length > 0) {
    throw wrong(`--${wishes[0]} is for wrangler tail: not with a file or a pipe.`);
  }
  if (file === '') throw wrong('The file has no name.');
  if (file === '-' || (file === undefined && wishes.length === 0 && !isTerminal)) {
    return { from: 'stdin' };
  }
  if (file !== undefined) return { from: 'file', path: file };
  return { from: 'wrangler', args: wranglerArguments(values) };
}

/**
 * @param {ReturnType<typeof parse>['values']} values
 * @returns {string[]}
 */
function wranglerArguments(values) {
  const { worker, status } = values;
  if (status !== undefined && !STATUSES.includes(status)) {
    throw wrong(`--status: "${status}" is none of ${STATUSES.join(', ')}.`);
  }
  // A name that begins with "-" would be an option of wrangler's.
  if (worker !== undefined && !/^\w[\w.-]*$/.test(worker)) {
    throw wrong(`--worker: "${worker}" is no name of a Worker.`);
  }
  const others = FOR_WRANGLER.flatMap((name) => {
    const value = values[name];
    if (value === '') throw wrong(`--${name} needs a value.`);
    return value === undefined ? [] : [`--${name}=${value}`];
  });
  return ['tail', ...(worker === undefined ? [] : [worker]), '--format=json', ...others];
}

/** @param {string} message */
function wrong(message) {
  return new Failure(message, {
    advice: ["npm run tail -- --help shows the options; a Worker's name goes after --worker."],
  });
}
