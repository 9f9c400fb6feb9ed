import { parseArgs } from 'node:util';

/**
 * node:util's parseArgs; what is wrong with the arguments becomes a failure of the caller's making.
 * @template {import('node:util').ParseArgsConfig} Config
 * @param {Config} config
 * @param {(message: string) => Error} wrong
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {ReturnType<typeof parseArgs<Config>>}
 */
export function parseArguments(config, wrong, environment = process.env) {
  const kept = keptByNpm(Object.keys(config.options ?? {}), environment);
  if (kept !== undefined) {
    throw wrong(
      `npm has kept --${kept} for itself. Put -- before the options: npm run ${environment.npm_lifecycle_event} -- --${kept} …`,
    );
  }
  try {
    return parseArgs(config);
  } catch (error) {
    // What follows the first sentence is of use to whoever calls parseArgs.
    throw wrong(error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error));
  }
}

/**
 * An option without -- in front is npm's. Whoever meant us would not be told: a --dry-run that is
 * lost writes, a --remote that is lost writes somewhere else.
 * @param {string[]} options
 * @param {NodeJS.ProcessEnv} environment
 * @returns {string | undefined}
 */
function keptByNpm(options, { npm_lifecycle_event: script, ...environment }) {
  if (script === undefined) return undefined;
  return options.find((name) => environment[`npm_config_${name.replaceAll('-', '_')}`]);
}
