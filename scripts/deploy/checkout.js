// What git says of the checkout that is deployed.

import { runCommand } from '../command.js';
import { inRoot } from '../setup/root.js';

/** @returns {Promise<import('./facts.js').Checkout | null>} */
export async function readCheckout() {
  const git = (/** @type {string[]} */ args) => runCommand(['git', ...args], { cwd: inRoot('.') });
  const head = await git(['rev-parse', '--short', 'HEAD']);
  if (head.code !== 0) return null;
  const status = await git(['status', '--porcelain']);
  const changed = status.output.split('\n').filter((line) => line !== '').length;
  return { commit: head.output.trim(), changed };
}
