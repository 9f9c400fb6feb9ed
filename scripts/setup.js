// npm run setup [-- start|test|simulate|lint|fuzz|bench|doctor]: installs what the command of that name
// needs, and no more. The commands do the same by themselves.

import { Failure, reportFailures } from './failure.js';
import { prepare } from './setup/prepare.js';

const PURPOSES = /** @type {const} */ ([
  'start',
  'test',
  'simulate',
  'lint',
  'fuzz',
  'bench',
  'doctor',
]);

await reportFailures(async () => {
  const [name = 'start', ...others] = process.argv.slice(2);
  const purpose = PURPOSES.find((known) => known === name);
  if (purpose === undefined || others.length > 0) {
    throw new Failure(`Unknown purpose "${[name, ...others].join(' ')}".`, {
      advice: [`one of: ${PURPOSES.join(', ')}`],
    });
  }
  await prepare(purpose);
  const isScript = purpose !== 'start' && purpose !== 'test';
  console.log(`Ready for npm ${isScript ? `run ${purpose}` : purpose}.`);
});
