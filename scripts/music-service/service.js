// The local music service: the pure answers, behind a clock and an HTTP server.

import { createServer } from 'node:http';
import { answer } from './answer.js';
import { FLAKE_MODES } from './flake.js';
import { indexPage } from './index-page.js';
import { lastfmAnswer } from './lastfm.js';
import { librefmAnswer } from './librefm.js';
import { listenbrainzAnswer } from './listenbrainz.js';
import { RateLimit } from './rate-limit.js';
import { SERVICES } from './services.js';

/**
 * @typedef {import('./answer.js').Answer} Answer
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
  const rateLimit = new RateLimit();
  let mode = flake;

  /** @param {string | URL} address */
  const answerTo = (address) => {
    const url = new URL(address, 'http://music.invalid');
    switch (apiAt(url.pathname)) {
      case 'lastfm':
        return lastfmAnswer(url, now(), mode);
      case 'librefm':
        return librefmAnswer(url, now(), mode);
      case 'listenbrainz':
        return listenbrainzAnswer(url, now(), mode, rateLimit);
    }
    if (url.pathname === '/') return answer(200, 'text/html', indexPage(now(), mode));
    if (url.pathname === '/flake') return switchFlake(url);
    const paths = SERVICES.map(({ path }) => path).join(', ');
    return answer(
      404,
      'text/plain',
      `Not found. The APIs are at ${paths}, the switch at /flake?mode=…\n`,
    );
  };

  /** @param {URL} url */
  const switchFlake = (url) => {
    const wanted = url.searchParams.get('mode');
    const known = FLAKE_MODES.find((candidate) => candidate === wanted);
    if (wanted !== null && known === undefined) {
      return answer(400, 'text/plain', `Unknown mode; one of: ${FLAKE_MODES.join(', ')}\n`);
    }
    mode = known ?? mode;
    if (!url.searchParams.has('back')) return answer(200, 'text/plain', `flake: ${mode}\n`);
    return { ...answer(303, 'text/plain', ''), headers: { location: '/' } };
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
 * @param {string} pathname
 * @returns {import('./services.js').Source | undefined} the service whose API is there
 */
function apiAt(pathname) {
  return SERVICES.find(({ source, path }) =>
    source === 'listenbrainz'
      ? pathname.startsWith(path)
      : [pathname, `${pathname}/`].includes(path),
  )?.source;
}
