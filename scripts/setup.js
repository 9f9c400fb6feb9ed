// npm run setup [-- start|test|lint]: installs what the command of that name needs, and no more.
// `npm start`, `npm test` and `npm run lint` do the same by themselves.

import { Failure, reportFailures } from './failure.js';
import { prepare } from './setup/prepare.js';

const PURPOSES = /** @type {const} */ (['start', 'test', 'lint']);

await reportFailures(async () => {
  const [name = 'start', ...others] = process.argv.slice(2);
  const purpose = PURPOSES.find((known) => known === name);
  if (purpose === undefined || others.length > 0) {
    throw new Failure(`Unknown purpose "${[name, ...others].join(' ')}".`, {
      advice: [`one of: ${PURPOSES.join(', ')}`],
    });
  }
  await prepare(purpose);
  console.log(`Ready for npm ${purpose === 'lint' ? 'run lint' : purpose}.`);
});
