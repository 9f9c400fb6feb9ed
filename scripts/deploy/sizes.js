// The sizes of the upload and of its module, and the limit on the whole.

import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { compressedBytes, MOST_UPLOAD_BYTES } from '../checks/upload.js';
import { inRoot } from '../setup/root.js';

/**
 * @typedef {object} Size
 * @property {string} name
 * @property {number} bytes compressed
 * @property {number} [most] our own limit, of the whole
 */

/** What the free plan takes, compressed; the paid one takes more. */
export const CLOUDFLARES_MOST = 3 * 1024 * 1024;

/**
 * @param {string} output of `wrangler deploy --dry-run`
 * @returns {Size[]} the upload last
 */
export function sizesOf(output) {
  return [
    { name: 'core.wasm', bytes: compressed('build/wasm/core.wasm') },
    { name: 'upload', bytes: compressedBytes(output), most: MOST_UPLOAD_BYTES },
  ];
}

/** @param {string} path */
function compressed(path) {
  return gzipSync(readFileSync(inRoot(path)), { level: 9 }).length;
}

/** @param {readonly Size[]} sizes @returns {string} */
export function sizeTable(sizes) {
  const number = (/** @type {number} */ bytes) => bytes.toLocaleString('en').padStart(9);
  const lines = sizes.map(
    ({ name, bytes, most }) => `  ${name.padEnd(13)}  ${number(bytes)} bytes${limit(bytes, most)}`,
  );
  const upload = sizes.at(-1)?.bytes ?? 0;
  const share = ((100 * upload) / CLOUDFLARES_MOST).toFixed(1);
  return [...lines, `  the upload is ${share} % of the 3 MB that Cloudflare takes`].join('\n');
}

/** @param {number} bytes @param {number | undefined} most */
function limit(bytes, most) {
  if (most === undefined) return '';
  return ` of ${most.toLocaleString('en')}${bytes > most ? ': over our limit' : ''}`;
}
