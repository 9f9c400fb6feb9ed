// The whole Worker as `wrangler deploy` would upload it: the core, what browsers load, the bundle, and
// the one limit on its size.

import { buildPreset } from '../cmake/preset.js';
import { mustRun } from '../command.js';
import { Failure } from '../failure.js';
import { wranglerCommand, wranglerEnvironment } from '../local/wrangler.js';
import { inRoot } from '../setup/root.js';
import { compressedBytes, MOST_UPLOAD_BYTES } from './upload.js';

/**
 * @param {(sign: string) => void} sign takes signs of life
 * @returns {Promise<string>} what the upload weighs
 */
export async function buildWorker(sign) {
  // The examiner is no part of the Worker, but the abi tests ask it.
  await buildPreset('wasm', sign, ['all', 'examiner_module']);
  const command = wranglerCommand(['deploy', '--dry-run', '--outdir', 'build/worker']);
  const { output } = await mustRun('Bundling the Worker', command, {
    cwd: inRoot('.'),
    env: wranglerEnvironment(),
    onLine: sign,
  });
  const bytes = compressedBytes(output);
  if (bytes > MOST_UPLOAD_BYTES) {
    throw new Failure(`the upload has ${bytes} bytes compressed, more than ${MOST_UPLOAD_BYTES}`, {
      output,
    });
  }
  return `upload ${bytes.toLocaleString('en')} bytes compressed, of at most ${MOST_UPLOAD_BYTES.toLocaleString('en')}`;
}
