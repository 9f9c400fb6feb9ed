// The fault matrix: the one overview of what each fault does to the API, the log and health, before,
// during and after it. Rows are data in matrix/; what they saw makes the tables in README.md and the
// replies in golden/matrix.txt, which tests/browser shows on the page.
//
// UPDATE_GOLDEN=1 writes both anew. They are read by eye before they are committed.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, suite, test } from 'node:test';
import { CODE } from './matrix/code.js';
import { MEMBERS } from './matrix/plays.js';
import { encodeReplies, repliesOf } from './matrix/replies.js';
import { ROSTER } from './matrix/roster.js';
import { runRow } from './matrix/runner.js';
import { SCHEDULE } from './matrix/schedule.js';
import { STORE } from './matrix/store.js';
import { tableIn, tableOf, withTable } from './matrix/table.js';
import { HANGING, UPSTREAM } from './matrix/upstream.js';
import { VALUES } from './matrix/values.js';
import { WRITERS } from './matrix/writers.js';
import { FOREIGN, VERSION_1 } from './other-writers.js';
import { startPlatform } from './platform.js';

const README = new URL('README.md', import.meta.url);
const REPLIES = new URL('golden/matrix.txt', import.meta.url);

/** @type {{name: string, rows: import('./matrix/row.js').Row[]}[]} */
const GROUPS = [
  { name: 'Upstream', rows: [...UPSTREAM, ...HANGING] },
  { name: 'KV', rows: STORE },
  { name: 'Values in KV', rows: VALUES },
  { name: 'Roster', rows: ROSTER },
  { name: 'Writers', rows: WRITERS },
  { name: 'Schedule', rows: SCHEDULE },
  { name: 'Code', rows: CODE },
];
const ALL_ROWS = GROUPS.flatMap(({ rows }) => rows);

/** @type {Map<string, import('./matrix/runner.js').SeenRow>} by fault */
const seen = new Map();

/**
 * One row after the other, on a platform of their own.
 * @param {string} name
 * @param {import('./matrix/row.js').Row[]} rows
 */
function runRows(name, rows) {
  suite(name, { concurrency: 1 }, () => {
    /** @type {import('./platform.js').Platform} */
    let platform;
    before(async () => {
      platform = await startPlatform({ members: MEMBERS, moreWorkers: [VERSION_1, FOREIGN] });
    });
    after(() => platform?.stop());
    for (const row of rows) {
      test(row.fault, async () => {
        seen.set(row.fault, await runRow(platform, row));
      });
    }
  });
}

suite('the fault matrix', { concurrency: true }, () => {
  runRows('rows that wait in real time', HANGING);
  runRows(
    'all others',
    ALL_ROWS.filter((row) => !HANGING.includes(row)),
  );
});

/** @param {import('./matrix/row.js').Row} row */
function seenOf({ fault }) {
  const row = seen.get(fault);
  assert.ok(row, `the row "${fault}" has not come to its end`);
  return row;
}

test('the tables in README.md and the replies in golden/matrix.txt are what was seen', () => {
  const table = tableOf(GROUPS.map(({ name, rows }) => ({ name, rows: rows.map(seenOf) })));
  const replies = encodeReplies(repliesOf(ALL_ROWS.map(seenOf)));
  const readme = readFileSync(README, 'utf8');
  if (process.env.UPDATE_GOLDEN === '1') {
    writeFileSync(README, withTable(readme, table));
    writeFileSync(REPLIES, replies);
  }
  assert.equal(tableIn(readFileSync(README, 'utf8')), table, 'UPDATE_GOLDEN=1 writes it anew');
  assert.equal(readFileSync(REPLIES, 'utf8'), replies, 'UPDATE_GOLDEN=1 writes them anew');
});
