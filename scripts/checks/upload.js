// What wrangler says that an upload weighs.

import { Failure } from '../failure.js';

/** @param {string} output wrangler's: "Total Upload: 140.52 KiB / gzip: 55.90 KiB" @returns {number} KiB, compressed */
export function compressedKiB(output) {
  const size = output.match(/^Total Upload: .*\/ gzip: ([\d.]+) KiB/m)?.[1];
  if (size === undefined) throw new Failure('wrangler tells no size of the upload.', { output });
  return Number(size);
}
