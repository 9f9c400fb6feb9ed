// The tool's rules and the core's, held against each other: the same rows go to the real module, and
// whom it would ask about is whom the tool says it does.

import assert from 'node:assert/strict';
import test from 'node:test';
import { troubleWith, troubleWithAccount } from '../../../scripts/roster/checks.js';
import { columnOf, SOURCES } from '../../../scripts/roster/member.js';
import { askedAbout, seenByWorker } from '../../../scripts/roster/seen.js';
import { ALWAYS, freshCore, json } from '../../abi/calls.js';
import { randomNumbers } from '../../abi/random.js';
import { ODD_NAMES, REFUSED_NAMES } from './names.js';

/** @typedef {import('../../../scripts/roster/member.js').Row} Row */

const FACTS = { ...ALWAYS, settings: { ...ALWAYS.settings, POLL_BUDGET: '9000' } };
const core = freshCore();

/**
 * @param {Row[]} rows
 * @returns {string[]} the accounts, as "member source account"
 */
function askedByCore(rows) {
  const [plan] = core.call('plan_refresh', FACTS, json(rows));
  /** @type {{ question: { username: string, source: string, account: string } }[]} */
  const requests = plan.requests ?? [];
  return requests
    .map(({ question: { username, source, account } }) =>
      JSON.stringify([username, source, account]),
    )
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
    rows: ODD_NAMES.map((name, at) => row(`m${at}`, { lastfm_username: name })),
    asked: ODD_NAMES.length,
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
    rows: [row('a', { username: 5 }), row('b', { lastfm_username: 5 })],
    asked: 0,
  },
  { name: 'blanks around', rows: [row(' a ', { lastfm_username: '\tb\r\n' }), row('a')], asked: 1 },
  { name: 'blanks that are not ASCII', rows: [row('\u00a0a'), row('a')], asked: 2 },
  { name: 'one name twice', rows: [row('a'), row('a', { lastfm_username: 'b' })], asked: 1 },
  {
    name: 'one name twice, first without an account, then hidden',
    rows: [{ username: 'a' }, row('a', { profile_visibility: 'private' }), row('a')],
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

const WORDS = [null, '', ' ', 'a', 'A', ' a', 'b', 'é', 'É', 'x\u0001', 'y'.repeat(129), 7];
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

test('whatever name the tool takes, the core asks about, as it is', () => {
  for (const name of [...ODD_NAMES, ...REFUSED_NAMES.map((refused) => refused.name)]) {
    if (!name.isWellFormed()) continue; // JSON of D1 cannot bring it
    const taken = troubleWith(name) === null && troubleWithAccount(name) === null;
    const asked = askedByCore([row(name, { lastfm_username: name })]);
    if (taken) assert.deepEqual(asked, [JSON.stringify([name, 'lastfm', name])]);
    const isLeftOut = !asked.includes(JSON.stringify([name, 'lastfm', name]));
    if (isLeftOut) assert.equal(taken, false, JSON.stringify(name));
  }
});
