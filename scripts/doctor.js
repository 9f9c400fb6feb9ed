// npm run doctor: what is stored, whether it is what it should be, and what to do. What may follow
// `npm run doctor --`: scripts/doctor/options.js.

import { doctorOptions, HELP } from './doctor/options.js';
import { reportFailures } from './failure.js';
import { prepare } from './setup/prepare.js';

// 1 and 2 are answers.
const FAILED = 3;

await reportFailures(async () => {
  const options = doctorOptions(process.argv.slice(2));
  if (options.help) return console.log(HELP);
  await prepare('doctor');
  // Only now is the Node new enough for what it imports.
  const { visit } = await import('./doctor/visit.js');
  process.exitCode = await visit(options);
}, FAILED);
