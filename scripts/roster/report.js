// What the tool says. Pure: text from data.

import { styleText } from 'node:util';
import { typedPlaceFlags } from '../cloudflare/place.js';
import { columns } from '../columns.js';
import { differences } from './changes.js';
import { accountsOf, SOURCES, titleOf } from './member.js';
import { askedAbout, MOST_ACCOUNTS } from './seen.js';
import { shown, typed } from './text.js';

/**
 * @typedef {import('./member.js').Member} Member
 * @typedef {import('./seen.js').Seen} Seen
 * @typedef {import('./changes.js').Change} Change
 * @typedef {import('../cloudflare/place.js').Place} Place
 */

export const NEXT_REFRESH = 'The list follows at the next refresh, within five minutes.\n';
const NOTHING = '–';

/** @param {string} text */
export function warning(text) {
  return `${styleText('yellow', 'WARNING')}: ${text}\n`;
}

/**
 * @param {readonly Seen[]} seen
 * @returns {string}
 */
export function listText(seen) {
  const titles = SOURCES.map(titleOf);
  const rows = seen.map(({ member: { username, accounts, visibility } }) => [
    shown(username) || NOTHING,
    ...SOURCES.map((source) => shown(accounts[source] ?? '') || NOTHING),
    shown(visibility) || NOTHING,
  ]);
  const head = ['member', ...titles, 'visibility'];
  const table = rows.length === 0 ? '' : `${columns([head, ...rows]).join('\n')}\n\n`;
  const asked = seen.reduce((sum, one) => sum + askedAbout(one).length, 0);
  const total = `${count(seen.length, 'member')}, ${count(asked, 'account')} to ask about\n`;
  return table + total + warningsOf(seen).map(warning).join('');
}

/**
 * @param {readonly Seen[]} seen
 * @returns {string} JSON
 */
export function listJson(seen) {
  const members = seen.map(({ member, leftOut, unasked }) => ({
    username: member.username,
    ...member.accounts,
    visibility: member.visibility,
    leftOut,
    unasked,
  }));
  return `${JSON.stringify({ members, warnings: warningsOf(seen) }, null, 2)}\n`;
}

/** @param {readonly Seen[]} seen */
function warningsOf(seen) {
  const warnings = seen.flatMap(({ member, leftOut, unasked }, at) => {
    const row = `row ${at + 1} (${shown(member.username) || 'nameless'})`;
    if (leftOut !== null) return [`the Worker leaves out ${row}: ${leftOut}.`];
    return SOURCES.filter((source) => unasked[source] !== undefined).map(
      (source) =>
        `the Worker does not ask about the ${titleOf(source)} account of ${row}: it ${unasked[source]}.`,
    );
  });
  const asked = seen.reduce((sum, one) => sum + askedAbout(one).length, 0);
  if (asked > MOST_ACCOUNTS) {
    warnings.push(
      `the Worker asks about ${MOST_ACCOUNTS} accounts at most; the last ones are left out.`,
    );
  }
  return warnings;
}

/**
 * @param {Change} change
 * @returns {string}
 */
export function changeText(change) {
  const { before, after } = change;
  const name = shown(after.username);
  if (before === null) return `Added ${name}: ${described(after)}.\n`;
  const changed = differences(change);
  if (changed.length === 0) return `Nothing to change: ${name} is ${described(after)}.\n`;
  return `Changed ${name}: ${changed.map(differenceText).join('; ')}.\n`;
}

/** @param {ReturnType<typeof differences>[number]} difference */
function differenceText({ what, from, to }) {
  const title = what === 'visibility' ? what : titleOf(what);
  return `${title} from ${shown(from ?? 'none')} to ${shown(to ?? 'none')}`;
}

/** @param {Member} member */
function described(member) {
  const accounts = accountsOf(member).map(([source, name]) => `${titleOf(source)} ${shown(name)}`);
  return [...accounts, member.visibility].join(', ');
}

/**
 * @param {readonly Change[]} changes
 * @param {number} others members whom the file does not name
 */
export function importText(changes, others) {
  const lines = changes.flatMap((change) => {
    const name = shown(change.after.username);
    if (change.before === null) return [`  + ${name}: ${described(change.after)}`];
    const changed = differences(change);
    return changed.length === 0 ? [] : [`  ~ ${name}: ${changed.map(differenceText).join('; ')}`];
  });
  const added = changes.filter(({ before }) => before === null).length;
  const unchanged = changes.length - lines.length;
  const totals = `${added} added, ${lines.length - added} changed, ${unchanged} unchanged`;
  const stay = others === 0 ? '' : `; not in the file, and left alone: ${others}`;
  return `${lines.map((line) => `${line}\n`).join('')}${totals}${stay}\n`;
}

/**
 * @param {readonly import('./csv.js').About[]} about
 * @returns {string}
 */
export function linesText(about) {
  return about.map(({ line, text }) => `line ${line}: ${text}\n`).join('');
}

/** @param {readonly import('./changes.js').Shared[]} shared */
export function sharedText(shared) {
  return shared
    .map(({ source, name, usernames }) => {
      const who = usernames.map(shown).join(' and ');
      return warning(
        `${who} have the same ${titleOf(source)} account, ${shown(name)}: it gets one row in the list, of whoever of them was added first.`,
      );
    })
    .join('');
}

/**
 * @param {Member} member
 * @param {Place} place
 * @returns {string} the command that adds the member
 */
export function commandToAdd(member, place) {
  const accounts = accountsOf(member).flatMap(([source, name]) =>
    name.startsWith('-') ? [`--${source}=${name}`] : [`--${source}`, name],
  );
  const options = [
    ...accounts,
    ...(member.visibility === 'public' ? [] : ['--private']),
    ...toolFlags(place),
  ];
  return commandFor('add', member.username, options);
}

/**
 * @param {string} username
 * @param {Place} place
 */
export function commandToShow(username, place) {
  return commandFor('show', username, toolFlags(place));
}

/**
 * @param {string} does
 * @param {string} username
 * @param {string[]} options
 */
function commandFor(does, username, options) {
  const words = username.startsWith('-') ? [...options, '--', username] : [username, ...options];
  return `npm run roster -- ${[does, ...words].map(typed).join(' ')}`;
}

/**
 * @param {Place} place
 * @returns {string[]} how this tool was told
 */
function toolFlags(place) {
  return typedPlaceFlags(place)
    .filter((flag) => flag !== '--local')
    .map((flag) => (flag === '--persist-to' ? '--state' : flag));
}

/**
 * @param {number} number
 * @param {string} what
 */
function count(number, what) {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
