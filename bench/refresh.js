// npm run bench:refresh: how long a refresh of the whole Worker takes in workerd, in real time, with
// a music service that answers after 50 ms, and whether it keeps to the pace.
//
//   node bench/refresh.js [members …]     14 150 1500; the last takes four minutes, the pace's own

import { once } from 'node:events';
import { createServer } from 'node:http';
import { eventOf } from '../tests/worker/expect.js';
import { lastfmBody, someMembers, userOf } from '../tests/worker/music.js';
import { startPlatform } from '../tests/worker/platform.js';

const LATENCY_MS = 50;
const BURST = 20;
const A_SECOND = 5;

/** Answers after a while, and counts. */
async function musicServer() {
  /** @type {number[]} */
  const times = [];
  let atOnce = 0;
  let mostAtOnce = 0;
  const server = createServer((request, response) => {
    times.push(performance.now());
    atOnce += 1;
    mostAtOnce = Math.max(mostAtOnce, atOnce);
    const user = userOf({ url: `http://music${request.url}` });
    setTimeout(() => {
      atOnce -= 1;
      response.end(lastfmBody({ user }));
    }, LATENCY_MS);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}/2.0/`,
    times,
    mostAtOnce: () => mostAtOnce,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/**
 * The most requests in any second, those of the burst at the beginning left out.
 * @param {number[]} times in ms, ascending
 */
function mostInASecond(times) {
  const steady = times.slice(BURST);
  return steady.reduce(
    (most, from) => Math.max(most, steady.filter((at) => at >= from && at < from + 1000).length),
    0,
  );
}

/** @param {number} count of members */
async function refresh(count) {
  const music = await musicServer();
  const platform = await startPlatform({
    members: someMembers(count),
    network: true,
    settings: { LASTFM_API_URL: music.url, POLL_BUDGET: String(Math.max(count, 45)) },
  });
  try {
    const startedAt = performance.now();
    await platform.tick();
    const seconds = (performance.now() - startedAt) / 1000;
    const { counts } = eventOf(await platform.takeLog());
    return {
      members: count,
      asked: counts.asked,
      failed: counts.failed,
      'seconds in all': Number(seconds.toFixed(2)),
      'by the pace alone': Math.max(0, music.times.length - BURST) / A_SECOND,
      'most at once': music.mostAtOnce(),
      'most in a second after the burst': mostInASecond(music.times),
    };
  } finally {
    await platform.stop();
    music.stop();
  }
}

const sizes = process.argv.slice(2).map(Number);
const rows = [];
for (const count of sizes.length > 0 ? sizes : [14, 150, 1500]) rows.push(await refresh(count));
console.table(rows);
