// What wrangler.toml says, as wrangler itself reads it: the part that the checks are about.

import { resolve } from 'node:path';
import { unstable_readConfig as readConfig } from 'wrangler';
import { inRoot } from '../setup/root.js';

/**
 * @typedef {object} Configuration
 * @property {string} name of the Worker, the environment's ending included
 * @property {Record<string, unknown>} vars
 * @property {string[]} bindings names of those that the Worker looks for, and others
 * @property {string[]} crons
 * @property {string[]} environments that the file defines
 * @property {{binding: string, with: string}[]} shared what another site of the file stores in as well
 *
 * @typedef {Configuration | {error: string}} ConfigurationReading
 */

const TOP_LEVEL = 'the top level';

/**
 * @param {import('./facts.js').Site} site
 * @returns {ConfigurationReading}
 */
export function readConfiguration({ config, env }) {
  try {
    const read = (/** @type {string | undefined} */ name) =>
      readConfig({ config: resolve(inRoot('.'), config), env: name }, { hideWarnings: true });
    const chosen = read(env);
    const environments = chosen.definedEnvironments ?? [];
    const stores = storesOf(chosen);
    const others = [undefined, ...environments].filter((one) => one !== env);
    const shared = others.flatMap((one) => {
      const theirs = storesOf(read(one));
      return Object.keys(stores)
        .filter((binding) => stores[binding] === theirs[binding])
        .map((binding) => ({ binding, with: one ?? TOP_LEVEL }));
    });
    const metadata = chosen.version_metadata ? [chosen.version_metadata.binding] : [];
    return {
      name: chosen.name ?? '',
      vars: { ...chosen.vars },
      bindings: [...chosen.kv_namespaces, ...chosen.d1_databases]
        .map(({ binding }) => binding)
        .concat(metadata),
      crons: chosen.triggers.crons ?? [],
      environments,
      shared,
    };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * @param {import('wrangler').Unstable_Config} config
 * @returns {Record<string, string>} what names the storage behind a binding; without a name wrangler
 *   makes one of the Worker's, which no other site has
 */
function storesOf(config) {
  const kv = config.kv_namespaces.map(({ binding, id }) => [binding, id]);
  const d1 = config.d1_databases.map(({ binding, database_id, database_name }) => [
    binding,
    database_id ?? database_name,
  ]);
  return Object.fromEntries([...kv, ...d1].filter(([, store]) => store !== undefined));
}
