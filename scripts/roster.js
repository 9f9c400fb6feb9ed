// npm run roster: the site's members, in the local database or the deployed one. What may follow
// `npm run roster --`: scripts/roster/options.js.

import { reportFailures } from './failure.js';
import { HELP, rosterCommand } from './roster/options.js';
import { prepareNode } from './setup/prepare.js';

await reportFailures(async () => {
  const command = rosterCommand(process.argv.slice(2));
  if (command.does === 'help') return console.log(HELP);
  await prepareNode();
  // Only now are the packages there, and the Node, that this is written for.
  const { runRoster } = await import('./roster/commands.js');
  await runRoster(command, (text) => process.stdout.write(text));
});
