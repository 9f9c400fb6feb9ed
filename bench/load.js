// npm run bench -- load: the API under load, in workerd, one Worker at a time.

import { Failure } from '../scripts/failure.js';
import { RECENT } from '../tests/worker/platform.js';
import { freshCore } from './core-refresh.js';
import { historyOf } from './history.js';
import { alternate, figureOf } from './rounds.js';
import { startWorker } from './workers.js';
import { runWrk } from './wrk.js';

const PATH = 'api/internal/user-listens';
const CONNECTIONS = 16;
const SECONDS = 2;
const ROUNDS = 7;
const SIZES = [14, 50];
// Longer than a copy of the last list lives in an isolate (REPLY_CACHE_SECONDS).
const PATIENCE_MS = 15_000;

/**
 * @typedef {import('./workers.js').RunningWorker} RunningWorker
 * @typedef {'cached' | 'revalidating' | 'uncached' | 'plain' | 'constant'} Lane
 */

/** @param {number} count of tracks @returns {import('./core-refresh.js').Value} a list of just now */
function listOf(count) {
  return historyOf(freshCore(), count, count, Date.now() + 300_000).stored.recent;
}

/**
 * @param {RunningWorker} worker
 * @param {number} count
 * @param {import('./core-refresh.js').Value} list
 */
async function serve(worker, count, { bytes, metadata }) {
  await worker.kv.put(RECENT, bytes, { metadata, expirationTtl: 3600 });
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const response = await fetch(`${worker.url}${PATH}`);
    const { data, stale } = /** @type {any} */ (await response.json());
    if (data.length === count && !stale) return response.headers.get('etag') ?? '';
    if (Date.now() > until) throw new Failure(`The list of ${count} is not served.`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** @param {RunningWorker} worker @param {string} [etag] */
async function play({ url }, etag) {
  const header = etag && `If-None-Match: ${etag}`;
  const expected = etag === undefined ? 200 : 304;
  const load = { url: `${url}${PATH}`, seconds: SECONDS, connections: CONNECTIONS, header };
  const report = await runWrk(load);
  const headers = etag === undefined ? undefined : { 'if-none-match': etag };
  const { status } = await fetch(load.url, { headers });
  if (report.failures === 0 && status === expected) return report;
  throw new Failure(
    `Under load not all went well: ${report.failures} failures, ${status} afterwards.`,
  );
}

/** @param {number} count @param {number} rounds @param {(text: string) => void} sign */
async function measureSize(count, rounds, sign) {
  const list = listOf(count);
  const BODY = new TextDecoder().decode(list.bytes);
  const workers = {
    cached: await startWorker('ours'),
    uncached: await startWorker('ours', { bindings: { REPLY_CACHE_SECONDS: '0' } }),
    plain: await startWorker('plain'),
    constant: await startWorker('constant', { bindings: { BODY } }),
  };
  const { cached, uncached, plain, constant } = workers;
  try {
    const etag = await serve(cached, count, list);
    await serve(uncached, count, list);
    await serve(plain, count, list);
    /** @type {Record<Lane, () => Promise<import('./wrk.js').Report>>} */
    const lanes = {
      cached: () => play(cached),
      revalidating: () => play(cached, etag),
      uncached: () => play(uncached),
      plain: () => play(plain),
      constant: () => play(constant),
    };
    sign(`${count} tracks, warming up`);
    await alternate(lanes, 1);
    return await alternate(lanes, rounds, (round) => sign(`${count} tracks, round ${round}`));
  } finally {
    for (const worker of Object.values(workers)) await worker.stop();
  }
}

/**
 * @param {number} count
 * @param {Record<string, import('./wrk.js').Report[]>} reports by lane
 * @returns {import('./results.js').Measurement[]}
 */
function measurementsOf(count, reports) {
  const pick = (
    /** @type {Lane} */ lane,
    /** @type {'requestsPerSecond' | 'p50Ms' | 'p99Ms'} */ of,
  ) => figureOf(reports[lane].map((report) => report[of]));
  const row = (
    /** @type {Lane} */ lane,
    /** @type {string} */ what,
    /** @type {'requestsPerSecond' | 'p50Ms' | 'p99Ms'} */ of,
    /** @type {import('./results.js').Target[]} */ targets = [],
  ) => ({
    id: `load-${lane}-${count}-${of}`,
    what: `API, ${count} tracks, ${what}`,
    unit: { requestsPerSecond: 'requests/s', p50Ms: 'p50 in ms', p99Ms: 'p99 in ms' }[of],
    figures: { ours: pick(lane, of), plain: pick('plain', of), constant: pick('constant', of) },
    targets,
  });
  return [
    row('cached', 'isolate cache on', 'requestsPerSecond', [
      { against: 'constant', atLeast: 0.8 },
      { against: 'plain', atLeast: 3 },
    ]),
    row('cached', 'isolate cache on', 'p50Ms'),
    row('cached', 'isolate cache on', 'p99Ms'),
    row('revalidating', 'isolate cache on, revalidating (304)', 'requestsPerSecond'),
    row('uncached', 'isolate cache off', 'requestsPerSecond', [{ against: 'plain', atLeast: 1 }]),
    row('uncached', 'isolate cache off', 'p50Ms'),
    row('uncached', 'isolate cache off', 'p99Ms'),
  ];
}

/** @type {import('./parts.js').Part} */
export async function measureLoad({ rounds = ROUNDS, sign }) {
  const measurements = [];
  for (const count of SIZES) {
    measurements.push(...measurementsOf(count, await measureSize(count, rounds, sign)));
  }
  return { measurements };
}
