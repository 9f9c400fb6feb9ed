// The fuzz targets and where their things lie, relative to the checkout.

import { existsSync, readdirSync } from 'node:fs';
import { inRoot } from '../setup/root.js';

/** @returns {string[]} a target is a file in tests/fuzz/targets */
export function targetNames() {
  return readdirSync(inRoot('tests/fuzz/targets'))
    .filter((file) => file.endsWith('.cpp'))
    .map((file) => file.slice(0, -'.cpp'.length))
    .sort();
}

/** Takes the target's name, then what libFuzzer takes. */
export const FUZZER = 'build/fuzz/tests/fuzz/fuzz';

/** Takes targets' names, and behind each the files and folders of its inputs. Needs no libFuzzer. */
export const REPLAYER = 'build/debug/tests/fuzz/fuzz_replay';

/** @param {string} name */
export const dictionaryOf = (name) => `tests/fuzz/dictionaries/${name}.dict`;

/** @param {string} name */
export const seedsOf = (name) => `tests/fuzz/corpus/${name}`;

/**
 * @param {string} name
 * @returns {string[]} the folders with inputs that are part of the project: the seeds, and fixtures
 *   of that name where there are some
 */
export function inputFoldersOf(name) {
  return [seedsOf(name), `tests/fixtures/${name}`].filter((folder) => existsSync(inRoot(folder)));
}
