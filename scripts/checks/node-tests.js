// All JavaScript tests in one run of `node --test`, and what its reporter (node-reporter.js) said:
// rows by folder, failures with how to run them alone, and where the tests looked for secrets.

import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { asTyped, runCommand } from '../command.js';
import { Failure } from '../failure.js';
import { wranglerEnvironment } from '../local/wrangler.js';
import { inRoot } from '../setup/root.js';
import { scannedIn, scannedLine } from './scanned.js';

/**
 * @typedef {import('./node-reporter.js').Event} Event
 * @typedef {import('./node-reporter.js').Failed} Failed
 * @typedef {import('./node-reporter.js').FileDone} FileDone
 * @typedef {import('../parts.js').Row} Row
 */

// One that hangs must not hold up CI.
const LONGEST_TEST_MS = 600_000;
const LONGEST_RUN_MS = 30 * 60_000;
// Many tests wait for workerd or Chromium: with more files than cores, no core waits with them.
const FILES_A_CORE = 1.5;
/** Whatever node --test prints of each test, for who wants to read it. */
const LOG = 'build/test-javascript.log';
// tests/secrets looks at what comes out of the Worker in these.
const LOOKING_FOR_SECRETS = ['abi', 'worker', 'browser'];

/**
 * @param {object} wanted
 * @param {readonly string[]} wanted.files relative to the checkout
 * @param {string} [wanted.name] only tests of that name
 * @param {(sign: string) => void} [wanted.sign] takes signs of life
 * @returns {Promise<{rows: Row[], lines: string[]}>} a row for each folder of tests/, the closing lines
 * @throws {Failure} with every failed test
 */
export async function runNodeTests({ files, name, sign }) {
  mkdirSync(inRoot('build'), { recursive: true });
  /** @type {Event[]} */
  const events = [];
  /** @type {string[]} */
  const other = [];
  const done = { tests: 0, files: 0 };
  const { code } = await runCommand(nodeCommand(files, name), {
    cwd: inRoot('.'),
    env: wranglerEnvironment(),
    longestMs: LONGEST_RUN_MS,
    onLine: (line) => {
      const event = eventIn(line);
      if (event === null) return other.push(line);
      events.push(event);
      if (event.type !== 'file') return;
      done.tests += event.tests;
      done.files += 1;
      sign?.(`${done.tests} tests, ${done.files} of ${files.length} files`);
    },
  });
  return outcomeOf({ code, events, other, files, name });
}

/**
 * @param {readonly string[]} files
 * @param {string | undefined} name
 */
function nodeCommand(files, name) {
  return [
    process.execPath,
    '--test',
    `--test-reporter=${inRoot('scripts/checks/node-reporter.js')}`,
    '--test-reporter-destination=stdout',
    '--test-reporter=spec',
    `--test-reporter-destination=${inRoot(LOG)}`,
    `--test-concurrency=${Math.ceil(availableParallelism() * FILES_A_CORE)}`,
    `--test-timeout=${LONGEST_TEST_MS}`,
    ...(name === undefined ? [] : [`--test-name-pattern=${exactly(name)}`]),
    ...files,
  ];
}

/** @param {string} name @returns {string} a pattern that is that name and nothing else */
function exactly(name) {
  return `/^${name.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}$/`;
}

/** @param {string} line @returns {Event | null} */
export function eventIn(line) {
  try {
    return JSON.parse(line);
  } catch {
    return null; // The runner's own words, when it could not even begin.
  }
}

/**
 * @param {object} run
 * @param {number} run.code of the runner
 * @param {Event[]} run.events
 * @param {string[]} run.other lines that are no events
 * @param {readonly string[]} run.files
 * @param {string} [run.name]
 */
