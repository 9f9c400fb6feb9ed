// The three Workers as wrangler would upload them, and what each upload weighs.

import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { compressedKiB } from '../scripts/checks/upload.js';
import { mustRun } from '../scripts/command.js';
import { wranglerCommand, wranglerEnvironment } from '../scripts/local/wrangler.js';
import { step } from '../scripts/progress.js';
import { inRoot } from '../scripts/setup/root.js';

/**
 * @typedef {'ours' | 'plain' | 'constant'} Contestant
 * @typedef {{path: string, file: string, kind: 'code' | 'wasm' | 'data'}} BundledModule
 */

const PEERS = ['--config', 'bench/peers/wrangler.toml'];
const BUNDLES = {
  ours: { folder: 'build/worker', main: 'worker.js', args: [] },
  plain: {
    folder: 'build/bench/plain',
    main: 'plain-worker.js',
    args: ['bench/peers/plain-worker.js', ...PEERS],
  },
  constant: {
    folder: 'build/bench/constant',
    main: 'constant.js',
    args: ['bench/peers/constant.js', ...PEERS],
  },
};

export const CONTESTANTS = /** @type {Contestant[]} */ (Object.keys(BUNDLES));

/** @returns {Promise<Record<Contestant, number>>} KiB of each upload, compressed */
export async function bundleAll() {
  const sizes = { ours: 0, plain: 0, constant: 0 };
  for (const contestant of CONTESTANTS) sizes[contestant] = await bundle(contestant);
  return sizes;
}

/** @param {Contestant} contestant */
async function bundle(contestant) {
  const { folder, args } = BUNDLES[contestant];
  // Else modules of an older build would count as this one's.
  rmSync(inRoot(folder), { recursive: true, force: true });
  const title = `Bundling: ${contestant}`;
  const command = wranglerCommand(['deploy', ...args, '--dry-run', '--outdir', inRoot(folder)]);
  const { output } = await step(title, (sign) =>
    mustRun(title, command, { cwd: inRoot('.'), env: wranglerEnvironment(), onLine: sign }),
  );
  return compressedKiB(output);
}

/** @param {Contestant} contestant @returns {BundledModule[]} the one to start from first */
export function modulesOf(contestant) {
  const { folder, main } = BUNDLES[contestant];
  // Of modules that are no JavaScript, the name begins with a checksum.
  const others = readdirSync(inRoot(folder)).filter((name) => /^[0-9a-f]{40}-/.test(name));
  return [
    { path: main, file: inRoot(`${folder}/${main}`), kind: 'code' },
    ...others.map((name) => ({
      path: name,
      file: inRoot(`${folder}/${name}`),
      kind: /** @type {'wasm' | 'data'} */ (name.endsWith('.wasm') ? 'wasm' : 'data'),
    })),
  ];
}

/**
 * In Miniflare's terms.
 * @param {Contestant} contestant
 * @param {string} [mainPath] another name for the one to start from, whose folder the others are in
 */
export function miniflareModules(contestant, mainPath) {
  const folder = mainPath?.match(/^.*\//)?.[0] ?? '';

  const types = /** @type {const} */ ({ code: 'ESModule', wasm: 'CompiledWasm', data: 'Data' });
  return modulesOf(contestant).map(({ path, file, kind }) => ({
    type: types[kind],
    path: kind === 'code' ? (mainPath ?? path) : folder + path,
    contents: kind === 'code' ? readFileSync(file, 'utf8') : readFileSync(file),
  }));
}
