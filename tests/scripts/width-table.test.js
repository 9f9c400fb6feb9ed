// wasm/render/width_table.h is what its script makes of this Node's Unicode.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { columnsOf, isCurrent } from '../../scripts/width-table.js';

test('the table of widths is the one that scripts/width-table.js makes', (t) => {
  if (process.versions.unicode !== '17.0') return t.skip(`Unicode ${process.versions.unicode}`);
  assert.ok(isCurrent(), 'run npm run width-table');
});

const CASES = [
  { name: 'a letter', character: 'é', columns: 1 },
  { name: 'an ideograph', character: '椎', columns: 2 },
  { name: 'an emoji', character: '🎵', columns: 2 },
  { name: 'an accent', character: '\u0301', columns: 0 },
  { name: 'a joiner', character: '\u200d', columns: 0 },
  { name: 'a Hangul vowel', character: '\u1161', columns: 0 },
  { name: 'nothing yet', character: '\u0378', columns: null },
];
for (const { name, character, columns } of CASES) {
  test(`columns of ${name}`, () => {
    assert.equal(columnsOf(/** @type {number} */ (character.codePointAt(0))), columns);
  });
}
