// clang-format and clang-tidy: which one is here, and what its version means for what it says.

import { runCommand } from '../command.js';
import { Failure } from '../failure.js';
import { findCommand } from '../setup/machine.js';

/** Debian 12's: the layout is this one's, and every check of this one passes or is switched off. */
const OURS = 14;

/**
 * @typedef {'clang-format' | 'clang-tidy'} ClangTool
 */

/**
 * @param {ClangTool} name
 * @returns {string} where it lies: of our version where there are several
 * @throws {Failure} when there is none
 */
export function clangTool(name) {
  const tool = findCommand(`${name}-${OURS}`) ?? findCommand(name);
  if (tool !== null) return tool;
  throw new Failure(`${name} is missing.`, {
    advice: ['run "npm run setup -- lint", which installs it.'],
  });
}

/**
 * @param {ClangTool} name
 * @returns {Promise<string>} as in "clang-tidy 14.0.6"
 */
export async function versionOf(name) {
  const { output } = await runCommand([clangTool(name), '--version']);
  return inWords(name, output.match(/version (\d+(?:\.\d+)*)/)?.[1] ?? '?');
}

/**
 * @param {ClangTool} name
 * @param {string} version
 * @returns {string}
 */
export function inWords(name, version) {
  if (version.split('.')[0] === String(OURS)) return `${name} ${version}`;
  const difference = {
    'clang-format': `it may lay out code differently from ${OURS}, by which CI decides`,
    'clang-tidy': `.clang-tidy names groups of checks, in which it may have others than ${OURS}, by which CI decides`,
  };
  return `${name} ${version}: ${difference[name]}`;
}
