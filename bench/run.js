// npm run bench [-- part …]: builds, measures, and leaves results in build/bench. What may follow:
// bench/options.js.

import { reportFailures } from '../scripts/failure.js';
import { prepare } from '../scripts/setup/prepare.js';
import { benchOptions, HELP } from './options.js';

await reportFailures(async () => {
  const options = benchOptions(process.argv.slice(2));
  if (options.help) return console.log(HELP);
  await prepare('bench');
  // These need packages that are there only now.
  const { bench } = await import('./bench.js');
  await bench(options);
});
