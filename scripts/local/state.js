// The folders a local run keeps between runs. The real Last.fm's members and the invented ones
// never share one.

import { resolve } from 'node:path';
import { inRoot, whereGiven } from '../setup/root.js';

/** wrangler's own default, so that `wrangler kv key list --local` looks at the same data. */
export const LOCAL_STATE = '.wrangler/state';
export const LIVE_STATE = '.wrangler/live';

/**
 * @param {string | null} chosen a folder, from where the command was given
 * @returns {string}
 */
export function localState(chosen) {
  return chosen === null ? LOCAL_STATE : whereGiven(chosen);
}

/**
 * @param {string} state LOCAL_STATE, LIVE_STATE, or another folder
 * @param {string} name
 * @returns {string} the absolute path of one of our own files beside wrangler's
 */
export function inState(state, name) {
  return resolve(inRoot('.'), state, name);
}
