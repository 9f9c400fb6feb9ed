// What wrangler.toml says about a site, as wrangler itself reads it.

import { resolve } from 'node:path';
import { Failure } from '../failure.js';
import { inRoot } from '../setup/root.js';

/**
 * @typedef {import('wrangler').Unstable_Config} Config
 *
 * @typedef {object} SiteConfig what a roster is found by
 * @property {string} file as it was named
 * @property {Record<string, unknown>} vars
 * @property {string[]} databases the bindings of D1
 */

/** By which the list is refreshed. */
export const CRON = '*/5 * * * *';
const USUAL_FILE = 'wrangler.toml';

/**
 * @param {{env?: string, config?: string}} site
 * @returns {Promise<Config>}
 * @throws what wrangler says of a file that it cannot read
 */
export async function readConfig({ env, config = USUAL_FILE }) {
  // Only here, because loading wrangler takes a second.
  const { unstable_readConfig } = await import('wrangler');
  return unstable_readConfig({ config: resolve(inRoot('.'), config), env }, { hideWarnings: true });
}

/**
 * @param {import('./place.js').Place} place
 * @returns {Promise<Config>}
 * @throws {Failure}
 */
export async function configOf(place) {
  const { env, config: file = USUAL_FILE } = place;
  const read = await readConfig(place).catch((error) => {
    throw new Failure(`${file} cannot be read.`, {
      output: error instanceof Error ? error.message : String(error),
      advice: [`mend ${file}, and run the same command again.`],
    });
  });
  const known = read.definedEnvironments ?? [];
  if (env === undefined || known.includes(env)) return read;
  // wrangler would take the top level's bindings for it: another site's members and list.
  throw new Failure(`There is no [env.${env}] in ${file}.`, {
    advice: [
      `name one that is there (${known.join(', ') || 'there is none'}), or leave out --env.`,
    ],
  });
}

/**
 * @param {import('./place.js').Place} place
 * @returns {Promise<SiteConfig>}
 * @throws {Failure}
 */
export async function siteConfig(place) {
  const { vars, d1_databases } = await configOf(place);
  return { file: place.config ?? USUAL_FILE, vars: { ...vars }, databases: namesOf(d1_databases) };
}

/** @param {readonly { binding: string }[]} bindings @returns {string[]} */
export function namesOf(bindings) {
  return bindings.map(({ binding }) => binding);
}
