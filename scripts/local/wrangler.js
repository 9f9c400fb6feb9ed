// How wrangler is called here: by the Node that is new enough, without asking and without network.

import { inRoot } from '../setup/root.js';

/** @type {NodeJS.ProcessEnv} */
const QUIET = {
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_SEND_ERROR_REPORTS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  NO_COLOR: '1',
  CI: '1', // never ask
};

/**
 * @param {string[]} args
 * @returns {string[]} the command to run
 */
export function wranglerCommand(args) {
  return [process.execPath, inRoot('node_modules/wrangler/bin/wrangler.js'), ...args];
}

/** @returns {NodeJS.ProcessEnv} */
export function wranglerEnvironment() {
  const { FORCE_COLOR: _, ...ours } = process.env;
  return { ...ours, ...QUIET };
}
