// What may follow `npm run deploy --`. Pure: arguments in, options or a clear error out.

import { parseArguments } from '../arguments.js';
import { PLACE_OPTIONS, placeOf } from '../cloudflare/place.js';
import { Failure } from '../failure.js';

/**
 * @typedef {object} DeployOptions
 * @property {boolean} help
 * @property {'deploy' | 'check' | 'dry-run'} mode
 * @property {import('./facts.js').Site} site
 */

export const HELP = `npm run deploy [-- options]: checks what the Worker needs, builds it, shows its sizes, deploys it.

  --check          only the checks; exit status 1 when something is missing or wrong
  --dry-run        everything but the upload
  --env NAME       an environment of wrangler.toml, where it has several sites
  --config FILE    another wrangler.toml
  --help           show this`;

/**
 * @param {string[]} args
 * @returns {DeployOptions}
 */
export function deployOptions(args) {
  const { env, config } = PLACE_OPTIONS;
  const { values } = parseArguments(
    {
      args,
      options: {
        check: { type: 'boolean' },
        'dry-run': { type: 'boolean' },
        env,
        config,
        help: { type: 'boolean', short: 'h' },
      },
    },
    wrong,
  );
  if (values.check && values['dry-run']) throw wrong('--check or --dry-run, not both.');
  for (const name of /** @type {const} */ (['env', 'config'])) {
    if (values[name] === '') throw wrong(`--${name} needs a value.`);
  }
  const { site } = placeOf({ remote: true, env: values.env, config: values.config }, wrong);
  return {
    help: values.help ?? false,
    mode: values.check ? 'check' : values['dry-run'] ? 'dry-run' : 'deploy',
    site: { flags: site, env: values.env, config: values.config ?? 'wrangler.toml' },
  };
}

/** @param {string} message */
function wrong(message) {
  return new Failure(message, { advice: ['npm run deploy -- --help shows the options.'] });
}
