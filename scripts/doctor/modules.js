// The two modules that the doctor asks: the Worker's own core, and the examiner, which tells what
// the core has no use for. Built when they are missing or older than what they are made of.

import { existsSync, readFileSync } from 'node:fs';
import { Core } from '../../shim/core.js';
import { buildPreset } from '../cmake/preset.js';
import { inRoot } from '../setup/root.js';

/** @typedef {{ core: Core, examiner: Core }} Modules */

/** @returns {Promise<Modules>} */
export async function builtModules() {
  // Not to standard output, whose first line is the answer.
  if (!existsSync(fileOf('examiner'))) process.stderr.write('Building the examiner (wasm/) …\n');
  await buildPreset('wasm', undefined, ['core_module', 'examiner_module']);
  return loadedModules();
}

/** @returns {Modules} as they were built last */
export function loadedModules() {
  return { core: loaded('core'), examiner: loaded('examiner') };
}

/** @param {string} name */
function loaded(name) {
  return new Core(new WebAssembly.Module(readFileSync(fileOf(name))));
}

/** @param {string} name */
function fileOf(name) {
  return inRoot(`build/wasm/${name}.wasm`);
}
