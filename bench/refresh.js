// npm run bench -- refresh [--long]: a refresh of the whole Worker in workerd, in real time, with a
// music service that answers after 50 ms; and what a day of them asks of KV, D1 and the service.
//
// Ours keeps to a pace (at once 20 requests and six at a time, then 5 a second), so that a large roster
// takes as long as the service wants it to. The plain peer asks everybody at once, and has none.

import { Failure } from '../scripts/failure.js';
import { RECENT } from '../tests/worker/platform.js';
import { startMusic } from './music.js';
import { alternate, counted, figureOf } from './rounds.js';
import { startWorker } from './workers.js';

const LATENCY_MS = 50;
const ROUNDS = 9;
const REFRESHES_A_DAY = 288;
const BURST = 20;

/**
 * @typedef {import('./bundles.js').Contestant} Contestant
 * @typedef {object} Refresh
 * @property {number} seconds
 * @property {Record<string, number>} counts of operations and requests
 * @property {number} mostAtOnce
 * @property {number} mostInASecond after the burst
 */

/**
 * @param {number} count of members
 * @param {number} rounds
 * @returns {Promise<Record<'ours' | 'plain', Refresh[]>>}
 */
async function refreshes(count, rounds) {
  const music = await startMusic(LATENCY_MS);
  const bindings = { LASTFM_API_URL: music.url, POLL_BUDGET: String(Math.max(count, 45)) };
  const setup = { bindings, members: count, isWatched: true };
  const workers = {
    ours: await startWorker('ours', setup),
    plain: await startWorker('plain', setup),
  };
  try {
    const lanes = {
      ours: () => refreshOnce(workers.ours, music, count),
      plain: () => refreshOnce(workers.plain, music, count),
    };
    if (rounds > 1) await alternate(lanes, 1);
    return /** @type {any} */ (await alternate(lanes, rounds));
  } finally {
    for (const worker of Object.values(workers)) await worker.stop();
    music.stop();
  }
}

/**
 * @param {import('./workers.js').RunningWorker} worker
 * @param {Awaited<ReturnType<typeof startMusic>>} music
 * @param {number} count
 * @returns {Promise<Refresh>}
 */
async function refreshOnce(worker, music, count) {
  music.take();
  await worker.take('operations');
  const from = performance.now();
  await worker.refresh();
  const seconds = (performance.now() - from) / 1000;
  /** @type {{op: string}[]} */
  const operations = await worker.take('operations');
  const { times, mostAtOnce } = music.take();
  const of = (/** @type {string} */ op) => operations.filter((one) => one.op === op).length;
  const list = /** @type {any} */ (await worker.kv.get(RECENT, 'json'));
  const isWritten = Date.now() - Date.parse(list?.lastUpdated) < seconds * 1000 + 2000;
  if (!isWritten || of('put') === 0 || times.length === 0) {
    throw new Failure(`A refresh of ${count} wrote no list; asked about ${times.length}.`);
  }
  return {
    seconds,
    counts: { get: of('get'), put: of('put'), d1: of('d1'), fetch: times.length },
    mostAtOnce,
    mostInASecond: mostInASecond(times),
  };
}

/**
 * The most requests in any second, those of the burst at the beginning left out.
 * @param {number[]} times in ms, ascending
 */
export function mostInASecond(times) {
  const steady = times.slice(BURST);
  return steady.reduce(
    (most, from) => Math.max(most, steady.filter((at) => at >= from && at < from + 1000).length),
    0,
  );
}

/**
 * @param {Record<'ours' | 'plain', Refresh[]>} taken
 * @param {(refresh: Refresh) => number} pick
 */
const figuresOf = ({ ours, plain }, pick) => ({
  ours: figureOf(ours.map(pick)),
  plain: figureOf(plain.map(pick)),
});

/**
 * @param {Record<'ours' | 'plain', Refresh[]>} taken
 * @returns {import('./results.js').Measurement[]}
 */
function operationsOf({ ours, plain }) {
  const kinds = [
    { of: ['get'], what: 'KV reads of the cron a day' },
    { of: ['put'], what: 'KV writes of the cron a day' },
    { of: ['d1'], what: 'D1 queries a day' },
    { of: ['fetch'], what: 'requests to the music service a day' },
  ];
  const last = { ours: ours.at(-1), plain: plain.at(-1) };
  const inAll = (/** @type {Refresh | undefined} */ refresh) =>
    Object.values(refresh?.counts ?? {}).reduce((sum, count) => sum + count, 0);
  return [
    ...kinds.map(({ of: [kind = ''], what }) => ({
      id: `day-${kind}`,
      what: `${what}, 14 members`,
      unit: `${REFRESHES_A_DAY} refreshes`,
      figures: {
        ours: counted((last.ours?.counts[kind] ?? 0) * REFRESHES_A_DAY),
        plain: counted((last.plain?.counts[kind] ?? 0) * REFRESHES_A_DAY),
      },
    })),
    {
      id: 'subrequests',
      what: 'subrequests a refresh, 14 members',
      unit: 'KV, D1 and music service',
      figures: { ours: counted(inAll(last.ours)), plain: counted(inAll(last.plain)) },
    },
  ];
}

/**
 * @param {number} count of members
 * @param {Record<'ours' | 'plain', Refresh[]>} taken
 */
function paceOf(count, { ours, plain }) {
  const most = (/** @type {Refresh[]} */ of, /** @type {'mostAtOnce' | 'mostInASecond'} */ name) =>
    Math.max(...of.map((refresh) => refresh[name]));
  const asked = (/** @type {Refresh[]} */ of) => (of[0]?.counts.fetch ?? 0).toLocaleString('en');
  return (
    `With ${count.toLocaleString('en')} members ours asked about ${asked(ours)}, as the pace allows, ` +
    `at most ${most(ours, 'mostAtOnce')} at once and, after the first ${BURST}, ` +
    `${most(ours, 'mostInASecond')} in a second; plain JavaScript about ${asked(plain)}, ` +
    `${most(plain, 'mostAtOnce')} at once.`
  );
}

/** @type {import('./parts.js').Part} */
export async function measureRefresh({ rounds = ROUNDS, isLong, sign }) {
  const measurements = [];
  const notes = [];
  /** @type {Record<string, unknown>} */
  const details = {};
  for (const count of isLong ? [14, 150, 1500] : [14, 150]) {
    sign(`${count} members`);
    const taken = await refreshes(count, count === 14 ? rounds : 1);
    details[count] = taken;
    measurements.push({
      id: `refresh-wall-${count}`,
      what: `refresh of ${count.toLocaleString('en')} members, music service at ${LATENCY_MS} ms`,
      unit: 's',
      figures: figuresOf(taken, ({ seconds }) => seconds),
    });
    if (count === 14) measurements.push(...operationsOf(taken));
    else notes.push(paceOf(count, taken));
  }
  return { measurements, details, notes };
}
