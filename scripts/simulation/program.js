// The simulator's programs: one that runs the core as it is, and one for each mechanism that can be
// taken out of it.

import { buildPreset } from '../cmake/preset.js';
import { step } from '../progress.js';
import { inRoot } from '../setup/root.js';
import { MECHANISMS } from './options.js';

/** @param {import('./options.js').Mechanism | null} without */
function nameOf(without) {
  return without === null ? 'simulate' : `simulate-without-${without}`;
}

/**
 * @param {import('./options.js').Mechanism | null} without
 * @returns {string} the program's path
 */
export function programPath(without) {
  return inRoot(`build/release/tests/simulation/${nameOf(without)}`);
}

export async function buildSimulator() {
  const targets = [null, ...MECHANISMS].map(nameOf);
  await step('Building the simulator', (sign) => buildPreset('release', sign, targets));
}
