// What the upload weighs, as the operator reads it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sizeTable } from '../../../scripts/deploy/sizes.js';

test('the table of sizes', () => {
  const sizes = [
    { name: 'core.wasm', bytes: 39_981, most: 40_000 },
    { name: 'renderer.wasm', bytes: 9001, most: 9000 },
    { name: 'upload', bytes: 57_498, most: 60_000 },
  ];
  assert.equal(
    sizeTable(sizes),
    [
      '  core.wasm         39,981 of    40,000 bytes',
      '  renderer.wasm      9,001 of     9,000 bytes  over our limit',
      '  upload            57,498 of    60,000 bytes',
      '  the upload is 1.8 % of the 3 MB that Cloudflare takes',
    ].join('\n'),
  );
});