export function outcomeOf({ code, events, other, files, name }) {
  const rows = rowsOf(eventsOf(events, 'file'));
  const lines = eventsOf(events, 'closing').map(({ text }) => `ℹ ${text}`);
  const failed = eventsOf(events, 'fail');
  const missing = files.filter((file) => !eventsOf(events, 'file').some((it) => it.file === file));
  if (code !== 0 || failed.length > 0 || missing.length > 0) {
    const printed = eventsOf(events, 'output');
    const output = [...failed.map((failure) => failureText(failure, printed)), ...other];
    if (missing.length > 0) output.push(`These files did not report an end: ${missing.join(', ')}`);
    throw new Failure(`${failed.length} of ${sumOf(rows)} tests failed`, {
      output: output.join('\n'),
      advice: [`${LOG} has the output of every test.`],
    });
  }
  if (sumOf(rows) === 0) throw new Failure('no tests found', { tried: asTyped([...files]) });
  if (name === undefined) lines.push(...secretsLine(events, rows));
  return { rows, lines };
}

/** @param {readonly Row[]} rows */
const sumOf = (rows) => rows.reduce((sum, { count = 0 }) => sum + count, 0);

/**
 * @template {Event['type']} Type
 * @param {Event[]} events
 * @param {Type} type
 */
function eventsOf(events, type) {
  return events.filter(
    /** @returns {event is Extract<Event, {type: Type}>} */ (event) => event.type === type,
  );
}

/** @param {FileDone[]} files @returns {Row[]} one for each folder of tests/ */
function rowsOf(files) {
  const folders = Map.groupBy(files, ({ file }) => folderOf(file));
  return [...folders].sort().map(([name, those]) => {
    const sum = (/** @type {(file: FileDone) => number} */ of) =>
      those.reduce((total, file) => total + of(file), 0);
    const [tests, failed, skipped] = [
      sum((it) => it.tests),
      sum((it) => it.failed),
      sum((it) => it.skipped),
    ];
    const notes = [failed && `${failed} failed`, skipped && `${skipped} skipped`].filter(Boolean);
    return {
      name,
      passed: failed === 0,
      seconds: sum((it) => it.seconds),
      count: tests,
      summary: [`${counted(tests, 'test')} in ${counted(those.length, 'file')}`, ...notes].join(
        ', ',
      ),
    };
  });
}

/** @param {number} number @param {string} thing */
const counted = (number, thing) => `${number} ${thing}${number === 1 ? '' : 's'}`;

/** @param {string} file */
const folderOf = (file) => file.split('/')[1] ?? '';

/**
 * @param {Failed} failed
 * @param {import('./node-reporter.js').Output[]} printed by all tests
 */
function failureText({ file, path, line, error }, printed) {
  // A file that ended early, or that could not even begin: what it printed says why.
  const isFile = path.length === 1 && path[0] === file;
  const alone = ['npm', 'test', '--', file, ...(isFile ? [] : ['--name', path[0] ?? ''])];
  const its = printed.filter((output) => isFile && output.file === file).map(({ text }) => text);
  return [
    isFile ? `✖ ${file}` : `✖ ${file}${line === undefined ? '' : `:${line}`}  ${path.join(' > ')}`,
    `${error}\n${its.join('')}`.trimEnd().replace(/^/gm, '    '),
    `  Run it alone: ${asTyped(alone)}`,
    '',
  ].join('\n');
}

/**
 * @param {Event[]} events
 * @param {readonly Row[]} rows
 * @returns {string[]} what the tests that look for secrets looked at, all together
 */
function secretsLine(events, rows) {
  const output = eventsOf(events, 'output');
  const all = output.map(({ text }) => text).join('');
  for (const folder of LOOKING_FOR_SECRETS) {
    if (!rows.some(({ name }) => name === folder)) continue;
    const its = output.filter(({ file }) => folderOf(file) === folder).map(({ text }) => text);
    if (scannedIn(its.join('')).secrets > 0) continue;
    throw new Failure(`secrets were looked for nowhere in tests/${folder}`);
  }
  const scanned = scannedIn(all);
  return scanned.secrets === 0 ? [] : [scannedLine(scanned)];
}
