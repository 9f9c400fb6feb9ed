// Where Emscripten keeps the system libraries it builds on first use.
// Debian's package ships them built and forbids building (FROZEN_CACHE), so any user may compile.
// Other packages build them into their own folder, which an ordinary user may not write to.

import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { runCommand } from '../command.js';
import { findCommand } from '../setup/machine.js';
import { inRoot } from '../setup/root.js';

/** @returns {Promise<NodeJS.ProcessEnv>} the environment to run Emscripten in */
export async function emscriptenEnvironment() {
  const chosen = process.env.EM_CACHE !== undefined || process.env.EM_FROZEN_CACHE !== undefined;
  if (chosen || process.getuid?.() === 0 || findCommand('em-config') === null) return process.env;
  const frozen = await ask('FROZEN_CACHE');
  if (frozen === 'True' || frozen === '1') return process.env;
  if (isWritable(await ask('CACHE'))) return process.env;
  return { ...process.env, EM_CACHE: inRoot('build/em-cache') };
}

/** @param {string} setting */
async function ask(setting) {
  return (await runCommand(['em-config', setting])).output.trim();
}

/** @param {string} path the folder, or the one it will be made in */
function isWritable(path) {
  try {
    accessSync(existsSync(path) ? path : dirname(path), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
