// Brings a machine to where a purpose can begin. Everything is looked at first: on a machine that
// has it all this takes some milliseconds.

import { workspacesFor } from './needs.js';
import { changeToNewNode, NODE_RUNTIME, needsOwnNode, preferNodeModules } from './node.js';
import { installNodeModules } from './node-modules.js';
import { installPackages } from './packages.js';

/** @param {import('./needs.js').Purpose} purpose */
export async function prepare(purpose) {
  await installPackages(purpose);
  await prepareNode(workspacesFor(purpose));
}

/**
 * For what needs neither compiler nor browser.
 * @param {readonly string[]} [workspaces] beside the root's packages
 */
export async function prepareNode(workspaces = []) {
  await installNodeModules(needsOwnNode() ? [...workspaces, NODE_RUNTIME] : workspaces);
  preferNodeModules();
  await changeToNewNode();
}
