// The test runners, each with its own output shown as it comes and its closing line taken along.

import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { mustRun, runCommand } from '../command.js';
import { Failure } from '../failure.js';
import { buildTargets } from '../fuzz/build.js';
import { fuzzTargets, replay } from '../fuzz/run.js';
import { targetNames } from '../fuzz/targets.js';
import { wranglerCommand, wranglerEnvironment } from '../local/wrangler.js';
import { step } from '../progress.js';
import { inRoot } from '../setup/root.js';
import { scannedIn, scannedLine } from './scanned.js';
import { compressedBytes, MOST_UPLOAD_BYTES } from './upload.js';

// One that hangs must not hold up CI.
const LONGEST_TEST_MS = 120_000;
const LONGEST_FOLDER_MS = 15 * 60_000;
// Of looking for new inputs: enough to notice a property that hardly ever holds.
const FUZZ_SECONDS = 4;
// tests/secrets looks at what comes out of the Worker in these.
const LOOKING_FOR_SECRETS = ['abi', 'worker', 'browser'];

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
 * @returns {Promise<string>} the counts of node:test's closing lines, and where secrets were looked for
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
  if (!LOOKING_FOR_SECRETS.includes(folder)) return summary;
  const scanned = scannedIn(output);
  if (scanned.secrets === 0) throw new Failure('secrets were looked for nowhere', { tried });
  console.log(scannedLine(scanned));
  return `${summary}; ${scannedLine(scanned)}`;
}

/** @param {string} word */
function closingLine(word) {
  return new RegExp(`^(?:\u001b\\[\\d+m)?ℹ ${word} (\\d+)`, 'm');
}

/** @returns {Promise<string>} how much was tried */
export async function runFuzzers() {
  await buildTargets();
  const targets = targetNames();
  const jobs = availableParallelism();
  const known = await replay(targets, jobs);
  console.log(`${known} known inputs hold in ${targets.length} targets`);
  // A folder of its own: what `npm run fuzz` has gathered would take the time to read.
  const corpus = 'build/fuzz/found-by-tests';
  rmSync(inRoot(corpus), { recursive: true, force: true });
  const tried = await fuzzTargets(targets, { seconds: FUZZ_SECONDS, jobs, corpus });
  return `${known} known inputs, ${tried}`;
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
  const bytes = compressedBytes(output);
  if (bytes > MOST_UPLOAD_BYTES) {
    throw new Failure(
      `The upload has ${bytes} bytes compressed, more than ${MOST_UPLOAD_BYTES}.`,
      {
        output,
      },
    );
  }
  const size = output.match(/^Total Upload: .*$/m)?.[0] ?? 'bundled';
  console.log(size);
  return size;
}

/** @param {string} line */
function show(line) {
  console.log(line);
}
