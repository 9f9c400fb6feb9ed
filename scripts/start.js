// npm start: the whole Worker on this machine. Sets up what is missing, builds, prepares the local
// database, starts the local music service and `wrangler dev`, fires the cron, and serves until
// Ctrl-C. What may follow `npm start --`: scripts/local/options.js.

import { buildPreset } from './cmake/preset.js';
import { Failure, reportFailures } from './failure.js';
import { claimState } from './local/claim.js';
import { closingBlock } from './local/closing-block.js';
import { fireCron, onEveryTick } from './local/cron.js';
import { prepareDatabase } from './local/database.js';
import { startDevServer } from './local/dev-server.js';
import { startMusicService } from './local/music.js';
import { HELP, startOptions } from './local/options.js';
import { choosePort } from './local/ports.js';
import { liveSettings, localSettings } from './local/settings.js';
import { LIVE_STATE, localState } from './local/state.js';
import { MEMBERS } from './music-service/members.js';
import { print, step } from './progress.js';
import { prepare } from './setup/prepare.js';
import { ctrlCMeansDone, isStopping, stopEverything } from './stop.js';

await reportFailures(async () => {
  const options = startOptions(process.argv.slice(2));
  if (options.help) return console.log(HELP);
  if (options.live) liveSettings(options.members); // a missing key is no news to wait for
  await prepare('start');
  await buildCore();
  await serve(options);
});

async function buildCore() {
  await step('Building the core (wasm/)', (sign) => buildPreset('wasm', sign));
}

/** @param {import('./local/options.js').StartOptions} options */
async function serve(options) {
  const state = options.live ? LIVE_STATE : localState(options.state);
  const claim = await claimState(state, print);
  await prepareDatabase(state, options.live ? options.members : MEMBERS);
  const music = options.live ? null : await startMusicService(options.flake);
  const settings = music === null ? liveSettings(options.members) : localSettings(state, music);
  const port = await choosePort(options.port);
  const devServer = await step('Starting the Worker (wrangler dev)', () =>
    startDevServer({ port, state, settings, onLine: print }),
  );
  if (devServer.group !== undefined) claim.servedBy(devServer.group);
  ctrlCMeansDone();
  const first = await step('Refreshing for the first time', () => fireCron(devServer.address));
  print(first.line);
  print(closingBlock(devServer.address, music, options));
  onEveryTick(async () => {
    const { line, answered } = await fireCron(devServer.address);
    if (isStopping()) return;
    print(line);
    if (!answered) await giveUp(new Failure('The Worker no longer answers: workerd has gone.'));
  });
  await giveUp(await devServer.ended);
}

/** @param {Failure} failure */
async function giveUp(failure) {
  await stopEverything();
  process.stderr.write(`${failure.report()}\n`);
  process.exit(1);
}
