// What the upload weighs, beside its limits.

import { compressedKiB } from '../checks/upload.js';
import { mustRun } from '../command.js';
import { inRoot } from '../setup/root.js';

/**
 * @typedef {object} Size
 * @property {string} name
 * @property {number} bytes compressed
 * @property {number} most our own limit: the module is compiled at every cold start
 */

/** What the free plan takes, compressed; the paid one takes more. */
export const CLOUDFLARES_MOST = 3 * 1024 * 1024;

/**
 * @param {string} output of `wrangler deploy --dry-run`
 * @returns {Promise<Size[]>} the upload last
 */
export async function sizesOf(output) {
  return [
    { name: 'core.wasm', bytes: await compressed('build/wasm/core.wasm'), most: 40_000 },
    { name: 'renderer.wasm', bytes: await compressed('build/wasm/renderer.wasm'), most: 9000 },
    { name: 'upload', bytes: Math.round(compressedKiB(output) * 1024), most: 60_000 },
  ];
}

/**
 * By the same program as the limit is kept with: Node's own makes a little more of it.
 * @param {string} path
 */
async function compressed(path) {
  const command = ['gzip', '-9', '-n', '-c', inRoot(path)];
  return (await mustRun(`Compressing ${path}`, command)).stdout.length;
}

/** @param {readonly Size[]} sizes @returns {string} */
export function sizeTable(sizes) {
  const number = (/** @type {number} */ bytes) => bytes.toLocaleString('en').padStart(9);
  const lines = sizes.map(
    ({ name, bytes, most }) =>
      `  ${name.padEnd(13)}  ${number(bytes)} of ${number(most)} bytes${bytes > most ? '  over our limit' : ''}`,
  );
  const upload = sizes.at(-1)?.bytes ?? 0;
  const share = ((100 * upload) / CLOUDFLARES_MOST).toFixed(1);
  return [...lines, `  the upload is ${share} % of the 3 MB that Cloudflare takes`].join('\n');
}
