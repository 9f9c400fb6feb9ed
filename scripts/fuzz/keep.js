// What a run found and the project should keep: inputs that reach code which none of the project's
// reaches, as few of them as will do.

import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { mustRun } from '../command.js';
import { step } from '../progress.js';
import { inRoot } from '../setup/root.js';
import { CRASHES } from './run.js';
import { FUZZER, inputFoldersOf, seedsOf } from './targets.js';

/** @param {string[]} targets */
export async function keepNew(targets) {
  for (const name of targets) {
    const found = `build/fuzz/corpus/${name}`;
    if (!existsSync(inRoot(found))) continue;
    const added = await step(`Looking for what is new of ${name}`, () => merge(name, found));
    console.log(`  ${added} added to ${seedsOf(name)}`);
  }
}

/**
 * @param {string} name
 * @param {string} found folder of the inputs that a run left
 */
async function merge(name, found) {
  // Of the counters, libFuzzer would keep an input for each number of rounds of each loop.
  const flags = [
    '-set_cover_merge=1',
    '-use_counters=0',
    '-max_len=4096',
    `-artifact_prefix=${CRASHES}/${name}-`,
  ];
  // libFuzzer adds to the first folder what the others reach beyond it: a copy of all that the
  // project has goes first, so that nothing is kept that a fixture does already.
  const known = inRoot(`build/fuzz/known/${name}`);
  rmSync(known, { recursive: true, force: true });
  for (const folder of inputFoldersOf(name)) cpSync(inRoot(folder), known, { recursive: true });
  const before = new Set(readdirSync(known));
  await mustRun('Merging', [inRoot(FUZZER), name, ...flags, known, inRoot(found)], {
    cwd: inRoot('.'),
  });
  const added = readdirSync(known).filter((file) => !before.has(file));
  for (const file of added) cpSync(`${known}/${file}`, inRoot(`${seedsOf(name)}/${file}`));
  return added.length;
}
