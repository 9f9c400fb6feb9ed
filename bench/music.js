// A music service on this machine that takes its time, and counts.

import { once } from 'node:events';
import { createServer } from 'node:http';
import { userOf } from '../tests/worker/music.js';
import { lastfmBody } from './peers/bodies.js';

/** @param {number} latencyMs */
export async function startMusic(latencyMs) {
  /** @type {number[]} */
  let times = [];
  let atOnce = 0;
  let mostAtOnce = 0;
  const server = createServer((request, response) => {
    times.push(performance.now());
    atOnce += 1;
    mostAtOnce = Math.max(mostAtOnce, atOnce);
    const user = userOf({ url: `http://music${request.url}` });
    const uts = Math.floor(Date.now() / 1000) - 600 - user.length;
    setTimeout(() => {
      atOnce -= 1;
      response.end(lastfmBody({ user, uts }));
    }, latencyMs);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}/2.0/`,
    /** When it was asked, and how often at once, since the last call. */
    take: () => {
      const taken = { times, mostAtOnce };
      times = [];
      mostAtOnce = 0;
      return taken;
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
