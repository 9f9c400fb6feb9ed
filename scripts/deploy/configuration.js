// What wrangler.toml says, as wrangler itself reads it: the part that the checks are about.

import { namesOf, readConfig } from '../cloudflare/config.js';

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
 * @returns {Promise<ConfigurationReading>}
 */
export async function readConfiguration({ config, env }) {
  try {
    const chosen = await readConfig({ config, env });
    const environments = chosen.definedEnvironments ?? [];
    const stores = storesOf(chosen);
    const others = [undefined, ...environments].filter((one) => one !== env);
    const shared = [];
    for (const one of others) {
      const theirs = storesOf(await readConfig({ config, env: one }));
      for (const binding of Object.keys(stores)) {
        if (stores[binding] === theirs[binding]) shared.push({ binding, with: one ?? TOP_LEVEL });
      }
    }
    const metadata = chosen.version_metadata ? [chosen.version_metadata.binding] : [];
    return {
      name: chosen.name ?? '',
      vars: { ...chosen.vars },
      bindings: [...namesOf(chosen.kv_namespaces), ...namesOf(chosen.d1_databases), ...metadata],
      crons: chosen.triggers.crons ?? [],
      environments,
      shared,
    };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * @param {import('../cloudflare/config.js').Config} config
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
