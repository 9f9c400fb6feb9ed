// Runs libFuzzer over targets: some at a time, what each came to in a line, and for one that broke
// the input that did it.

import { mkdirSync } from 'node:fs';
import { asTyped, runCommand } from '../command.js';
import { Failure } from '../failure.js';
import { inRoot } from '../setup/root.js';
import { closingLine, whatBroke } from './report.js';
import { dictionaryOf, FUZZER, inputFoldersOf, REPLAYER, seedsOf } from './targets.js';

export const CRASHES = 'build/fuzz/crashes';
// Nothing that the core is given takes it that long, or that much memory.
const LIMITS = ['-timeout=10', '-rss_limit_mb=2048'];
const ENV = { ...process.env, UBSAN_OPTIONS: 'print_stacktrace=1' };
const REPLAY_ENV = { ...ENV, ASAN_OPTIONS: 'hard_rss_limit_mb=2048' };

/**
 * @typedef {object} FuzzRun
 * @property {number} seconds for each target
 * @property {number} jobs targets at a time
 * @property {string} corpus the folder that new inputs go to
 * @property {number} [seed] the same one tries the same inputs in the same order; by default another each time
 * @property {(text: string) => void} [print] takes a line for each target, and what broke
 */

/**
 * @param {string[]} targets
 * @param {FuzzRun} run
 * @returns {Promise<string>} what all came to, in one line
 * @throws {Failure} when one broke, after all have run
 */
export async function fuzzTargets(
  targets,
  { seconds, jobs, corpus, seed = 0, print = console.log },
) {
  /** @type {string[]} */
  const broken = [];
  let total = 0;
  await eachOf(targets, jobs, async (name) => {
    const inputs = [`${corpus}/${name}`, ...inputFoldersOf(name)];
    mkdirSync(inRoot(`${corpus}/${name}`), { recursive: true });
    mkdirSync(inRoot(CRASHES), { recursive: true });
    const { code, output } = await runCommand(
      [
        inRoot(FUZZER),
        name,
        `-max_total_time=${seconds}`,
        `-seed=${seed}`,
        '-max_len=4096',
        '-print_final_stats=1',
        `-dict=${dictionaryOf(name)}`,
        `-artifact_prefix=${CRASHES}/${name}-`,
        ...LIMITS,
        ...inputs,
      ],
      { cwd: inRoot('.'), env: ENV },
    );
    const { line, executions } = closingLine(output);
    print(`${name.padEnd(width(targets))}  ${line}`);
    total += executions;
    if (code === 0) return;
    broken.push(name);
    print(found(name, output));
  });
  const summary = `${total.toLocaleString('en')} executions in ${targets.length} targets`;
  if (broken.length === 0) return summary;
  throw new Failure(`${broken.join(', ')} broke after ${summary}`, {
    advice: ['fix what the report above names, and keep its input as it says.'],
  });
}

/**
 * Every input that is part of the project, through its target. Needs the debug preset's fuzz_replay.
 * @param {string[]} targets
 * @param {number} jobs targets at a time
 * @returns {Promise<number>} how many there are
 */
export async function replay(targets, jobs) {
  let count = 0;
  await eachOf(targets, jobs, async (name) => {
    const fed = await replayTarget(name);
    count += fed;
  });
  return count;
}

/**
 * @param {string} name
 * @returns {Promise<number>} how many inputs it was fed
 */
async function replayTarget(name) {
  const command = [REPLAYER, name, ...inputFoldersOf(name)];
  const { code, output } = await runCommand(command, { cwd: inRoot('.'), env: REPLAY_ENV });
  if (code !== 0) {
    const culprit = lastAnnounced(output);
    throw new Failure(`${name} broke on ${culprit}`, {
      output: whatBroke(output),
      tried: asTyped([REPLAYER, name, culprit]),
    });
  }
  const fed = Number(output.match(new RegExp(`^${name}: (\\d+) inputs$`, 'm'))?.[1] ?? 0);
  if (fed === 0) throw new Failure(`${name} has no inputs in ${seedsOf(name)}`);
  return fed;
}

/** @param {string} output in which each file is announced before it is read */
function lastAnnounced(output) {
  return (
    output
      .match(/^Running: .*$/gm)
      ?.at(-1)
      ?.slice('Running: '.length) ?? '?'
  );
}

/**
 * @param {string} name
 * @param {string} output libFuzzer's, of a target that broke
 */
function found(name, output) {
  const input = output.match(/Test unit written to (.*)$/m)?.[1];
  const lines = [whatBroke(output)];
  if (input !== undefined) {
    lines.push(
      `The input that did it: ${input}`,
      `Once more:             ${FUZZER} ${name} ${input}`,
      `When it is fixed, move it to ${seedsOf(name)}/ under a name that says what it shows:`,
      'every npm test tries it from then on.',
    );
  }
  return lines.map((line) => line.replace(/^/gm, '  ')).join('\n');
}

/** @param {string[]} names */
function width(names) {
  return Math.max(...names.map((name) => name.length));
}

/**
 * @template Item
 * @param {Item[]} items
 * @param {number} jobs at a time
 * @param {(item: Item) => Promise<void>} action
 */
async function eachOf(items, jobs, action) {
  const queue = [...items];
  const work = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await action(item);
  };
  await Promise.all(Array.from({ length: jobs }, work));
}
