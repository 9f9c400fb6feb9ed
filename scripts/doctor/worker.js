// The Worker as it is set and deployed: wrangler.toml, its secrets, and which deployment is live.

import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { settingText } from '../../shim/setting-text.js';
import { configOf, namesOf } from '../cloudflare/config.js';
import { NO_SUCH_WORKER, wranglerJson } from '../cloudflare/wrangler.js';
import { Failure } from '../failure.js';
import { inState } from '../local/state.js';
import { inRoot } from '../setup/root.js';

/**
 * @typedef {import('../cloudflare/place.js').Place} Place
 *
 * @typedef {object} Configured
 * @property {Record<string, string>} settings
 * @property {boolean} hasCache
 * @property {boolean} hasDatabase
 * @property {string[]} crons
 *
 * @typedef {object} Deployed the versions by when they were deployed last
 * @property {string[]} live ids of the versions that serve now; none when nothing is deployed
 * @property {string | null} since when these are live
 * @property {string[]} earlier ids of versions that were live before
 */

/** Where a value is known to be set but not what it is. */
const SOME_SECRET = '0'.repeat(64);

/**
 * @param {Place} place
 * @returns {Promise<Configured>}
 * @throws {Failure}
 */
export async function configured(place) {
  const { vars, kv_namespaces, d1_databases, triggers } = await configOf(place);
  const secrets = place.isRemote ? await deployedSecrets(place) : localSecrets(place);
  const texts = Object.entries(vars).map(([name, value]) => [name, settingText(value)]);
  return {
    settings: { ...Object.fromEntries(texts), ...secrets },
    hasCache: namesOf(kv_namespaces).includes('CACHE'),
    hasDatabase: namesOf(d1_databases).includes('DB'),
    crons: triggers.crons ?? [],
  };
}

/** @param {Place} place @returns {Promise<Record<string, string>>} */
async function deployedSecrets({ site }) {
  const args = ['secret', 'list', '--format', 'json', ...site];
  const found = await unlessNotDeployed(wranglerJson('Listing the secrets', args));
  const names = Array.isArray(found) ? found.map(({ name }) => String(name)) : [];
  return Object.fromEntries(names.map((name) => [name, SOME_SECRET]));
}

/**
 * What npm start, or else wrangler dev, tells its Worker beyond wrangler.toml.
 * @param {Place} place
 */
function localSecrets({ state }) {
  const files = [inState(state ?? '', 'settings.env'), inRoot('.dev.vars')];
  const file = files.find(existsSync);
  return file === undefined ? {} : definedValues(parseEnv(readFileSync(file, 'utf8')));
}

/** @param {NodeJS.Dict<string>} values @returns {Record<string, string>} */
function definedValues(values) {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/**
 * @param {Place} place a remote one
 * @returns {Promise<Deployed>}
 */
export async function deployments({ site }) {
  const args = ['deployments', 'list', '--json', ...site];
  return deployedOf(await unlessNotDeployed(wranglerJson('Listing the deployments', args)));
}

/**
 * @param {unknown} list as wrangler prints it
 * @returns {Deployed}
 */
export function deployedOf(list) {
  const sorted = (Array.isArray(list) ? [...list] : []).sort((one, other) =>
    String(other.created_on).localeCompare(String(one.created_on)),
  );
  const idsOf = (/** @type {any} */ deployment) =>
    (deployment?.versions ?? [])
      .filter((/** @type {any} */ { percentage }) => percentage !== 0)
      .map((/** @type {any} */ { version_id }) => String(version_id));
  const [latest, ...before] = sorted;
  const live = idsOf(latest);
  const earlier = [...new Set(before.flatMap(idsOf))].filter((id) => !live.includes(id));
  return { live, since: latest?.created_on ?? null, earlier };
}

/**
 * @template Result
 * @param {Promise<Result>} asking
 * @returns {Promise<Result | null>} null when there is no such Worker
 */
async function unlessNotDeployed(asking) {
  try {
    return await asking;
  } catch (error) {
    if (error instanceof Failure && NO_SUCH_WORKER.test(error.output)) return null;
    throw error;
  }
}
