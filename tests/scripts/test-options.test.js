// What may follow `npm test --`, and what the tiers leave out.

import assert from 'node:assert/strict';
import { existsSync, globSync } from 'node:fs';
import { test } from 'node:test';
import { FOLDERS, PART_NAMES, testOptions } from '../../scripts/checks/options.js';
import { tiersLine, tiersText } from '../../scripts/checks/tiers.js';
import { Failure } from '../../scripts/failure.js';
import { inRoot } from '../../scripts/setup/root.js';
import { CASES_ONLY_WITH_ALL, FILES_ONLY_WITH_ALL, PARTS_ONLY_WITH_ALL } from '../tiers.js';

const NONE = { help: false, tiers: false, all: false, files: [], name: undefined };
const QUICK = ['format', 'types', 'core', 'build', 'scripts', 'abi', 'worker', 'browser', 'fuzz'];
const FILE = 'tests/abi/module.test.js';

for (const { args, expected } of [
  { args: [], expected: { ...NONE, parts: QUICK } },
  { args: ['--all'], expected: { ...NONE, all: true, parts: PART_NAMES } },
  { args: ['worker', 'core'], expected: { ...NONE, parts: ['core', 'worker'] } },
  { args: ['lint'], expected: { ...NONE, parts: ['lint'] } },
  { args: ['--all', 'core'], expected: { ...NONE, all: true, parts: ['core'] } },
  { args: [FILE], expected: { ...NONE, parts: QUICK, files: [FILE] } },
  {
    args: [FILE, '--name', 'a b'],
    expected: { ...NONE, parts: QUICK, files: [FILE], name: 'a b' },
  },
]) {
  test(`npm test -- ${args.join(' ')}`, () => {
    assert.deepEqual(testOptions(args), expected);
  });
}

for (const { args, message } of [
  { args: ['cor'], message: 'Unknown part "cor".' },
  { args: ['core', FILE], message: 'Either parts or files, not both.' },
  { args: ['--name', 'a'], message: '--name needs the test file that has the test.' },
  { args: ['--everything'], message: "Unknown option '--everything'" },
]) {
  test(`refused: npm test -- ${args.join(' ')}`, () => {
    assert.throws(
      () => testOptions(args),
      (error) => error instanceof Failure && error.message === message,
    );
  });
}

const FILES = FILES_ONLY_WITH_ALL.map(({ file }) => file);

test('every file that only --all runs exists, and no name is listed twice', () => {
  for (const file of FILES) assert.ok(existsSync(inRoot(file)), file);
  for (const list of [FILES, CASES_ONLY_WITH_ALL]) assert.equal(new Set(list).size, list.length);
});

test('what only --all runs is printed, whole and in a line', () => {
  const lines = tiersText().split('\n');
  for (const name of CASES_ONLY_WITH_ALL) assert.ok(lines.includes(`  core  ${name}`), name);
  for (const name of [...FILES, ...PARTS_ONLY_WITH_ALL.map((part) => part.name)]) {
    assert.ok(
      lines.some((line) => /^ {2}(?:file|part) /.test(line) && line.includes(` ${name}: `)),
      name,
    );
  }
  assert.match(tiersLine(), new RegExp(`${CASES_ONLY_WITH_ALL.length} cases of core`));
});

test('each folder of tests/ has files that npm test runs', () => {
  for (const folder of FOLDERS) {
    const all = globSync(`tests/${folder}/**/*.test.js`, { cwd: inRoot('.') });
    assert.ok(all.length > all.filter((file) => FILES.includes(file)).length, folder);
  }
});
