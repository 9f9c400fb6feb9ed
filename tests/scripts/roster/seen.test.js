// The tool's rules and the core's, held against each other: the same rows go to the real module, and
// whom it would ask about is whom the tool says it does.

import assert from 'node:assert/strict';
import test from 'node:test';
import { troubleWith, troubleWithAccount } from '../../../scripts/roster/checks.js';
import { columnOf, SOURCES } from '../../../scripts/roster/member.js';
import { askedAbout, seenByWorker } from '../../../scripts/roster/seen.js';
import { trimmedToVisible } from '../../../scripts/roster/visible.js';
import { randomNumbers } from '../../abi/random.js';
import { askedInRefresh } from './asked.js';
import { ODD_NAMES, REFUSED_NAMES } from './names.js';

/** @typedef {import('../../../scripts/roster/member.js').Row} Row */

/**
 * @param {Row[]} rows
 * @returns {string[]} the accounts, as "member source account"
 */
function askedByCore(rows) {
  return askedInRefresh(() => rows, { POLL_BUDGET: '9000' })
    .map(({ username, source, account }) => JSON.stringify([username, source, account]))
    .sort();
}

/** @param {Row[]} rows */
function askedByTool(rows) {
  return seenByWorker(rows)
    .flatMap((seen) =>
      askedAbout(seen).map(([source, name]) =>
        JSON.stringify([seen.member.username, source, name]),
      ),
    )
    .sort();
}

/** @param {string} username @param {object} [others] @returns {Row} */
const row = (username, others) => ({
  username,
  lastfm_username: `${username.slice(0, 20)}_fm`,
  profile_visibility: 'public',
  ...others,
});

/** @type {{ name: string, rows: Row[], asked: number }[]} */
const TABLES = [
  { name: 'nobody', rows: [], asked: 0 },
  { name: 'odd names', rows: ODD_NAMES.map((name) => row(name)), asked: ODD_NAMES.length },
  {
    name: 'odd accounts',
    rows: [...ODD_NAMES, '..', '.', '...', '\u200ba\u00a0', '\u3164', '❤\ufe0f', 'a\ufe0f'].map(
      (name, at) => row(`m${at}`, { lastfm_username: name }),
    ),
    // A path, and nothing to see, cannot be asked about; one is listed before.
    asked: ODD_NAMES.length + 3,
  },
  {
    name: 'visibilities',
    rows: ['public', 'PUBLIC', ' public\n', 'private', 'friends', '', null, 1].map((word, at) =>
      row(`m${at}`, { profile_visibility: word }),
    ),
    asked: 3,
  },
  { name: 'no visibility', rows: [{ username: 'a', librefm_username: 'b' }], asked: 1 },
  { name: 'no username', rows: [row(''), row(' '), { lastfm_username: 'a' }], asked: 0 },
  {
    name: 'what is no text',
    rows: [
      row('a', { username: 1.5 }),
      row('b', { lastfm_username: [98] }),
      row('c', { username: true, lastfm_username: 2 ** 53 }),
    ],
    asked: 0,
  },
  {
    name: 'integers',
    rows: [row('a', { username: 5 }), row('b', { lastfm_username: -20240101 })],
    asked: 2,
  },
  {
    name: 'lone surrogates',
    rows: [row('a\ud800'), row('b', { lastfm_username: '\udc00' }), row('c')],
    asked: 1,
  },
  { name: 'blanks around', rows: [row(' a ', { lastfm_username: '\tb\r\n' }), row('a')], asked: 1 },
  {
    name: 'blanks that are not ASCII, which are no part of an account',
    rows: [row('\u00a0a'), row('a')],
    asked: 1,
  },
  { name: 'one name twice', rows: [row('a'), row('a', { lastfm_username: 'b' })], asked: 1 },
  {
    name: 'one name twice, first without an account',
    rows: [{ username: 'a' }, row('a'), row('a', { lastfm_username: 'b' })],
    asked: 1,
  },
  {
    name: 'one name twice, and not public in one row',
    rows: [
      { username: 'a' },
      row('a', { profile_visibility: 'private' }),
      row('a'),
      row('b'),
      row('b', { profile_visibility: 'friends' }),
      row('c'),
    ],
    asked: 1,
  },
  {
    name: 'names in other letters',
    rows: [row('a'), row('A', { lastfm_username: 'b' })],
    asked: 2,
  },
  {
    name: 'one account twice',
    rows: [row('a', { lastfm_username: 'Same' }), row('b', { lastfm_username: 'sAME' })],
    asked: 1,
  },
  {
    name: 'one account twice, but in letters that only Unicode takes for one',
    rows: [row('a', { lastfm_username: 'É' }), row('b', { lastfm_username: 'é' })],
    asked: 2,
  },
  {
    name: 'one account twice, of different services, and of one who is hidden',
    rows: [
      row('a', { lastfm_username: 'x', librefm_username: 'x', listenbrainz_username: 'x' }),
      row('b', { lastfm_username: 'y', profile_visibility: 'private' }),
      row('c', { lastfm_username: 'y' }),
    ],
    asked: 4,
  },
  {
    name: 'long names, in bytes',
    rows: [
      row('a', { lastfm_username: 'x'.repeat(128) }),
      row('b', { lastfm_username: 'x'.repeat(129), librefm_username: 'ö'.repeat(65) }),
      row('ö'.repeat(64)),
      row('ö'.repeat(65)),
    ],
    asked: 2,
  },
  {
    name: 'control characters',
    rows: [row('a\u0001'), row('b\u007f'), row('c', { lastfm_username: 'x\ny' })],
    asked: 1,
  },
];
for (const { name, rows, asked } of TABLES) {
  test(`the core and the tool ask about the same accounts: ${name}`, () => {
    const byCore = askedByCore(rows);
    assert.deepEqual(askedByTool(rows), byCore);
    assert.equal(byCore.length, asked);
  });
}

const LONG_NAME = 'y'.repeat(129);
const WORDS = [
  null,
  '',
  ' ',
  'a',
  'A',
  ' a',
  'a\u200b',
  'b',
  'é',
  'É',
  'x\u0001',
  LONG_NAME,
  7,
  1.5,
];
const VISIBILITIES = ['public', 'public', 'public', 'Public ', 'private', 'friends', null];

test('the core and the tool ask about the same accounts in 2,000 random rosters', () => {
  const random = randomNumbers(7);
  const pick = (/** @type {unknown[]} */ from) => from[random(from.length)];
  for (let round = 0; round < 2000; round += 1) {
    const rows = Array.from({ length: 1 + random(6) }, () => ({
      username: pick(WORDS),
      ...Object.fromEntries(SOURCES.map((source) => [columnOf(source), pick(WORDS)])),
      profile_visibility: pick(VISIBILITIES),
    }));
    assert.deepEqual(askedByTool(rows), askedByCore(rows), JSON.stringify(rows));
  }
});

test('whatever name the tool takes, the core asks about, but for invisible characters at its ends', () => {
  for (const name of [...ODD_NAMES, ...REFUSED_NAMES.map((refused) => refused.name)]) {
    if (!name.isWellFormed()) continue; // JSON of D1 cannot bring it
    const taken = troubleWith(name) === null && troubleWithAccount(name) === null;
    const account = trimmedToVisible(name);
    const asked = askedByCore([row(name, { lastfm_username: name })]);
    if (taken) assert.deepEqual(asked, [JSON.stringify([name, 'lastfm', account])]);
    const isLeftOut = !asked.includes(JSON.stringify([name, 'lastfm', account]));
    if (isLeftOut) assert.equal(taken, false, JSON.stringify(name));
  }
});
