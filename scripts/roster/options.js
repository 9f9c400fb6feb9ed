// What may follow `npm run roster --`. Pure: arguments in, what to do or a clear error out.

import { parseArguments } from '../arguments.js';
import { PLACE_HELP, PLACE_OPTIONS, placeOf } from '../cloudflare/place.js';
import { Failure } from '../failure.js';

/**
 * @typedef {import('../cloudflare/place.js').Place} Place
 * @typedef {import('../music-service/services.js').Source} Source
 * @typedef {'public' | 'private'} Visibility
 *
 * @typedef {{ does: 'help' }
 *   | { does: 'list', place: Place, json: boolean }
 *   | { does: 'add', place: Place, username: string, accounts: Partial<Record<Source, string | null>>,
 *       isPrivate: boolean }
 *   | { does: 'hide' | 'show', place: Place, username: string }
 *   | { does: 'remove', place: Place, username: string }
 *   | { does: 'import', place: Place, file: string, isPrivate: boolean, isDryRun: boolean }} Command
 */

export const HELP = `npm run roster -- COMMAND [options]: the members whose listening the site shows.

  list               everybody, with accounts and visibility; --json for programs
  add NAME --lastfm X [--listenbrainz Y] [--librefm Z]
                     a new member, shown from the next refresh on (--private: not shown), or other
                     accounts for a known one: those that are named; '' takes one away
  hide NAME          not asked about any more, and gone from the list at the next refresh
  show NAME          asked about and listed again
  remove NAME        deletes the row, and prints the command that adds it again
  import FILE        many at once, from CSV with the columns username, lastfm, listenbrainz, librefm,
                     visibility (public or private). All lines are checked before any is written;
                     an empty cell changes nothing, and who is not in the file stays.
                     --dry-run: only show the difference; --private: new members are not shown

${PLACE_HELP}
  --help             show this

Without --remote it is the local database of npm start. A NAME that begins with "-" follows "--".`;

const ACCOUNTS = /** @type {const} */ (['lastfm', 'listenbrainz', 'librefm']);

/** What follows each command, and which options beside the place. */
const COMMANDS = /** @type {const} */ ({
  list: { wants: null, options: ['json'] },
  add: { wants: 'NAME', options: [...ACCOUNTS, 'private'] },
  hide: { wants: 'NAME', options: [] },
  show: { wants: 'NAME', options: [] },
  remove: { wants: 'NAME', options: [] },
  import: { wants: 'FILE', options: ['private', 'dry-run'] },
});
const OWN_OPTIONS = /** @type {const} */ ([...ACCOUNTS, 'private', 'json', 'dry-run']);

/**
 * @param {string[]} args
 * @returns {Command}
 * @throws {Failure}
 */
export function rosterCommand(args) {
  const { values, positionals } = parse(args);
  if (values.help) return { does: 'help' };
  const [does, ...operands] = positionals;
  if (does === undefined) throw wrong('No command is given.');
  if (!isCommand(does)) throw wrong(`Unknown command "${does}".`);
  const { wants, options } = COMMANDS[does];
  /** @type {readonly string[]} */
  const allowed = options;
  const misplaced = OWN_OPTIONS.find(
    (name) => values[name] !== undefined && !allowed.includes(name),
  );
  if (misplaced !== undefined) throw wrong(`--${misplaced} does not go with "${does}".`);
  const operand = onlyOne(does, operands, wants);
  const place = placeOf(values, wrong);
  if (does === 'list') return { does, place, json: values.json ?? false };
  const isPrivate = values.private ?? false;
  if (does === 'import') {
    return { does, place, file: operand, isPrivate, isDryRun: values['dry-run'] ?? false };
  }
  if (does === 'remove') return { does, place, username: operand };
  if (does !== 'add') return { does, place, username: operand };
  const given = ACCOUNTS.flatMap((source) => {
    const name = values[source];
    return name === undefined ? [] : [[source, name === '' ? null : name]];
  });
  return { does, place, username: operand, accounts: Object.fromEntries(given), isPrivate };
}

/** @param {string[]} args */
function parse(args) {
  return parseArguments(
    {
      args,
      allowPositionals: true,
      options: {
        ...PLACE_OPTIONS,
        lastfm: { type: 'string' },
        listenbrainz: { type: 'string' },
        librefm: { type: 'string' },
        private: { type: 'boolean' },
        json: { type: 'boolean' },
        'dry-run': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    },
    wrong,
  );
}

/**
 * @param {string} does
 * @returns {does is keyof typeof COMMANDS}
 */
function isCommand(does) {
  return Object.hasOwn(COMMANDS, does);
}

/**
 * @param {string} does
 * @param {string[]} operands
 * @param {string | null} wants
 */
function onlyOne(does, operands, wants) {
  const most = wants === null ? 0 : 1;
  const [operand = ''] = operands;
  if (operands.length < most) throw wrong(`"${does}" needs a ${wants}.`);
  if (operands.length > most) {
    const rest = operands.slice(most).join(' ');
    throw wrong(
      `Nothing is known to do with "${rest}"; quote a ${wants ?? 'name'} that has blanks.`,
    );
  }
  return operand;
}

/** @param {string} message */
function wrong(message) {
  return new Failure(message, { advice: ['npm run roster -- --help tells what there is.'] });
}
