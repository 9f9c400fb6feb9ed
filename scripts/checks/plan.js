// The parts of `npm test`: what each needs, and which files of tests/ it runs.

import { existsSync, globSync } from 'node:fs';
import { FILES_ONLY_WITH_ALL } from '../../tests/tiers.js';
import { Failure } from '../failure.js';
import { inRoot } from '../setup/root.js';
import { buildCore, testCore } from './core.js';
import { replayCorpus, searchForInputs } from './fuzzing.js';
import { biome, clangFormat, clangTidy, types } from './lints.js';
import { runNodeTests } from './node-tests.js';
import { FOLDERS } from './options.js';
import { runSimulation } from './simulation.js';
import { buildWorker } from './worker.js';

/** @typedef {import('../parts.js').Part} Part */

/** The folders of tests/ in one run, whichever of them are wanted. */
const JAVASCRIPT = 'tests';
/** What takes minutes begins when all is built, and gives way to the tests, of which many wait. */
const BUILT = ['native', 'build'];

/**
 * @param {import('./options.js').TestOptions} options
 * @returns {Part[]}
 */
export function planOf({ parts, all, files, name }) {
  if (files.length > 0) return planOfFiles(files, name);
  const folders = FOLDERS.filter((folder) => parts.includes(folder));
  /** @type {Part[]} */
  const known = [
    { name: 'format', run: checkFormat },
    { name: 'types', run: types },
    { name: 'native', run: buildCore },
    { name: 'core', needs: ['native'], run: () => testCore({ all }) },
    { name: 'build', run: buildWorker },
    {
      name: JAVASCRIPT,
      needs: ['native', 'build'],
      run: (sign) => runNodeTests({ files: testFiles(folders, all), sign }),
    },
    { name: 'fuzz', needs: ['native'], follows: ['core'], run: replayCorpus },
    { name: 'lint', follows: BUILT, run: clangTidy },
    { name: 'simulation', follows: [...BUILT, 'lint'], run: runSimulation },
    // The last one: how much it tries depends on the cores that it gets.
    { name: 'search', follows: [JAVASCRIPT, 'lint', 'simulation'], run: searchForInputs },
  ];
  const wanted = new Set(parts.filter((part) => !FOLDERS.includes(part)));
  if (folders.length > 0) for (const part of ['build', 'native', JAVASCRIPT]) wanted.add(part);
  if (wanted.has('core') || wanted.has('fuzz')) wanted.add('native');
  return known.filter((part) => wanted.has(part.name));
}

/**
 * @param {readonly string[]} files
 * @param {string | undefined} name
 * @returns {Part[]} the module and the Worker are there as the tests need them
 */
function planOfFiles(files, name) {
  const missing = files.find((file) => !existsSync(inRoot(file)));
  if (missing !== undefined) throw new Failure(`There is no ${missing}.`);
  return [
    { name: 'native', run: buildCore },
    { name: 'build', run: buildWorker },
    {
      name: JAVASCRIPT,
      needs: ['native', 'build'],
      run: (sign) => runNodeTests({ files, name, sign }),
    },
  ];
}

/**
 * @param {readonly string[]} folders below tests/
 * @param {boolean} all
 * @returns {string[]} relative to the checkout
 */
function testFiles(folders, all) {
  const left = all ? [] : FILES_ONLY_WITH_ALL.map(({ file }) => file);
  return folders
    .flatMap((folder) => globSync(`tests/${folder}/**/*.test.js`, { cwd: inRoot('.') }))
    .filter((file) => !left.includes(file))
    .sort();
}

async function checkFormat() {
  const results = await Promise.all([biome('check'), clangFormat('check')]);
  return results.join('; ');
}
