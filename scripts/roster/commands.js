// Each command: reads the table, decides, writes, and says what has changed.

import { siteConfig } from '../cloudflare/config.js';
import { Failure } from '../failure.js';
import { cautions } from './cautions.js';
import { changesFor, isChange, near, statementFor } from './changes.js';
import { doubtAbout, troubleWith, troubleWithAccount } from './checks.js';
import { rowsOf } from './database.js';
import { importFile } from './import.js';
import { accountsOf, memberOf, SOURCES, titleOf } from './member.js';
import { changeText, commandToAdd, listJson, listText, NEXT_REFRESH, warning } from './report.js';
import { seenByWorker } from './seen.js';
import { rosterSql } from './source.js';
import { deletion, EVERYBODY, OUR_COLUMNS, wholeRow } from './statements.js';
import { membersIn, needOurTable, ourMembers, writeOne } from './table.js';
import { shown } from './text.js';

/**
 * @typedef {import('./options.js').Command} Command
 * @typedef {import('./options.js').Place} Place
 * @typedef {import('./member.js').Member} Member
 * @typedef {import('./changes.js').Change} Change
 * @typedef {(text: string) => void} Say gets whole lines
 */

/**
 * @param {Exclude<Command, { does: 'help' }>} command
 * @param {Say} say
 * @returns {Promise<void>}
 * @throws {Failure}
 */
export function runRoster(command, say) {
  switch (command.does) {
    case 'list':
      return list(command, say);
    case 'add':
      return add(command, say);
    case 'import':
      return importFile(command, say);
    case 'remove':
      return remove(command, say);
    default:
      return setVisibility(command, say);
  }
}

/**
 * @param {Extract<Command, { does: 'list' }>} command
 * @param {Say} say
 */
async function list({ place, json }, say) {
  const ownSql = rosterSql(await siteConfig(place));
  const seen = seenByWorker(await rowsOf(place, ownSql ?? EVERYBODY));
  if (json) return say(listJson(seen));
  if (ownSql !== null) say('As ROSTER_SQL gives them to the Worker:\n\n');
  say(listText(seen));
}

/**
 * @param {Extract<Command, { does: 'add' }>} command
 * @param {Say} say
 */
async function add({ place, username, accounts, isPrivate }, say) {
  checkNames(username, accounts);
  const members = await ourMembers(place);
  const wish = {
    username,
    accounts,
    visibility: isPrivate ? /** @type {const} */ ('private') : null,
  };
  const change = onlyChange(members, wish);
  if (change.before === null && accountsOf(change.after).length === 0) {
    throw new Failure(`${shown(username)} is no member yet, and needs an account to become one.`, {
      advice: [
        ...looksLike(members, username),
        'name one: --lastfm X, --listenbrainz Y or --librefm Z.',
      ],
    });
  }
  await write(place, change, say);
  say(cautions(place, members, [change]));
  for (const source of SOURCES) {
    const doubt = accounts[source] ? doubtAbout(source, accounts[source]) : null;
    if (doubt !== null) say(warning(doubt));
  }
  const others = near(members, username);
  if (change.before === null && others.length > 0) {
    say(warning(`${others.map(shown).join(', ')} is another member: names are matched exactly.`));
  }
}

/**
 * @param {Extract<Command, { does: 'hide' | 'show' }>} command
 * @param {Say} say
 */
async function setVisibility({ does, place, username }, say) {
  const members = await ourMembers(place);
  if (!members.some((member) => member.username === username)) throw unknown(members, username);
  const visibility = does === 'show' ? 'public' : 'private';
  const change = onlyChange(members, { username, accounts: {}, visibility });
  await write(place, change, say);
  say(cautions(place, members, [change]));
}

/**
 * @param {Extract<Command, { does: 'remove' }>} command
 * @param {Say} say
 */
async function remove({ place, username }, say) {
  await needOurTable(place);
  const [row] = await rowsOf(place, wholeRow(username));
  if (row === undefined) throw unknown(await membersIn(place), username);
  // Before it is gone: whatever fails from here on, this is on the terminal.
  say(`To add ${shown(username)} again: ${commandToAdd(memberOf(row), place)}\n`);
  const others = Object.entries(row).filter(([column]) => !OUR_COLUMNS.includes(column));
  if (others.length > 0) {
    say(`Its other columns: ${shown(JSON.stringify(Object.fromEntries(others)))}\n`);
  }
  await writeOne(place, username, deletion(username));
  say(`Removed ${shown(username)}.\n${NEXT_REFRESH}`);
}

/**
 * @param {readonly Member[]} members
 * @param {import('./changes.js').Wish} wish
 * @returns {Change}
 */
function onlyChange(members, wish) {
  const [change] = changesFor(members, [wish], 'public');
  if (change === undefined) throw new Error('one wish makes one change');
  return change;
}

/**
 * @param {Place} place
 * @param {Change} change
 * @param {Say} say
 */
async function write(place, change, say) {
  if (isChange(change)) {
    await writeOne(place, change.after.username, statementFor(change));
  }
  say(changeText(change));
  if (isChange(change)) say(NEXT_REFRESH);
}

/**
 * @param {string} username
 * @param {Extract<Command, { does: 'add' }>['accounts']} accounts
 */
function checkNames(username, accounts) {
  const troubles = [{ what: 'The name', name: username, trouble: troubleWith(username) }];
  for (const source of SOURCES) {
    const name = accounts[source];
    if (name === undefined || name === null) continue;
    troubles.push({
      what: `The ${titleOf(source)} account`,
      name,
      trouble: troubleWithAccount(name),
    });
  }
  const wrong = troubles.filter(({ trouble }) => trouble !== null);
  if (wrong.length === 0) return;
  const texts = wrong.map(({ what, name, trouble }) => `${what} "${shown(name)}" ${trouble}.`);
  throw new Failure(`${texts.join(' ')} Nothing was written.`);
}

/**
 * @param {readonly Member[]} members
 * @param {string} username
 */
function unknown(members, username) {
  return new Failure(`There is no member "${shown(username)}".`, {
    advice: [
      ...looksLike(members, username),
      'npm run roster -- list shows all of them; names are matched exactly.',
    ],
  });
}

/**
 * @param {readonly Member[]} members
 * @param {string} username
 */
function looksLike(members, username) {
  const names = near(members, username).map((name) => `"${shown(name)}"`);
  return names.length === 0 ? [] : [`there is ${names.join(', ')}: was that meant?`];
}
