// Where this checkout lies.

import { fileURLToPath } from 'node:url';

const ROOT = new URL('../../', import.meta.url);

/**
 * @param {string} path relative to the checkout, '.' for the checkout itself
 * @returns {string} the absolute path
 */
export function inRoot(path) {
  return fileURLToPath(new URL(path, ROOT));
}
