// The test runners, each with its own output shown as it comes and its closing line taken along.

import { availableParallelism } from 'node:os';
import { mustRun, runCommand } from '../command.js';
import { Failure } from '../failure.js';
import { wranglerCommand, wranglerEnvironment } from '../local/wrangler.js';
import { step } from '../progress.js';
import { inRoot } from '../setup/root.js';

// One that hangs must not hold up CI.
const LONGEST_TEST_MS = 120_000;
const LONGEST_FOLDER_MS = 15 * 60_000;

/** @returns {Promise<string>} ctest's closing line */
export async function runCtest() {
  const command = ['ctest', '--preset', 'debug', '--parallel', String(availableParallelism())];
  const { code, output } = await runCommand(command, { cwd: inRoot('.'), onLine: show });
  const closing = output.match(/^.*tests passed.*$/m)?.[0] ?? 'no closing line';
  if (code === 0 && /No tests were found/.test(output) === false) return closing;
  throw new Failure(`ctest failed: ${closing}`, { tried: command.join(' ') });
}

/**
 * @param {string} folder below tests/
 * @returns {Promise<string>} the counts of node:test's closing lines
 */
export async function runNodeTests(folder) {
  const command = [
    process.execPath,
    '--test',
    '--test-reporter=spec',
    `--test-concurrency=${availableParallelism()}`,
    `--test-timeout=${LONGEST_TEST_MS}`,
    `tests/${folder}/**/*.test.js`,
  ];
  const { code, output } = await runCommand(command, {
    cwd: inRoot('.'),
    env: {
      ...wranglerEnvironment(),
      ...(process.stdout.isTTY ? { FORCE_COLOR: '1', NO_COLOR: undefined } : {}),
    },
    onLine: show,
    longestMs: LONGEST_FOLDER_MS,
  });
  const count = (/** @type {string} */ word) => Number(output.match(closingLine(word))?.[1] ?? 0);
  const skipped = count('skipped') === 0 ? '' : `, ${count('skipped')} skipped`;
  const summary = `${count('pass')} of ${count('tests')} tests passed${skipped}`;
  const tried = `node --test "tests/${folder}/**/*.test.js"`;
  if (code !== 0) throw new Failure(summary, { tried });
  if (count('tests') === 0) throw new Failure('no tests found', { tried });
  return summary;
}

/** @param {string} word */
function closingLine(word) {
  return new RegExp(`^(?:\u001b\\[\\d+m)?ℹ ${word} (\\d+)`, 'm');
}

/** @returns {Promise<string>} what the upload would weigh */
export async function bundleWorker() {
  const command = wranglerCommand(['deploy', '--dry-run', '--outdir', 'build/worker']);
  const { output } = await step('Bundling the Worker', (sign) =>
    mustRun('Bundling the Worker', command, {
      cwd: inRoot('.'),
      env: wranglerEnvironment(),
      onLine: sign,
    }),
  );
  const size = output.match(/^Total Upload: .*$/m)?.[0] ?? 'bundled';
  console.log(size);
  return size;
}

/** @param {string} line */
function show(line) {
  console.log(line);
}
