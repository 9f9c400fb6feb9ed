// npm test [-- options] [-- part … | file …]: set-up, then the checks, a row each. What may follow:
// scripts/checks/options.js; what the parts are: scripts/checks/plan.js; which of them only --all runs:
// tests/tiers.js.

import { HELP, ONLY_WITH_ALL, testOptions } from './checks/options.js';
import { tiersLine, tiersText } from './checks/tiers.js';
import { reportFailures } from './failure.js';
import { runParts } from './parts.js';
import { prepare } from './setup/prepare.js';

await reportFailures(async () => {
  const options = testOptions(process.argv.slice(2));
  if (options.help) return console.log(HELP);
  if (options.tiers) return console.log(tiersText());
  await prepare(needsOf(options));
  // Not before the Node that it is written for runs this.
  const { planOf } = await import('./checks/plan.js');
  const passed = await runParts(planOf(options));
  if (!options.all && options.files.length === 0) console.log(tiersLine());
  if (!passed) process.exitCode = 1;
});

/** @param {import('./checks/options.js').TestOptions} options */
function needsOf({ parts }) {
  return ONLY_WITH_ALL.some((name) => parts.includes(name)) ? 'all' : 'test';
}
