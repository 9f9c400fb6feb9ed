// The simulator's programs: one that runs the core as it is, one for each mechanism that can be taken
// out of it, and one that compares planners.

import { buildPreset } from '../cmake/preset.js';
import { step } from '../progress.js';
import { inRoot } from '../setup/root.js';
import { MECHANISMS, without } from './options.js';

export const PROGRAMS = ['simulate', 'planning', ...MECHANISMS.map(without)];

/**
 * @param {string} program
 * @param {'release' | 'debug'} [preset]
 * @returns {string} the program's path
 */
export function programPath(program, preset = 'release') {
  return inRoot(`build/${preset}/tests/simulation/${program}`);
}

export async function buildSimulator() {
  await step('Building the simulator', (sign) => buildPreset('release', sign, PROGRAMS));
}
