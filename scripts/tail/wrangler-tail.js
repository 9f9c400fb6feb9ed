// `wrangler tail` in a process group of its own: its output as text, and an end that lets it close
// the tail at Cloudflare.

import { spawn } from 'node:child_process';
import { asTyped, endGently } from '../command.js';
import { Failure } from '../failure.js';
import { wranglerCommand, wranglerEnvironment } from '../local/wrangler.js';
import { inRoot } from '../setup/root.js';
import { atStop, isStopping } from '../stop.js';

/**
 * @param {string[]} args of wrangler
 * @returns {AsyncGenerator<string, void>}
 * @throws {Failure} when wrangler fails
 */
export async function* wranglerText(args) {
  const [file = '', ...others] = wranglerCommand(args);
  // What is wrong, not being logged in for instance, wrangler says itself.
  const child = spawn(file, others, {
    cwd: inRoot('.'),
    env: wranglerEnvironment(),
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = new Promise((/** @type {(code: number | null) => void} */ resolve) => {
    child.on('close', resolve);
    child.on('error', () => resolve(null));
  });
  const forget = atStop(() => endGently(child, closed));
  child.stdout.setEncoding('utf8');
  yield* child.stdout;
  const code = await closed;
  forget();
  if (isStopping() || code === 0) return;
  throw new Failure(`wrangler tail ended by itself (exit code ${code ?? 'none: killed'}).`, {
    tried: asTyped(['npx', 'wrangler', ...args]),
    advice: [
      'mend what wrangler says above. Not logged in: npx wrangler login. No such Worker: the name of wrangler.toml, --worker and --env.',
    ],
  });
}
