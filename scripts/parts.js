// Several parts of a check, run one after the other whatever becomes of each, with one table at the end.

import { Failure } from './failure.js';

/**
 * @typedef {object} Part
 * @property {string} name
 * @property {() => Promise<string>} run answers with its result in one line; throws when it fails
 *
 * @typedef {object} PartResult
 * @property {string} name
 * @property {boolean} passed
 * @property {string} summary
 * @property {number} seconds
 */

/**
 * @param {readonly Part[]} parts
 * @returns {Promise<boolean>} did all of them pass
 */
export async function runParts(parts) {
  /** @type {PartResult[]} */
  const results = [];
  for (const part of parts) {
    console.log(`\n== ${part.name}`);
    results.push(await runPart(part));
  }
  console.log(`\n${resultTable(results)}`);
  return results.every(({ passed }) => passed);
}

/**
 * @param {Part} part
 * @returns {Promise<PartResult>}
 */
async function runPart({ name, run }) {
  const began = Date.now();
  const since = () => (Date.now() - began) / 1000;
  try {
    const summary = await run();
    return { name, passed: true, summary, seconds: since() };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.log(error.report());
    return { name, passed: false, summary: error.message, seconds: since() };
  }
}

/**
 * @param {readonly PartResult[]} results
 * @returns {string}
 */
export function resultTable(results) {
  const width = Math.max(...results.map(({ name }) => name.length));
  const lines = results.map(({ name, passed, summary, seconds }) =>
    [
      name.padEnd(width),
      passed ? 'ok    ' : 'FAILED',
      `${seconds.toFixed(1).padStart(6)} s`,
      summary,
    ].join('  '),
  );
  const failed = results.filter(({ passed }) => !passed).length;
  const all = results.length;
  return [
    ...lines,
    failed === 0 ? `All ${all} parts passed.` : `${failed} of ${all} parts FAILED.`,
  ].join('\n');
}
