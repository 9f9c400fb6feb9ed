// The size of the upload, as wrangler prints it, and its limit.

import { Failure } from '../failure.js';

/** Everything but what browsers load: it is fetched and compiled at every cold start. */
export const MOST_UPLOAD_BYTES = 160_000;

/** @param {string} output wrangler's: "Total Upload: 140.52 KiB / gzip: 55.90 KiB" @returns {number} KiB, compressed */
export function compressedKiB(output) {
  const size = output.match(/^Total Upload: .*\/ gzip: ([\d.]+) KiB/m)?.[1];
  if (size === undefined) throw new Failure('wrangler tells no size of the upload.', { output });
  return Number(size);
}

/** @param {string} output wrangler's @returns {number} compressed */
export const compressedBytes = (output) => Math.round(compressedKiB(output) * 1024);
