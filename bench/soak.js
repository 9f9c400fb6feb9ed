// npm run bench -- soak [--minutes N]: full load on the API, half of it asking only for what is new,
// while the cron fires. No answer but 200 and 304, and a workerd that stays as large as it was after
// the first minute. V8 is held to a small heap: left alone it puts off
// collecting garbage for as long as the machine has memory, and any Worker grows.

import { runCommand } from '../scripts/command.js';
import { Failure } from '../scripts/failure.js';
import { step } from '../scripts/progress.js';
import { inRoot } from '../scripts/setup/root.js';
import { startMusic } from './music.js';
import { median } from './rounds.js';
import { startWorker } from './workers.js';
import { runWrk } from './wrk.js';

const PATH = 'api/internal/user-listens';
const CONNECTIONS = 16;
const MEMBERS = 14;
const LATENCY_MS = 50;
const TICK_MS = 5000;
const SAMPLE_MS = 1000;
const HEAP_MB = 10;
const SETTLING_S = 60;
const WINDOW_S = 10;
// More than the ups and downs of a garbage collector, much less than a leak at thousands of requests
// a second would make.
export const MOST_GROWTH = 0.02;

/** @typedef {{atS: number, mib: number}} Sample of resident memory */

/**
 * @param {number} minutes
 * @returns {Promise<import('./results.js').PartResults & {complaints: string[]}>}
 */
export async function soak(minutes) {
  const music = await startMusic(LATENCY_MS);
  const bindings = { LASTFM_API_URL: music.url };
  process.env.MINIFLARE_WORKERD_V8_FLAGS = `--max-heap-size=${HEAP_MB}`;
  const worker = await startWorker('ours', { bindings, members: MEMBERS });
  try {
    const outcome = await step(`Soaking for ${minutes} min`, (sign) => run(worker, minutes, sign));
    return resultsOf(minutes, outcome);
  } finally {
    await worker.stop();
    music.stop();
  }
}

/**
 * @param {import('./workers.js').RunningWorker} worker
 * @param {number} minutes
 * @param {(text: string) => void} sign
 */
async function run(worker, minutes, sign) {
  await worker.refresh();
  /** @type {Sample[]} */
  const samples = [];
  let refreshes = 0;
  const from = performance.now();
  const sampling = every(SAMPLE_MS, async () => {
    const atS = (performance.now() - from) / 1000;
    const mib = await residentMiB();
    samples.push({ atS, mib });
    sign(`${atS.toFixed(0)} s, ${mib.toFixed(0)} MiB, ${refreshes} refreshes`);
  });
  const ticking = every(TICK_MS, async () => {
    await worker.refresh();
    refreshes += 1;
  });
  const script = inRoot('bench/soak.lua');
  const load = {
    url: `${worker.url}${PATH}`,
    seconds: minutes * 60,
    connections: CONNECTIONS,
    script,
  };
  try {
    return { load: await runWrk(load), samples, refreshes };
  } finally {
    await Promise.all([sampling.stop(), ticking.stop()]);
  }
}

/**
 * Does something again and again, never twice at once.
 * @param {number} everyMs
 * @param {() => Promise<void>} action
 */
function every(everyMs, action) {
  const stopping = new AbortController();
  const work = (async () => {
    while (!stopping.signal.aborted) {
      await action();
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, everyMs);
        stopping.signal.addEventListener('abort', () => {
          clearTimeout(timer);
          resolve(undefined);
        });
      });
    }
  })();
  // A failure is told by whoever stops it.
  work.catch(() => {});
  return {
    stop: () => {
      stopping.abort();
      return work;
    },
  };
}

/** @returns {Promise<number>} of the workerd that Miniflare has started in this process */
async function residentMiB() {
  const { output } = await runCommand(['ps', '-A', '-o', 'ppid=,rss=,comm=']);
  return residentIn(output, process.pid);
}

/**
 * @param {string} output of ps: parent, KiB and name of each process
 * @param {number} parent
 */
export function residentIn(output, parent) {
  const ours = output
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .find(([ppid, , name]) => Number(ppid) === parent && name?.includes('workerd'));
  if (ours === undefined) throw new Failure('ps shows no workerd.', { output });
  return Number(ours[1]) / 1024;
}

/**
 * What memory was once it had settled, what it was in the end, and how it went in between.
 * @param {Sample[]} samples
 */
export function growthOf(samples) {
  const endS = samples.at(-1)?.atS ?? 0;
  const settledS = Math.min(SETTLING_S, endS / 2);
  const around = (/** @type {number} */ from) =>
    median(
      samples.filter(({ atS }) => atS >= from && atS <= from + WINDOW_S).map(({ mib }) => mib),
    );
  const settledMiB = around(settledS);
  const endMiB = around(endS - WINDOW_S);
  return {
    settledS,
    settledMiB,
    endMiB,
    growth: endMiB / settledMiB - 1,
    mibAMinute: slopeOf(samples.filter(({ atS }) => atS >= settledS)) * 60,
  };
}

/** Of the straight line nearest to them all. @param {Sample[]} samples @returns {number} MiB a second */
function slopeOf(samples) {
  const mean = (/** @type {number[]} */ values) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const atS = mean(samples.map((sample) => sample.atS));
  const mib = mean(samples.map((sample) => sample.mib));
  const [above, below] = samples.reduce(
    ([products, squares], sample) => [
      products + (sample.atS - atS) * (sample.mib - mib),
      squares + (sample.atS - atS) ** 2,
    ],
    [0, 0],
  );
  return below === 0 ? 0 : above / below;
}

/**
 * @param {number} minutes
 * @param {Awaited<ReturnType<typeof run>>} outcome
 */
function resultsOf(minutes, { load, samples, refreshes }) {
  const memory = growthOf(samples);
  const { 200: whole = 0, 304: known = 0, other = 0 } = load.statuses;
  const isAnswered = load.failures === 0 && other === 0 && whole > 0 && known > 0;
  const complaints = [
    isAnswered ? '' : 'An answer was neither 200 nor 304.',
    memory.growth <= MOST_GROWTH ? '' : `Memory grew by more than ${MOST_GROWTH * 100} %.`,
  ].filter((text) => text !== '');
  const count = (/** @type {number} */ value) => value.toLocaleString('en');
  const note =
    `Soak of ${minutes} min, ${refreshes} refreshes: ${count(load.requests)} requests, ` +
    `${count(Math.round(load.requestsPerSecond))} a second; ${count(whole)} × 200, ` +
    `${count(known)} × 304, ${other + load.failures} others. workerd held ` +
    `${memory.settledMiB.toFixed(0)} MiB after ${memory.settledS.toFixed(0)} s and ` +
    `${memory.endMiB.toFixed(0)} MiB at the end (${(memory.growth * 100).toFixed(1)} %, ` +
    `${memory.mibAMinute.toFixed(1)} MiB a minute; at most ${MOST_GROWTH * 100} %): ` +
    `${complaints.length === 0 ? 'met' : '**missed**'}.`;
  return { measurements: [], details: { load, memory, samples }, notes: [note], complaints };
}
