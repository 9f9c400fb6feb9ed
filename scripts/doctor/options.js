// What may follow `npm run doctor --`. Pure: arguments in, options or a clear error out.

import { parseArguments } from '../arguments.js';
import { PLACE_HELP, PLACE_OPTIONS, placeOf } from '../cloudflare/place.js';
import { Failure } from '../failure.js';

/**
 * @typedef {object} SavedValue
 * @property {string} file as `wrangler kv key get` saved it
 * @property {string | null} metadata a file with its metadata
 * @property {string | null} key under which it was stored; null: the value tells
 *
 * @typedef {object} DoctorOptions
 * @property {boolean} help
 * @property {import('../cloudflare/place.js').Place} place of a saved value: what the commands say
 * @property {SavedValue | null} saved
 * @property {boolean} json
 * @property {number | null} atMs the time to judge by; null: now
 */

export const HELP = `npm run doctor [-- options]: what is stored, what is wrong with it, and what to do.

${PLACE_HELP}
  --file FILE      one value, saved with: npx wrangler kv key get KEY … > FILE
  --metadata FILE  with --file: its metadata, or what \`npx wrangler kv key list …\` printed
  --key KEY        with --file: the value's key (default: the list's, or the snapshot's if it is one)
  --at TIME        judge by this time, as in 2025-12-04T14:25:00Z (default: now)
  --json           for programs
  --help           show this

Exit status: 0 healthy, 1 a warning, 2 broken, 3 the doctor itself failed.`;

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?Z$/;

/**
 * @param {string[]} args
 * @returns {DoctorOptions}
 */
export function doctorOptions(args) {
  const values = parse(args);
  return {
    help: values.help ?? false,
    json: values.json ?? false,
    atMs: values.at === undefined ? null : timeOf(values.at),
    saved: savedValue(values),
    // Who saves a value has a deployed Worker.
    place: placeOf({ ...values, remote: values.remote ?? values.file !== undefined }, wrong),
  };
}

/** @param {string[]} args */
function parse(args) {
  return parseArguments(
    {
      args,
      options: {
        ...PLACE_OPTIONS,
        file: { type: 'string' },
        metadata: { type: 'string' },
        key: { type: 'string' },
        at: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    },
    wrong,
  ).values;
}

/**
 * @param {{file?: string, metadata?: string, key?: string, remote?: boolean, state?: string}} given
 * @returns {SavedValue | null}
 */
function savedValue({ file, metadata, key, remote, state }) {
  if (file === undefined) {
    if (metadata !== undefined) throw wrong('--metadata goes with --file only.');
    if (key !== undefined) throw wrong('--key goes with --file only.');
    return null;
  }
  if (remote || state !== undefined) {
    throw wrong('--file looks at one saved value: not with --remote or --state.');
  }
  for (const [name, value] of Object.entries({ file, metadata, key })) {
    if (value === '') throw wrong(`--${name} is empty.`);
  }
  return { file, metadata: metadata ?? null, key: key ?? null };
}

/** @param {string} text */
function timeOf(text) {
  const ms = TIME.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(ms)) return ms;
  throw wrong(`--at: "${text}" is no time like 2025-12-04T14:25:00Z.`);
}

/** @param {string} message */
function wrong(message) {
  return new Failure(message, { advice: ['npm run doctor -- --help shows the options.'] });
}
