// What may follow `npm start --`. Pure: arguments in, options or a clear error out.

import { parseArguments } from '../arguments.js';
import { Failure } from '../failure.js';
import { FLAKE_MODES } from '../music-service/flake.js';
import { SERVICES } from '../music-service/services.js';

/**
 * @typedef {import('./database.js').SeedMember} SeedMember
 * @typedef {SeedMember['accounts'][number]} Account
 *
 * @typedef {object} StartOptions
 * @property {boolean} help
 * @property {boolean} live ask the real services
 * @property {SeedMember[]} members to follow when live
 * @property {import('../music-service/flake.js').FlakeMode} flake
 * @property {string | null} state where KV and D1 live; null: the usual folder
 * @property {number | null} port null: 8787, or the next free one
 */

export const HELP = `npm start [-- options]: the whole Worker on this machine, with a music service of its own.

  --live             ask the real services; Last.fm needs LASTFM_API_KEY in the environment or in
                     .dev.vars
  --members a,b      with --live: the accounts to follow (default: rj); a name alone is Last.fm's,
                     others are carol=SERVICE:her_name or SERVICE:carol;
                     SERVICE: ${sources()}
  --flake[=MODE]     the local music service misbehaves from the start;
                     MODE: ${FLAKE_MODES.join(', ')} (default: mix)
  --state FOLDER     keep KV and D1 there (default: .wrangler/state); not with --live
  --port N           serve on this port (default: 8787, or the next free one)
  --help             show this`;

const MOST_MEMBERS = 45; // with more, a refresh asks about some only: POLL_BUDGET, wrangler.toml
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
    members: listedMembers(members ?? 'rj'),
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

/**
 * @param {string} list as the setting ROSTER has it: "alice, carol=listenbrainz:carol_lb"
 * @returns {SeedMember[]} a member who is listed several times has several accounts
 */
function listedMembers(list) {
  /** @type {Map<string, Account[]>} */
  const members = new Map();
  for (const piece of list.split(',')) {
    const { username, account } = listedAccount(piece);
    const accounts = members.get(username) ?? [];
    const other = accounts.find(({ source }) => source === account.source);
    if (other && other.name !== account.name) {
      throw wrong(`--members: "${username}" has two accounts on one service.`);
    }
    members.set(username, other ? accounts : [...accounts, account]);
  }
  if (members.size > MOST_MEMBERS) throw wrong(`--members: at most ${MOST_MEMBERS} names.`);
  return [...members].map(([username, accounts]) => ({ username, accounts }));
}

/**
 * @param {string} piece "alice", "alice=her_name", "carol=listenbrainz:her_name" or "listenbrainz:carol"
 * @returns {{ username: string, account: Account }}
 */
function listedAccount(piece) {
  const [left = '', right] = parted(piece, '=');
  const [named, ofService] = parted(right ?? left, ':');
  const source =
    ofService === undefined ? 'lastfm' : SERVICES.find((one) => one.source === named)?.source;
  if (source === undefined) {
    throw wrong(`--members: unknown service "${named}"; one of: ${sources()}.`);
  }
  const name = accountName(ofService ?? named);
  return { username: right === undefined ? name : accountName(left), account: { source, name } };
}

/**
 * @param {string} text
 * @param {string} at
 * @returns {[string, string | undefined]} what stands before and behind
 */
function parted(text, at) {
  const place = text.indexOf(at);
  return place < 0
    ? [text.trim(), undefined]
    : [text.slice(0, place).trim(), text.slice(place + 1)];
}

/** @param {string} text */
function accountName(text) {
  const name = text.trim();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what must not get through
  if (name === '' || name.length > LONGEST_NAME || /[\u0000-\u001f]/.test(name)) {
    throw wrong(`--members: "${name}" is no account name.`);
  }
  return name;
}

function sources() {
  return SERVICES.map(({ source }) => source).join(', ');
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
