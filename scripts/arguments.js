import { parseArgs } from 'node:util';

/**
 * node:util's parseArgs; what is wrong with the arguments becomes a failure of the caller's making.
 * @template {import('node:util').ParseArgsConfig} Config
 * @param {Config} config
 * @param {(message: string) => Error} wrong
 * @returns {ReturnType<typeof parseArgs<Config>>}
 */
export function parseArguments(config, wrong) {
  try {
    return parseArgs(config);
  } catch (error) {
    // What follows the first sentence is of use to whoever calls parseArgs.
    throw wrong(error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error));
  }
}
