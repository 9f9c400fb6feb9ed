// npm run simulate: builds the programs of tests/simulation, optimised, and runs one of them. What may
// follow `npm run simulate --`: scripts/simulation/options.js.

import { spawnSync } from 'node:child_process';
import { reportFailures } from './failure.js';
import { prepare } from './setup/prepare.js';
import { HELP, simulateOptions } from './simulation/options.js';
import { buildSimulator, programPath } from './simulation/program.js';

await reportFailures(async () => {
  const { help, program, forProgram } = simulateOptions(process.argv.slice(2));
  if (help) return console.log(HELP);
  await prepare('simulate');
  await buildSimulator();
  // Its own output as it comes, a log of a year included, and Ctrl-C.
  const { status, signal } = spawnSync(programPath(program), forProgram, { stdio: 'inherit' });
  if (signal !== null) console.error(`The simulator ended by ${signal}.`);
  process.exitCode = status ?? 1;
});
