// What the upload weighs, as the operator reads it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MOST_UPLOAD_BYTES } from '../../../scripts/checks/upload.js';
import { sizeTable } from '../../../scripts/deploy/sizes.js';

for (const { name, upload, line } of [
  { name: 'an upload within our limit', upload: 57_498, line: '     57,498 bytes of 160,000' },
  {
    name: 'an upload over our limit',
    upload: 160_001,
    line: '    160,001 bytes of 160,000: over our limit',
  },
]) {
  test(`the table of sizes, with ${name}`, () => {
    const sizes = [
      { name: 'core.wasm', bytes: 39_981 },
      { name: 'upload', bytes: upload, most: MOST_UPLOAD_BYTES },
    ];
    assert.deepEqual(sizeTable(sizes).split('\n'), [
      '  core.wasm         39,981 bytes',
      `  upload       ${line}`,
      `  the upload is ${upload === 57_498 ? '1.8' : '5.1'} % of the 3 MB that Cloudflare takes`,
    ]);
  });
}
