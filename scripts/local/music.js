// The local music service, on a port of this machine. It lives in this very process, so that
// nothing of it can be left behind.

import { Failure } from '../failure.js';
import { createMusicService } from '../music-service/service.js';
import { atStop } from '../stop.js';
import { freePort } from './ports.js';

const FIRST_PORT = 8790;

/**
 * @param {import('../music-service/flake.js').FlakeMode} flake
 * @returns {Promise<string>} its address, without a slash at the end
 */
export async function startMusicService(flake) {
  const { server } = createMusicService({ flake });
  const port = await freePort(FIRST_PORT);
  await new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject(new Failure(`The local music service cannot listen: ${error.message}`)),
    );
    server.listen(port, '127.0.0.1', () => resolve(undefined));
  });
  atStop(() => {
    server.close();
    server.closeAllConnections(); // hanging answers would keep it open
  });
  return `http://127.0.0.1:${port}`;
}
