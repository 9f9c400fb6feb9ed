// npm run deploy: what the Worker needs is checked, then it is built, weighed and deployed. What may
// follow `npm run deploy --`: scripts/deploy/options.js.

import { readFileSync } from 'node:fs';
import { wrangler } from './cloudflare/wrangler.js';
import { buildPreset } from './cmake/preset.js';
import { readCheckout } from './deploy/checkout.js';
import { bundle, upload } from './deploy/deployment.js';
import { deployOptions, HELP } from './deploy/options.js';
import { judgeSettings } from './deploy/settings.js';
import { reportFailures } from './failure.js';
import { print, step } from './progress.js';
import { prepare } from './setup/prepare.js';
import { inRoot } from './setup/root.js';

await reportFailures(async () => {
  const { help, ...options } = deployOptions(process.argv.slice(2));
  if (help) return console.log(HELP);
  await prepare('start'); // which builds the same
  await step('Building the core (wasm/)', (sign) => buildPreset('wasm', sign));
  const module = new WebAssembly.Module(readFileSync(inRoot('build/wasm/core.wasm')));
  // It imports wrangler, which may not have been installed until now.
  const { deploy } = await import('./deploy/run.js');
  const wentWell = await deploy(options, {
    ask: wrangler,
    judge: (values) => judgeSettings(module, values),
    readCheckout,
    bundle,
    upload,
    say: print,
  });
  if (!wentWell) process.exitCode = 1;
});
