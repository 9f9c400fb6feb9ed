// The npm packages: installed once for each package-lock.json, with `npm ci`.

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

export async function installNodeModules() {
  const wanted = fingerprint();
  if (installed() === wanted) return;
  if (findCommand('npm') === null) {
    throw new Failure('npm is missing.', {
      advice: ['install Node.js 18 or newer together with npm.'],
    });
  }
  await step('Installing npm packages (about 90 MB to download)', (sign) =>
    mustRun('npm ci', ['npm', 'ci', '--no-audit', '--no-fund', '--loglevel=http'], {
      cwd: inRoot('.'),
      env: { ...process.env, PATH: pathWithoutOurNode() },
      onLine: sign,
    }),
  );
  linkNode();
  writeFileSync(STAMP, wanted);
}

/** @returns {string} changes with the lock file, and with the system the native packages are for */
function fingerprint() {
  const lock = readFileSync(inRoot('package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex');
  return `${hash} ${process.platform}-${process.arch}\n`;
}

/** @returns {string | null} */
function installed() {
  try {
    return readFileSync(STAMP, 'utf8');
  } catch {
    return null;
  }
}

/** @returns {string} npm must not run on the Node in node_modules, which it is about to replace */
function pathWithoutOurNode() {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !/node_modules[\\/]\.bin[\\/]?$/.test(folder))
    .join(delimiter);
}
