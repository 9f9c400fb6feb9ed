// The npm packages: the root's, which starting and deploying need, and those of the workspaces that a
// purpose adds. A purpose that needs more adds to what is there; another lock file begins anew.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { mustRun } from '../command.js';
import { Failure } from '../failure.js';
import { step } from '../progress.js';
import { findCommand } from './machine.js';
import { linkNode } from './node.js';
import { inRoot } from './root.js';

const STAMP = inRoot('node_modules/.installed-from-lock');
const QUIET = ['--no-audit', '--no-fund', '--loglevel=http'];

/** @param {readonly string[]} workspaces beside the root's packages, by their folders */
export async function installNodeModules(workspaces) {
  const stamp = readStamp();
  const plan = planInstallation(stamp, fingerprint(), workspaces);
  if (plan === null) return;
  if (findCommand('npm') === null) {
    throw new Failure('npm is missing.', {
      advice: ['install Node.js 18 or newer together with npm.'],
    });
  }
  await step('Installing npm packages', (sign) =>
    mustRun('Installing npm packages', plan.command, {
      cwd: inRoot('.'),
      env: { ...process.env, PATH: pathWithoutOurNode() },
      onLine: sign,
    }),
  );
  linkNode();
  writeFileSync(STAMP, plan.stamp);
}

/**
 * @param {string | null} stamp what was written after the last installation, or null
 * @param {string} lock fingerprint of the lock file as it is now
 * @param {readonly string[]} workspaces wanted beside the root's packages
 * @returns {{command: string[], stamp: string} | null} null when everything is there
 */
export function planInstallation(stamp, lock, workspaces) {
  const [from, ...there] = (stamp ?? '').trimEnd().split('\n');
  const isSameLock = from === lock;
  const all = [...new Set(isSameLock ? [...there, ...workspaces] : workspaces)].sort();
  if (isSameLock && all.length === there.length) return null;
  // `npm ci` empties node_modules first, `npm install` only adds what the lock file names.
  const verb = isSameLock ? ['install', '--no-save'] : ['ci'];
  const which =
    all.length === 0
      ? ['--workspaces=false']
      : ['--include-workspace-root', ...all.flatMap((folder) => ['--workspace', folder])];
  return {
    command: ['npm', ...verb, ...which, ...QUIET],
    stamp: `${[lock, ...all].join('\n')}\n`,
  };
}

/** @returns {string} changes with the lock file, and with the system the native packages are for */
function fingerprint() {
  const lock = readFileSync(inRoot('package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex');
  return `${hash} ${process.platform}-${process.arch}`;
}

/** @returns {string | null} */
function readStamp() {
  try {
    return readFileSync(STAMP, 'utf8');
  } catch {
    return null; // Nothing was installed, or not by us.
  }
}

/** @returns {string} npm must not run on the Node in node_modules, which it is about to replace */
function pathWithoutOurNode() {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !/node_modules[\\/]\.bin[\\/]?$/.test(folder))
    .join(delimiter);
}
