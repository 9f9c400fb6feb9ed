// npm test [-- part …]: set-up, then every kind of test there is, then one table.
//   core     wasm/ natively, with the sanitizers on (CMake, doctest, ctest)
//   simulation  years of the core in a hostile world, and without what keeps it safe
//   build    core.wasm, build/site and the whole Worker, as `wrangler deploy` would upload it
//   scripts  scripts/, the local music service among them
//   abi      the real core.wasm        worker   the Worker in workerd        browser   the page
//   fuzz     every input that fuzzing ever found, and a short look for new ones

import { runSimulation } from './checks/simulation.js';
import { bundleWorker, runCtest, runFuzzers, runNodeTests } from './checks/tests.js';
import { buildPreset } from './cmake/preset.js';
import { Failure, reportFailures } from './failure.js';
import { runParts } from './parts.js';
import { step } from './progress.js';
import { prepare } from './setup/prepare.js';

/** @typedef {import('./parts.js').Part} Part */

const NEED_BUILD = ['scripts', 'abi', 'worker', 'browser'];
const PARTS = ['core', 'simulation', 'build', ...NEED_BUILD, 'fuzz'];

await reportFailures(async () => {
  const wanted = wantedParts(process.argv.slice(2));
  await prepare('test');
  const build = once(buildWorker);
  const passed = await runParts(wanted.map((name) => part(name, build)));
  if (!passed) process.exitCode = 1;
});

/**
 * @param {string[]} names as given on the command line
 * @returns {string[]}
 */
function wantedParts(names) {
  const unknown = names.find((name) => !PARTS.includes(name));
  if (unknown !== undefined) {
    throw new Failure(`Unknown part "${unknown}".`, {
      advice: [`npm test -- ${PARTS.join('|')}, several, or none for all of them.`],
    });
  }
  return names.length === 0 ? PARTS : PARTS.filter((name) => names.includes(name));
}

/**
 * @param {string} name
 * @param {() => Promise<string>} build
 * @returns {Part}
 */
function part(name, build) {
  if (name === 'core') return { name, run: testCore };
  if (name === 'simulation') return { name, run: runSimulation };
  if (name === 'build') return { name, run: build };
  if (name === 'fuzz') return { name, run: runFuzzers };
  if (!NEED_BUILD.includes(name)) return { name, run: () => runNodeTests(name) };
  return {
    name,
    run: async () => {
      await build();
      // It compares the module with the native build.
      if (name === 'abi') await buildNative();
      return runNodeTests(name);
    },
  };
}

async function testCore() {
  await buildNative();
  return runCtest();
}

async function buildNative() {
  await step('Building the core natively', (sign) => buildPreset('debug', sign));
}

async function buildWorker() {
  // The examiner is no part of the Worker, but the abi tests ask it.
  const targets = ['all', 'examiner_module'];
  await step('Building the core (wasm/)', (sign) => buildPreset('wasm', sign, targets));
  return bundleWorker();
}

/**
 * @param {() => Promise<string>} action
 * @returns {() => Promise<string>} the same outcome however often it is asked for
 */
function once(action) {
  /** @type {Promise<string> | undefined} */
  let outcome;
  return () => {
    outcome ??= action();
    return outcome;
  };
}
