// Several parts of a check: each begins as soon as those it needs have passed, and a row is printed as
// each ends, whatever becomes of the others.

import { Failure } from './failure.js';
import { signsOfLife } from './progress.js';

/**
 * @typedef {object} Part
 * @property {string} name
 * @property {readonly string[]} [needs] parts that must have passed, where they are run at all
 * @property {readonly string[]} [follows] parts that must have ended, so that both have the cores to
 *   themselves
 * @property {(sign: (text: string) => void) => Promise<Outcome>} run throws a Failure when it fails;
 *   takes a function for signs of life
 *
 * @typedef {string | {rows?: Row[], summary?: string, lines?: string[]}} Outcome the result in one
 *   line, or rows in place of the part's own; `lines` are printed below
 *
 * @typedef {object} Row
 * @property {string} name
 * @property {boolean} passed
 * @property {number} seconds
 * @property {string} summary
 * @property {number} [count] of tests
 */

/** The column of names is at least that wide: rows are printed before all names are known. */
const NAME_WIDTH = 10;

/**
 * @param {readonly Part[]} parts
 * @param {(line: string) => void} [print]
 * @returns {Promise<boolean>} whether all of them passed
 */
export async function runParts(parts, print = console.log) {
  const began = Date.now();
  const life = signsOfLife(print);
  /** @type {Map<string, Promise<boolean>>} */
  const ends = new Map();
  const endsOf = (/** @type {readonly string[]} */ names = []) =>
    Promise.all(names.map((name) => ends.get(name) ?? true));
  for (const part of parts) ends.set(part.name, begin(part));
  const passed = await Promise.all(ends.values());
  life.stop();
  print('');
  print(closingLine(parts, passed, secondsSince(began)));
  return passed.every(Boolean);

  /** @param {Part} part @returns {Promise<boolean>} */
  async function begin(part) {
    // All parts are known before the first one looks for those it needs.
    await Promise.resolve();
    await endsOf(part.follows);
    if ((await endsOf(part.needs)).includes(false)) {
      const missing = (part.needs ?? []).join(', ');
      life.print(
        rowText({
          name: part.name,
          passed: false,
          seconds: 0,
          summary: `not run: needs ${missing}`,
        }),
      );
      return false;
    }
    const sign = life.begin(part.name);
    const { report, hasPassed } = await runPart(part, sign);
    life.end(part.name);
    for (const line of report) life.print(line);
    return hasPassed;
  }
}

/**
 * @param {Part} part
 * @param {(text: string) => void} sign
 * @returns {Promise<{report: string[], hasPassed: boolean}>}
 */
async function runPart({ name, run }, sign) {
  const began = Date.now();
  try {
    const outcome = await run(sign);
    const {
      rows,
      summary = '',
      lines = [],
    } = typeof outcome === 'string' ? { summary: outcome } : outcome;
    const own = { name, passed: true, seconds: secondsSince(began), summary };
    return { report: [...(rows ?? [own]).map(rowText), ...lines], hasPassed: true };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const row = { name, passed: false, seconds: secondsSince(began), summary: error.message };
    return { report: ['', error.report(), rowText(row)], hasPassed: false };
  }
}

/** @param {Row} row */
export function rowText({ name, passed, seconds, summary }) {
  const time = `${seconds.toFixed(1).padStart(6)} s`;
  return `${name.padEnd(NAME_WIDTH)}  ${passed ? 'ok    ' : 'FAILED'}  ${time}  ${summary}`;
}

/**
 * @param {readonly Part[]} parts
 * @param {readonly boolean[]} passed
 * @param {number} seconds
 */
export function closingLine(parts, passed, seconds) {
  const failed = parts.filter((_, at) => !passed[at]).map(({ name }) => name);
  const time = `in ${Math.round(seconds)} s`;
  if (failed.length === 0) return `All ${parts.length} parts passed ${time}.`;
  return `${failed.length} of ${parts.length} parts FAILED ${time}: ${failed.join(', ')}.`;
}

/** @param {number} began */
function secondsSince(began) {
  return (Date.now() - began) / 1000;
}
