// The simulator's programs: one that runs the core as it is, one for each mechanism that can be taken
// out of it, and one that compares planners.

import { buildPreset } from '../cmake/preset.js';
import { step } from '../progress.js';
import { inRoot } from '../setup/root.js';
import { MECHANISMS, without } from './options.js';

/**
 * @param {string} program
 * @returns {string} the program's path
 */
export function programPath(program) {
  return inRoot(`build/release/tests/simulation/${program}`);
}

export async function buildSimulator() {
  const targets = ['simulate', 'planning', ...MECHANISMS.map(without)];
  await step('Building the simulator', (sign) => buildPreset('release', sign, targets));
}
