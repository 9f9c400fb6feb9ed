// The lines that say where secrets were looked for: read again, and summed up.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scannedIn, scannedLine, sumOf } from '../../scripts/checks/scanned.js';

const ONE = { secrets: 2, counts: { 'log lines': 3, 'stored values': 1 }, characters: 100 };
const OTHER = { secrets: 3, counts: { 'log lines': 4, replies: 5 }, characters: 1 };
const BOTH = {
  secrets: 3,
  counts: { 'log lines': 7, 'stored values': 1, replies: 5 },
  characters: 101,
};

const LINES = [
  { scanned: ONE, line: 'none of 2 secrets in 3 log lines, 1 stored values (100 characters)' },
  {
    scanned: BOTH,
    line: 'none of 3 secrets in 7 log lines, 5 replies, 1 stored values (101 characters)',
  },
];
for (const { scanned, line } of LINES) {
  test(`the line of a scan: ${line}`, () => {
    assert.equal(scannedLine(scanned), line);
    assert.deepEqual(scannedIn(`✔ a test\n${line}\nℹ tests 1\n`), scanned);
  });
}

test('the sum of several, out of what test files printed', () => {
  assert.deepEqual(sumOf([ONE, OTHER]), BOTH);
  assert.deepEqual(scannedIn([ONE, OTHER].map((one) => `${scannedLine(one)}\n`).join('')), BOTH);
});

test('without such a line nothing was looked at', () => {
  assert.deepEqual(scannedIn('ℹ tests 1\n'), { secrets: 0, counts: {}, characters: 0 });
});
