// What wrangler.toml says about a site, as wrangler itself reads it.

import { resolve } from 'node:path';
import { parseArguments } from '../arguments.js';
import { Failure } from '../failure.js';
import { inRoot } from '../setup/root.js';
import { PLACE_OPTIONS } from './place.js';

/**
 * @typedef {object} SiteConfig
 * @property {string} file as it was named
 * @property {Record<string, unknown>} vars
 * @property {string[]} databases the bindings of D1
 */

/**
 * @param {import('./place.js').Place} place
 * @returns {Promise<SiteConfig>}
 * @throws {Failure}
 */
export async function siteConfig({ site }) {
  const { values } = parseArguments(
    { args: site, options: PLACE_OPTIONS },
    (message) => new Failure(message),
  );
  const file = values.config ?? 'wrangler.toml';
  // Only here, because loading wrangler takes a second.
  const { unstable_readConfig: readConfig } = await import('wrangler');
  try {
    const config = resolve(inRoot('.'), file);
    const read = readConfig({ config, env: values.env }, { hideWarnings: true });
    /** @type {{ binding: string }[]} */
    const databases = read.d1_databases;
    return { file, vars: { ...read.vars }, databases: databases.map(({ binding }) => binding) };
  } catch (error) {
    throw new Failure(`${file} cannot be read.`, {
      output: error instanceof Error ? error.message : String(error),
      advice: [`mend ${file}, and run the same command again.`],
    });
  }
}
