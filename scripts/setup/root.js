// Where this checkout lies, and where the command was given.

import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = new URL('../../', import.meta.url);

/**
 * @param {string} path relative to the checkout, '.' for the checkout itself
 * @returns {string} the absolute path
 */
export function inRoot(path) {
  return fileURLToPath(new URL(path, ROOT));
}

/**
 * npm runs a script in the checkout, wherever its command was given.
 * @param {string} path as it was named there
 * @returns {string} the absolute path
 */
export function whereGiven(path) {
  return resolve(process.env.INIT_CWD ?? process.cwd(), path);
}
