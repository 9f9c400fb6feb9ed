// What may follow `npm start --`. Pure: arguments in, options or a clear error out.

import { parseArguments } from '../arguments.js';
import { Failure } from '../failure.js';
import { FLAKE_MODES } from '../music-service/flake.js';

/**
 * @typedef {object} StartOptions
 * @property {boolean} help
 * @property {boolean} live ask the real Last.fm
 * @property {string[]} members Last.fm names to follow when live
 * @property {import('../music-service/flake.js').FlakeMode} flake
 * @property {string | null} state where KV and D1 live; null: the usual folder
 * @property {number | null} port null: 8787, or the next free one
 */

export const HELP = `npm start [-- options]: the whole Worker on this machine, with a music service of its own.

  --live             ask the real Last.fm; needs LASTFM_API_KEY in the environment or in .dev.vars
  --members a,b      with --live: the Last.fm names to follow (default: rj)
  --flake[=MODE]     the local music service misbehaves from the start;
                     MODE: ${FLAKE_MODES.join(', ')} (default: mix)
  --state FOLDER     keep KV and D1 there (default: .wrangler/state); not with --live
  --port N           serve on this port (default: 8787, or the next free one)
  --help             show this`;

const MOST_MEMBERS = 45; // one refresh asks for no more: POLL_BUDGET in wrangler.toml
const LONGEST_NAME = 64; // Last.fm allows 15 characters, other servers of its API more

/**
 * @param {string[]} args
 * @returns {StartOptions}
 */
export function startOptions(args) {
  const { live, members, flake, state, port, help } = parse(args);
  if (members !== undefined && !live) throw wrong('--members needs --live.');
  if (flake !== undefined && live)
    throw wrong('--flake needs the local music service: not with --live.');
  if (state !== undefined && live) throw wrong('--state is not for --live, which has its own.');
  if (state === '') throw wrong('--state needs a folder.');
  return {
    help: help ?? false,
    live: live ?? false,
    members: memberNames(members ?? 'rj'),
    flake: flakeMode(flake ?? 'off'),
    state: state ?? null,
    port: port === undefined ? null : portNumber(port),
  };
}

/** @param {string[]} args */
function parse(args) {
  return parseArguments(
    {
      // parseArgs knows no options whose value may be left out.
      args: args.map((arg) => (arg === '--flake' ? '--flake=mix' : arg)),
      options: {
        live: { type: 'boolean' },
        members: { type: 'string' },
        flake: { type: 'string' },
        state: { type: 'string' },
        port: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    },
    wrong,
  ).values;
}

/** @param {string} list */
function memberNames(list) {
  const names = list.split(',').map((name) => name.trim());
  for (const name of names) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what must not get through
    if (name === '' || name.length > LONGEST_NAME || /[\u0000-\u001f]/.test(name)) {
      throw wrong(`--members: "${name}" is no account name.`);
    }
  }
  if (names.length > MOST_MEMBERS) throw wrong(`--members: at most ${MOST_MEMBERS} names.`);
  return [...new Set(names)];
}

/** @param {string} mode */
function flakeMode(mode) {
  const known = FLAKE_MODES.find((candidate) => candidate === mode);
  if (known !== undefined) return known;
  throw wrong(`--flake: unknown mode "${mode}"; one of: ${FLAKE_MODES.join(', ')}.`);
}

/** @param {string} text */
function portNumber(text) {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port >= 1 && port <= 65535) return port;
  throw wrong(`--port: "${text}" is no port (1 to 65535).`);
}

/** @param {string} message */
function wrong(message) {
  return new Failure(message, { advice: ['npm start -- --help shows the options.'] });
}
