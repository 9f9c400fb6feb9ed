// Brings a machine to where a purpose can begin. Everything is looked at first: on a machine that
// has it all this takes some milliseconds.

import { changeToNewNode, preferNodeModules } from './node.js';
import { installNodeModules } from './node-modules.js';
import { installPackages } from './packages.js';

/** @param {import('./needs.js').Purpose} purpose */
export async function prepare(purpose) {
  await installPackages(purpose);
  await prepareNode();
}

/** For what needs neither compiler nor browser. */
export async function prepareNode() {
  await installNodeModules();
  preferNodeModules();
  await changeToNewNode();
}
