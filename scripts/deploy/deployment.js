// The bundle and the upload, by wrangler.

import { asTyped, runCommand } from '../command.js';
import { adviceFor, Failure } from '../failure.js';
import { wranglerCommand, wranglerEnvironment } from '../local/wrangler.js';
import { print, step } from '../progress.js';
import { inRoot } from '../setup/root.js';
import { CLOUDFLARES_MOST, sizesOf, sizeTable } from './sizes.js';

/**
 * @typedef {import('./facts.js').Site} Site
 * @typedef {import('./facts.js').Checkout} Checkout
 */

/**
 * Bundles as the upload will be, into build/worker, and shows what it weighs.
 * @param {Site} site
 */
export async function bundle({ flags }) {
  const args = ['deploy', '--dry-run', '--outdir', 'build/worker', ...flags];
  const output = await step('Bundling the Worker', (sign) => run(args, sign));
  const sizes = sizesOf(output);
  print(`\nCompressed:\n${sizeTable(sizes)}\n`);
  if ((sizes.at(-1)?.bytes ?? 0) <= CLOUDFLARES_MOST) return;
  throw new Failure('The upload is larger than Cloudflare takes.', {
    advice: ['wasm/README.md, "Size", tells what keeps it small.'],
  });
}

/**
 * @param {Site} site
 * @param {Checkout | null} checkout names the version, for whoever has to roll back
 * @returns {Promise<string | null>} the Worker's address, if wrangler tells one
 */
export async function upload({ flags }, checkout) {
  const args = ['deploy', ...tagOf(checkout), ...flags];
  const output = await step('Deploying', (sign) =>
    run(
      args,
      (line) => {
        sign(line);
        print(`  ${line}`);
      },
      ['mend what wrangler says and run the same command again: what is there by now is kept.'],
    ),
  );
  return output.match(/^[ \t]*(https:\/\/\S+)/m)?.[1] ?? null;
}

/** @param {Checkout | null} checkout */
function tagOf(checkout) {
  if (checkout === null) return [];
  return ['--tag', checkout.changed === 0 ? checkout.commit : `${checkout.commit}-changed`];
}

/**
 * @param {string[]} args
 * @param {(line: string) => void} onLine
 * @param {string[]} [advice] when it fails; the output has been shown then, line by line
 */
async function run(args, onLine, advice) {
  const { code, output } = await runCommand(wranglerCommand(args), {
    cwd: inRoot('.'),
    env: wranglerEnvironment(),
    onLine,
  });
  if (code === 0) return output;
  throw new Failure(`wrangler ${args[0]} failed (exit code ${code}).`, {
    tried: asTyped(['npx', 'wrangler', ...args]),
    ...(advice === undefined ? { output } : { advice: [...adviceFor(output), ...advice] }),
  });
}
