// The fuzz targets as checks: every input that is part of the project, and a look for new ones.

import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Failure } from '../failure.js';
import { buildTargets } from '../fuzz/build.js';
import { fuzzTargets, replay } from '../fuzz/run.js';
import { targetNames } from '../fuzz/targets.js';
import { inRoot } from '../setup/root.js';

// Enough to notice a property that hardly ever holds.
const SECONDS = 4;
// The same inputs each time, so that what fails here is a fault of the change at hand and not of luck;
// `npm run fuzz` looks further.
const SEED = 1;
// A folder of its own: what `npm run fuzz` has gathered would take the time to read.
const CORPUS = 'build/fuzz/found-by-tests';

/** @returns {Promise<string>} */
export async function replayCorpus() {
  const targets = targetNames();
  const known = await replay(targets, availableParallelism());
  return `${known} known inputs hold in ${targets.length} targets`;
}

/**
 * @param {(sign: string) => void} sign takes signs of life
 * @returns {Promise<string>} how much was tried
 * @throws {Failure} with the inputs that broke a target, and how to run them again
 */
export async function searchForInputs(sign) {
  await buildTargets(sign);
  rmSync(inRoot(CORPUS), { recursive: true, force: true });
  /** @type {string[]} */
  const printed = [];
  const print = (/** @type {string} */ text) => {
    printed.push(text);
    sign(text);
  };
  const jobs = availableParallelism();
  try {
    return await fuzzTargets(targetNames(), {
      seconds: SECONDS,
      seed: SEED,
      jobs,
      corpus: CORPUS,
      print,
    });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(error.message, { output: printed.join('\n'), advice: error.advice });
  }
}
