// A file of members: each line is read whole or complained about, by its number.

import assert from 'node:assert/strict';
import test from 'node:test';
import { readMembersFile } from '../../../scripts/roster/csv.js';

/** @typedef {import('../../../scripts/roster/changes.js').Wish} Wish */

/**
 * @param {string} username
 * @param {Wish['accounts']} accounts
 * @param {Wish['visibility']} [visibility]
 * @returns {Wish}
 */
const wish = (username, accounts, visibility = null) => ({ username, accounts, visibility });

const ALICE = wish('alice', { lastfm: 'alice_fm' });

/** @type {{ name: string, text: string, wishes: Wish[] }[]} */
const GOOD = [
  { name: 'only a header', text: 'username,lastfm\n', wishes: [] },
  { name: 'two columns', text: 'username,lastfm\nalice,alice_fm\n', wishes: [ALICE] },
  { name: 'no line end at the end', text: 'username,lastfm\nalice,alice_fm', wishes: [ALICE] },
  { name: 'CRLF and a BOM', text: '\ufeffusername,lastfm\r\nalice,alice_fm\r\n', wishes: [ALICE] },
  { name: 'mixed line ends', text: 'lastfm,username\nalice_fm,alice\r\n\r\n', wishes: [ALICE] },
  { name: 'blank lines', text: '\nusername,lastfm\n\nalice,alice_fm\n,\n', wishes: [ALICE] },
  { name: 'a header in capitals', text: 'Username, LASTFM\nalice,alice_fm', wishes: [ALICE] },
  {
    name: "the table's columns",
    text: 'id,username,lastfm_username,listenbrainz_username,librefm_username,profile_visibility\n7,alice,alice_fm,,,public\n',
    wishes: [wish('alice', { lastfm: 'alice_fm' }, 'public')],
  },
  {
    name: 'all columns, quoted',
    text: '"username","lastfm","listenbrainz","librefm","visibility"\n"o""b, c","a","b c","d","Private"\n',
    wishes: [wish('o"b, c', { lastfm: 'a', listenbrainz: 'b c', librefm: 'd' }, 'private')],
  },
  {
    name: 'what a spreadsheet would compute',
    text: 'username,librefm\n=1+1,@x\n',
    wishes: [wish('=1+1', { librefm: '@x' })],
  },
];
for (const { name, text, wishes } of GOOD) {
  test(`a file that is read: ${name}`, () => {
    const read = readMembersFile(Buffer.from(text));
    assert.deepEqual(read.complaints, []);
    assert.deepEqual(read.wishes, wishes);
  });
}

/** @type {{ name: string, bytes: string | Buffer, says: [line: number, RegExp][] }[]} */
const BAD = [
  { name: 'nothing', bytes: '', says: [[1, /no header/]] },
  { name: 'nothing but blank lines', bytes: '\n\n', says: [[1, /no header/]] },
  {
    name: 'no header',
    bytes: 'alice,alice_fm\n',
    says: [
      [1, /unknown column "alice"/],
      [1, /unknown column "alice_fm"/],
      [1, /no column "username"/],
    ],
  },
  {
    name: 'a column twice',
    bytes: 'username,lastfm,lastfm_username\n',
    says: [[1, /"lastfm_username" is there twice/]],
  },
  { name: 'semicolons', bytes: 'username;lastfm\na;b\n', says: [[1, /separated by commas/]] },
  {
    name: 'Latin-1',
    bytes: Buffer.from('username,lastfm\nZo\u00eb,zoe\n', 'latin1'),
    says: [[2, /is not UTF-8/]],
  },
  {
    name: 'UTF-16',
    bytes: Buffer.from('\ufeffusername,lastfm\n', 'utf16le'),
    says: [[1, /is not UTF-8/]],
  },
  {
    name: 'a quote that stays open',
    bytes: 'username\n"alice\n',
    says: [[2, /opened and not closed/]],
  },
  {
    name: 'a quote within a name',
    bytes: 'username\nal"ice\n',
    says: [[2, /without quotes around it/]],
  },
  {
    name: 'a quote that is not doubled',
    bytes: 'username\r\n"x\r\ny"\r\n"z"q"\r\n',
    says: [[4, /not doubled/]],
  },
  {
    name: 'every line that is wrong, at its number',
    bytes:
      'username,lastfm,visibility\r\n' +
      'alice,alice_fm,public\r\n' +
      '"al\r\nice",x,\r\n' + // lines 3 and 4
      'bob,b1,secret\r\n' +
      '\r\n' +
      'bob,b2\r\n' +
      ',nobody,\r\n' +
      'alice,other,\r\n' +
      'carol, c1,hidden\r\n',
    says: [
      [3, /username "al\\u\{a\}ice" holds a control character/],
      [5, /visibility "secret" is neither/],
      [7, /has 2 columns, the header has 3/],
      [8, /username "" is empty/],
      [9, /username "alice" is in line 2 already/],
      [10, /Last\.fm account " c1" begins or ends with a blank/],
      [10, /visibility "hidden" is neither/],
    ],
  },
  {
    name: 'more than a roster may have',
    bytes: Buffer.alloc((16 << 20) + 1, 'a'),
    says: [[1, /more than 16 MB/]],
  },
];
for (const { name, bytes, says } of BAD) {
  test(`a file that is complained about: ${name}`, () => {
    const { complaints } = readMembersFile(Buffer.from(bytes));
    assert.deepEqual(
      complaints.map(({ line }) => line),
      says.map(([line]) => line),
      JSON.stringify(complaints),
    );
    for (const [at, [, text]] of says.entries()) assert.match(complaints[at]?.text ?? '', text);
  });
}

test('a doubt is no complaint', () => {
  const read = readMembersFile(Buffer.from('username,lastfm\na,9lives\n'));
  assert.equal(read.wishes.length, 1);
  assert.deepEqual(
    read.doubts.map(({ line }) => line),
    [2],
  );
});

test('cut at every byte, a file is read or complained about', () => {
  const whole = Buffer.from(
    '\ufeffusername,lastfm,visibility\r\n"Zo\u00eb ""x""",z,public\r\nb,🎧,\r\n',
  );
  /** @type {string[]} */
  const silent = [];
  for (let length = 0; length <= whole.length; length += 1) {
    const { wishes, complaints } = readMembersFile(whole.subarray(0, length));
    if (wishes.length + complaints.length === 0) silent.push(String(whole.subarray(3, length)));
  }
  const header = 'username,lastfm,visibility';
  // Whole headers, of one, two and three columns.
  assert.deepEqual(silent, [
    ...['username', 'username,lastfm', header],
    ...[`${header}\r`, `${header}\r\n`],
  ]);
});
