// A run: what is built, which parts are measured, where the results go.

import { Failure } from '../scripts/failure.js';
import { print, step } from '../scripts/progress.js';
import { bundleAll } from './bundles.js';
import { chartsOf } from './charts/charts.js';
import { thisMachine } from './machine.js';
import { MEASURES } from './parts.js';
import { writeReadme } from './readme.js';
import { missed } from './results.js';
import { soak } from './soak.js';
import { readResults, writeResults } from './store.js';

const HINTS = ['build/bench/results.json has every sample, in "soak".'];

/** @param {import('./options.js').BenchOptions} options */
export async function bench({ parts, isSoak, minutes, readme, ...orders }) {
  if (isSoak) return soakAndKeep(minutes);
  if (parts.length > 0) await measure(parts, orders);
  const results = readResults();
  if (Object.keys(results.parts).length === 0) throw new Failure('Nothing has been measured yet.');
  const charts = chartsOf(results);
  print(writeResults(results, charts));
  if (readme) writeReadme(results, charts);
  const misses = missed(results);
  if (misses.length > 0) print(`Targets missed: ${misses.map(({ what }) => what).join('; ')}`);
}

/**
 * @param {import('./options.js').PartName[]} parts
 * @param {Pick<import('./options.js').BenchOptions, 'isLong' | 'rounds'>} orders
 */
async function measure(parts, orders) {
  const sizes = await bundleAll();
  for (const name of parts) {
    const measured = await step(`Measuring: ${name}`, (sign) =>
      MEASURES[name]({ ...orders, sizes, sign }),
    );
    // At once, so that a part that fails takes nothing of the others with it.
    keep(name, measured);
  }
}

/** @param {number} minutes */
async function soakAndKeep(minutes) {
  await bundleAll();
  const { complaints, ...soaked } = await soak(minutes);
  keep('soak', soaked);
  print(soaked.notes?.join('\n') ?? '');
  if (complaints.length > 0) throw new Failure(complaints.join(' '), { advice: HINTS });
}

/**
 * Beside what was measured before of other parts.
 * @param {string} name
 * @param {import('./results.js').PartResults} measured
 */
function keep(name, measured) {
  const { parts } = readResults();
  const date = new Date().toISOString().slice(0, 10);
  writeResults({ machine: thisMachine(), parts: { ...parts, [name]: { date, ...measured } } });
}
