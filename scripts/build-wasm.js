// npm run build:wasm: the core, from wasm/ to build/wasm/core.wasm. Silent when nothing has changed,
// because `wrangler dev` and `wrangler deploy` run it every time.

import { statSync } from 'node:fs';
import { buildPreset } from './cmake/preset.js';
import { Failure, reportFailures } from './failure.js';
import { inRoot } from './setup/root.js';

await reportFailures(async () => {
  const { changed, seconds } = await buildPreset('wasm');
  if (!changed) return;
  const bytes = statSync(inRoot('build/wasm/core.wasm'), { throwIfNoEntry: false })?.size;
  if (bytes === undefined) throw new Failure('The build made no build/wasm/core.wasm.');
  console.log(`Built build/wasm/core.wasm: ${bytes} bytes in ${seconds.toFixed(1)} s`);
});
