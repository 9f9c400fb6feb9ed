// One command of wrangler about data or a deployment: its standard output, or a failure that says
// what was tried.

import { asTyped, runCommand } from '../command.js';
import { adviceFor, Failure } from '../failure.js';
import { wranglerCommand, wranglerEnvironment } from '../local/wrangler.js';
import { inRoot } from '../setup/root.js';

const LONGEST_MS = 120_000;

/** What wrangler says when there is nobody to ask Cloudflare for. */
const NOT_LOGGED_IN =
  /not authenticated|CLOUDFLARE_API_TOKEN|not logged in|wrangler login|Authentication error/i;

/** What it says of a Worker that is not deployed: not yet, or not in this account. */
export const NO_SUCH_WORKER =
  /Worker ".*" .*not found|does not exist on your account|code: 10007|code: 10090|has no deployments/;

/**
 * @param {string} what the failure's headline, as in "Listing the keys failed"
 * @param {string[]} args
 * @returns {Promise<Buffer>} its standard output
 * @throws {Failure}
 */
export async function wrangler(what, args) {
  const result = await runCommand(wranglerCommand(args), {
    cwd: inRoot('.'),
    env: wranglerEnvironment(),
    longestMs: LONGEST_MS,
  });
  if (result.code === 0) return result.stdout;
  const advice = NOT_LOGGED_IN.test(result.output)
    ? [
        'log in with: npx wrangler login (or set CLOUDFLARE_API_TOKEN), then run the same command again.',
      ]
    : adviceFor(result.output);
  throw new Failure(`${what} failed (exit code ${result.code}).`, {
    tried: asTyped(['npx', 'wrangler', ...args]),
    output: result.output,
    advice,
  });
}

/**
 * @param {string} what
 * @param {string[]} args of a command that answers in JSON
 * @returns {Promise<unknown>}
 * @throws {Failure}
 */
export async function wranglerJson(what, args) {
  const output = (await wrangler(what, args)).toString('utf8');
  try {
    return jsonIn(output);
  } catch {
    throw new Failure(`${what} failed: wrangler's answer is no JSON.`, {
      tried: asTyped(['npx', 'wrangler', ...args]),
      output,
    });
  }
}

/**
 * @param {string} output with perhaps lines about wrangler itself above the JSON
 * @returns {any}
 * @throws {SyntaxError}
 */
export function jsonIn(output) {
  return JSON.parse(output.slice(Math.max(output.search(/^[[{]/m), 0)));
}
