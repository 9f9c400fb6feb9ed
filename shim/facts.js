/** What every call of the core is told about the Worker it runs in. */

import { settingText } from './setting-text.js';

/**
 * @typedef {object} Env
 * @property {KVNamespace} CACHE
 * @property {D1Database} [DB]
 * @property {{id: string, tag: string, timestamp: string}} [CF_VERSION_METADATA]
 * @property {RateLimit} [RATE_LIMITER]
 */

// What stands between the two, as in RFC 7464.
const RECORD_SEPARATOR = '\u001e';

/**
 * JSON of what stays the same from call to call, made once for each environment, of which an
 * isolate has one.
 */
export class Constants {
  #names;
  /** @type {Env | undefined} */
  #env;
  #json = '';

  /** @param {string[]} names of the settings that the core reads */
  constructor(names) {
    this.#names = names;
  }

  /** @param {Env} env */
  of(env) {
    if (env !== this.#env) {
      this.#json = JSON.stringify(factsOf(env, this.#names));
      this.#env = env;
    }
    return this.#json;
  }

  /**
   * @param {Env} env
   * @param {object} facts of one call
   * @returns {string} all of them
   */
  with(env, facts) {
    return `${JSON.stringify(facts)}${RECORD_SEPARATOR}${this.of(env)}`;
  }
}

/**
 * @param {Env} env
 * @param {string[]} names
 */
function factsOf(env, names) {
  const settings = names.map((name) => [name, settingOf(env, name)]);
  return {
    settings: Object.fromEntries(settings),
    deployment: env.CF_VERSION_METADATA ?? null,
    hasCache: env.CACHE !== undefined,
    hasDatabase: env.DB !== undefined,
  };
}

/**
 * @param {Env} env
 * @param {string} name
 */
export function settingOf(env, name) {
  return settingText(/** @type {Record<string, unknown>} */ (/** @type {unknown} */ (env))[name]);
}
