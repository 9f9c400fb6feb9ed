// Where the operator's tools look: at the local state of `npm start`, or at what is deployed. Pure.

import { Failure } from '../failure.js';
import { localState } from '../local/state.js';

/**
 * @typedef {object} Place
 * @property {boolean} isRemote
 * @property {string[]} site which of several sites, as wrangler is told: `--env`, `--config`
 * @property {string} [env] the same by themselves
 * @property {string} [config]
 * @property {string | null} state the folder of local state; null when remote
 */

/** What every tool accepts, for node:util's parseArgs. */
export const PLACE_OPTIONS = /** @type {const} */ ({
  remote: { type: 'boolean' },
  state: { type: 'string' },
  env: { type: 'string' },
  config: { type: 'string' },
});

export const PLACE_HELP = `\
  --remote         the deployed Worker's data, through wrangler (needs: npx wrangler login)
  --state FOLDER   local data that npm start --state keeps in another folder
  --env NAME       an environment of wrangler.toml, where it has several sites
  --config FILE    another wrangler.toml`;

/**
 * @param {{remote?: boolean, state?: string, env?: string, config?: string}} given
 * @param {(message: string) => Failure} wrong
 * @returns {Place}
 */
export function placeOf({ remote = false, state, env, config }, wrong) {
  if (remote && state !== undefined) {
    throw wrong('--state is a folder of this machine, --remote is not on this machine.');
  }
  const site = [...option('env', env), ...option('config', config)];
  return {
    ...{ isRemote: remote, site, state: remote ? null : localState(state ?? null) },
    ...(env !== undefined && { env }),
    ...(config !== undefined && { config }),
  };
}

/**
 * @param {Place} place
 * @returns {string[]} what follows a command of wrangler that reads or writes data
 */
export function placeFlags({ isRemote, site, state }) {
  return [...site, ...(isRemote ? ['--remote'] : ['--local', ...option('persist-to', state)])];
}

/**
 * @param {Place} place
 * @returns {string[]} the same as a person would type it: wrangler's own folder needs no naming
 */
export function typedPlaceFlags(place) {
  const isUsual = place.state === localState(null);
  return placeFlags(isUsual ? { ...place, state: null } : place);
}

/**
 * @param {string} name
 * @param {string | null | undefined} value
 */
function option(name, value) {
  return value === null || value === undefined ? [] : [`--${name}`, value];
}
