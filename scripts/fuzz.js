// npm run fuzz [-- target …]: builds the fuzz targets (tests/fuzz) and lets libFuzzer look for inputs
// that break them. What it finds stays in build/fuzz; what is worth keeping goes to tests/fuzz/corpus.

import { reportFailures } from './failure.js';
import { buildTargets } from './fuzz/build.js';
import { keepNew } from './fuzz/keep.js';
import { fuzzOptions, HELP } from './fuzz/options.js';
import { fuzzTargets } from './fuzz/run.js';
import { targetNames } from './fuzz/targets.js';
import { prepare } from './setup/prepare.js';

await reportFailures(async () => {
  const { help, targets, seconds, jobs, keep } = fuzzOptions(process.argv.slice(2), targetNames());
  if (help) {
    console.log(HELP);
    return;
  }
  await prepare('fuzz');
  await buildTargets();
  await fuzzTargets(targets, { seconds, jobs, corpus: 'build/fuzz/corpus' });
  if (keep) await keepNew(targets);
});
