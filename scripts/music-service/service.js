// The local music service: the pure answers, behind a clock and an HTTP server.

import { createServer } from 'node:http';
import { answer } from './answer.js';
import { FLAKE_MODES } from './flake.js';
import { indexPage } from './index-page.js';

/**
 * @typedef {import('./flake.js').Answer} Answer
 * @typedef {import('./flake.js').FlakeMode} FlakeMode
 *
 * @typedef {object} MusicService
 * @property {import('node:http').Server} server not listening yet
 * @property {(url: string | URL) => Answer} answer the same without a server, for tests
 * @property {() => FlakeMode} flake what is switched on
 */

/**
 * @param {{ now?: () => number, flake?: FlakeMode }} [options] now: ms since 1970
 * @returns {MusicService}
 */
export function createMusicService({ now = Date.now, flake = 'off' } = {}) {
  let mode = flake;

  /** @param {string | URL} address */
  const answerTo = (address) => {
    const url = new URL(address, 'http://music.invalid');
    if (url.pathname === '/2.0/' || url.pathname === '/2.0') return answer(url, now(), mode);
    if (url.pathname === '/') return plain(200, 'text/html', indexPage(now(), mode));
    if (url.pathname === '/flake') return switchFlake(url);
    return plain(
      404,
      'text/plain',
      'Not found. The API is at /2.0/, the switch at /flake?mode=…\n',
    );
  };

  /** @param {URL} url */
  const switchFlake = (url) => {
    const wanted = url.searchParams.get('mode');
    const known = FLAKE_MODES.find((candidate) => candidate === wanted);
    if (wanted !== null && known === undefined) {
      return plain(400, 'text/plain', `Unknown mode; one of: ${FLAKE_MODES.join(', ')}\n`);
    }
    mode = known ?? mode;
    if (!url.searchParams.has('back')) return plain(200, 'text/plain', `flake: ${mode}\n`);
    return { ...plain(303, 'text/plain', ''), headers: { location: '/' } };
  };

  const server = createServer((request, response) => {
    const { status, headers, body, hangs } = answerTo(request.url ?? '/');
    response.writeHead(status, headers);
    // After a hanging answer's first bytes nothing more comes: the caller's timeout must end it.
    if (hangs) response.write(body);
    else response.end(body);
  });
  return { server, answer: answerTo, flake: () => mode };
}

/**
 * @param {number} status
 * @param {string} type
 * @param {string} body
 * @returns {Answer}
 */
function plain(status, type, body) {
  return { status, headers: { 'content-type': `${type}; charset=utf-8` }, body, hangs: false };
}
