// npm run tail [-- options] [FILE | -]: what a deployed Worker does, one line an event, and what its
// warnings mean. What may follow `npm run tail --`: scripts/tail/options.js.

import { once } from 'node:events';
import util from 'node:util';
import { reportFailures } from './failure.js';
import { prepareNode } from './setup/prepare.js';
import { ctrlCMeansDone, isStopping } from './stop.js';
import { HELP, tailOptions } from './tail/options.js';
import { TailReader } from './tail/reader.js';
import { textFrom } from './tail/source.js';

await reportFailures(async () => {
  const options = tailOptions(process.argv.slice(2), process.stdin.isTTY ?? false);
  if (options.help) return console.log(HELP);
  await prepareNode();
  ctrlCMeansDone();
  const reader = new TailReader({ ...options, paint });
  if (options.input.from === 'wrangler') process.stderr.write('Waiting for events; Ctrl-C ends.\n');
  for await (const text of textFrom(options.input)) await print(reader.push(text));
  await print(reader.end());
  if (reader.events === 0 && !isStopping()) process.stderr.write('No event has come.\n');
});

/** @type {import('./tail/layout.js').Paint} */
function paint(style, text) {
  return util.styleText(style, text, { stream: process.stdout });
}

/** @param {string[]} events */
async function print(events) {
  for (const event of events) {
    if (!process.stdout.write(event)) await once(process.stdout, 'drain');
  }
}
