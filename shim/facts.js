/** What every call of the core is told about the Worker it runs in. */

/**
 * @typedef {object} Env
 * @property {KVNamespace} CACHE
 * @property {D1Database} [DB]
 * @property {{id: string, tag: string, timestamp: string}} [CF_VERSION_METADATA]
 */

/**
 * @param {Env} env
 * @param {string[]} names of the settings that the core reads
 */
export function factsOf(env, names) {
  const values = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (env));
  const settings = names
    .filter((name) => values[name] !== undefined)
    .map((name) => [name, asText(values[name])]);
  return {
    settings: Object.fromEntries(settings),
    deployment: env.CF_VERSION_METADATA ?? null,
    hasCache: env.CACHE !== undefined,
    hasDatabase: env.DB !== undefined,
  };
}

/**
 * wrangler.toml may hold numbers and arrays; every setting crosses as text.
 * @param {unknown} value
 */
function asText(value) {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
