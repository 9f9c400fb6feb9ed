// Measuring in turns: a round of each contestant, then another of each, so that what else the machine
// does meanwhile meets all of them alike. A figure is the median of its rounds.

/**
 * @typedef {object} Figure
 * @property {number} median
 * @property {number} least
 * @property {number} most
 * @property {number} rounds
 */

/**
 * @template Result
 * @param {Record<string, () => Result | Promise<Result>>} contestants a round of each, by name
 * @param {number} rounds
 * @param {(round: number) => void} [onRound] is told how many are done
 * @returns {Promise<Record<string, Result[]>>}
 */
export async function alternate(contestants, rounds, onRound = () => {}) {
  const results = Object.fromEntries(
    Object.keys(contestants).map((name) => [name, /** @type {Result[]} */ ([])]),
  );
  for (let round = 1; round <= rounds; round++) {
    for (const [name, play] of Object.entries(contestants)) results[name].push(await play());
    onRound(round);
  }
  return results;
}

/** @param {number[]} values at least one @returns {Figure} */
export function figureOf(values) {
  return {
    median: median(values),
    least: Math.min(...values),
    most: Math.max(...values),
    rounds: values.length,
  };
}

/** A single value, counted rather than measured. @param {number} value */
export const counted = (value) => figureOf([value]);

/** @param {number[]} values at least one */
export function median(values) {
  if (values.length === 0) throw new RangeError('no values, no median');
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/**
 * What one call takes, of so many that the clock's grain does not matter.
 * @param {() => unknown} job
 * @param {number} calls
 * @returns {number} µs a call
 */
export function timeOf(job, calls) {
  const from = performance.now();
  for (let call = 0; call < calls; call++) job();
  return ((performance.now() - from) * 1000) / calls;
}

/**
 * So many calls that they take about as long as asked for.
 * @param {() => unknown} job
 * @param {number} targetMs
 */
export function callsFor(job, targetMs) {
  let calls = 1;
  // The first calls are slower than all later ones.
  for (let tries = 0; tries < 12; tries++) {
    const ms = (timeOf(job, calls) * calls) / 1000;
    if (ms >= targetMs / 2) return Math.max(1, Math.round((calls * targetMs) / ms));
    calls *= 4;
  }
  return calls;
}
