// What is made of a run of `node --test`: rows, failures with how to run them alone, files that never
// ended. The reporter meets real tests, which pass, fail, are skipped, crash and print.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { eventIn, outcomeOf } from '../../scripts/checks/node-tests.js';
import { runCommand } from '../../scripts/command.js';
import { Failure } from '../../scripts/failure.js';
import { inRoot } from '../../scripts/setup/root.js';

/** By file: its tests. */
const FILES = {
  'tests/scripts/good.test.js': `
    test('passes', () => {});
    suite('several', () => {
      test('one', () => {});
      test('not here', { skip: 'no such thing' }, () => {});
    });`,
  'tests/abi/secret.test.js': `
    test('looks for secrets', () => console.log('none of 2 secrets in 3 replies (40 characters)'));`,
  'tests/abi/bad.test.js': `
    suite('outer', () => test('inner', () => assert.equal(1, 2)));
    test('rejects', async () => { throw new Error('on purpose'); });`,
  'tests/worker/crash.test.js': `
    test('begins', () => {});
    console.error('the reason'); process.exit(3);`,
};
const folder = mkdtempSync(join(tmpdir(), 'node-tests-'));
after(() => rmSync(folder, { recursive: true }));
for (const [file, tests] of Object.entries(FILES)) {
  mkdirSync(join(folder, dirname(file)), { recursive: true });
  writeFileSync(
    join(folder, file),
    `import assert from 'node:assert/strict';\nimport { suite, test } from 'node:test';\n${tests}\n`,
  );
}
writeFileSync(join(folder, 'package.json'), '{"type":"module"}');

/** @param {string[]} files */
async function run(files) {
  const reporter = inRoot('scripts/checks/node-reporter.js');
  const command = [process.execPath, '--test', `--test-reporter=${reporter}`, ...files];
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const { code, output } = await runCommand(command, { cwd: folder, env });
  const lines = output.split('\n').filter((line) => line !== '');
  const events = lines.map(eventIn).filter((event) => event !== null);
  return outcomeOf({ code, events, other: lines.filter((line) => eventIn(line) === null), files });
}

/** @param {string[]} files @returns {Promise<string>} the report of the failure */
async function failing(files) {
  try {
    await run(files);
  } catch (error) {
    if (error instanceof Failure) return error.report();
    throw error;
  }
  throw new Error('nothing failed');
}

test('tests that pass: a row for each folder, the runner’s closing lines, the secrets looked for', async () => {
  const { rows, lines } = await run(['tests/scripts/good.test.js', 'tests/abi/secret.test.js']);
  assert.deepEqual(
    rows.map(({ name, passed, count, summary }) => [name, passed, count, summary]),
    [
      ['abi', true, 1, '1 test in 1 file'],
      ['scripts', true, 3, '3 tests in 1 file, 1 skipped'],
    ],
  );
  for (const line of ['ℹ tests 4', 'ℹ pass 3', 'ℹ fail 0', 'ℹ skipped 1']) {
    assert.ok(lines.includes(line), `${line} in ${lines.join(', ')}`);
  }
  assert.equal(lines.at(-1), 'none of 2 secrets in 3 replies (40 characters)');
});

test('a failed test: where it is, why it failed, how to run it alone', async () => {
  const report = await failing(['tests/abi/bad.test.js', 'tests/scripts/good.test.js']);
  assert.match(report, /^✖ tests\/abi\/bad\.test\.js:\d+ {2}outer > inner$/m);
  assert.match(report, /^ {4}AssertionError .*\n/m);
  assert.match(report, /^ {2}Run it alone: npm test -- tests\/abi\/bad\.test\.js --name outer$/m);
  assert.match(report, /^✖ tests\/abi\/bad\.test\.js:\d+ {2}rejects\n {4}Error: on purpose$/m);
  assert.match(report, /^FAILED: 2 of 5 tests failed$/m);
});

test('a file that ends before its tests: what it printed', async () => {
  const report = await failing(['tests/worker/crash.test.js']);
  assert.match(report, /^✖ tests\/worker\/crash\.test\.js$/m);
  assert.match(report, /^ {4}the reason$/m);
  assert.match(report, /^ {2}Run it alone: npm test -- tests\/worker\/crash\.test\.js$/m);
});

test('a file that the runner never mentions is a failure', () => {
  const events = [eventIn('{"type":"closing","text":"tests 0"}')].filter((event) => event !== null);
  assert.throws(
    () => outcomeOf({ code: 0, events, other: [], files: ['tests/abi/lost.test.js'] }),
    (error) =>
      error instanceof Failure &&
      error.output.includes('did not report an end: tests/abi/lost.test.js'),
  );
});

test('a folder that must look for secrets and does not is a failure', async () => {
  const file = 'tests/worker/quiet.test.js';
  writeFileSync(
    join(folder, file),
    "import { test } from 'node:test';\ntest('is quiet', () => {});\n",
  );
  assert.match(
    await failing([file]),
    /^FAILED: secrets were looked for nowhere in tests\/worker$/m,
  );
});
