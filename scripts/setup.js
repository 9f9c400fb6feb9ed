// npm run setup [-- start|test|all|simulate|lint|fuzz|bench|doctor]: installs what the command of that
// name needs, and no more; `all` is npm test -- --all. The commands do the same by themselves.

import { Failure, reportFailures } from './failure.js';
import { PURPOSES } from './setup/needs.js';
import { prepare } from './setup/prepare.js';

/** @type {Partial<Record<import('./setup/needs.js').Purpose, string>>} */
const COMMANDS = { start: 'npm start', test: 'npm test', all: 'npm test -- --all' };

await reportFailures(async () => {
  const [name = 'start', ...others] = process.argv.slice(2);
  const purpose = PURPOSES.find((known) => known === name);
  if (purpose === undefined || others.length > 0) {
    throw new Failure(`Unknown purpose "${[name, ...others].join(' ')}".`, {
      advice: [`one of: ${PURPOSES.join(', ')}`],
    });
  }
  await prepare(purpose);
  console.log(`Ready for ${COMMANDS[purpose] ?? `npm run ${purpose}`}.`);
});
