// user.getRecentTracks as a GNU FM server, such as Libre.fm, answers it, field for field (shapes:
// tests/fixtures/librefm, and https://git.gnu.io/foocorp/gnu-fm, nixtape/api). Pure.

import { answer, hanging, json } from './answer.js';
import {
  asksForRecentTracks,
  dayAndTime,
  inAddress,
  limitOf,
  totalScrobbles,
  xmlError,
} from './audioscrobbler.js';
import { flakeAnswer } from './flake.js';
import { heard } from './listening.js';
import { accountNamed } from './members.js';

/** @typedef {import('./answer.js').Answer} Answer */

const DEFAULT_LIMIT = 10;
const MOST_LIMIT = 200; // a GNU FM server has none

/** @type {import('./flake.js').Troubles} */
const TROUBLES = {
  error8: failure(11, 'Service Offline - This service is temporarily offline. Try again later.'),
  // GNU FM does not count requests; a web server in front of it may.
  error29: answer(
    429,
    'text/html',
    '<html><head><title>429 Too Many Requests</title></head><body><center><h1>429 Too Many Requests</h1></center></body></html>',
  ),
  hang: hanging('{"recenttracks":{"track":{"artist":{"#text":"'),
};

/**
 * @param {URL} url of a request to the API
 * @param {number} now ms since 1970
 * @param {import('./flake.js').FlakeMode} flake
 * @returns {Answer}
 */
export function librefmAnswer(url, now, flake) {
  const query = url.searchParams;
  if (query.get('format') !== 'json') return xmlError(200);
  if (!asksForRecentTracks(query)) {
    return failure(3, 'Invalid Method - No method with that name in this package');
  }
  const user = query.get('user');
  if (!user) {
    return failure(6, 'Invalid parameters - Your request is missing a required parameter');
  }
  const { place, account } = accountNamed('librefm', user);
  const trouble = flakeAnswer(flake, place, now, TROUBLES);
  if (trouble !== null) return trouble;
  const limit = limitOf(query, DEFAULT_LIMIT, MOST_LIMIT);
  const tracks = account && recentTracks(account, Math.floor(now / 1000), limit);
  // The same for a stranger as for a member who has played nothing.
  return tracks ? json(200, tracks) : invalidResource();
}

/**
 * Errors keep HTTP's 200.
 * @param {number} code
 * @param {string} message
 */
function failure(code, message) {
  return json(200, { error: code, message });
}

/** An error that was XML, and became JSON as every other element does. */
function invalidResource() {
  return json(200, { error: { '#text': 'Invalid resource specified', code: '7' } });
}

/**
 * @param {import('./members.js').Account} account
 * @param {number} nowS s since 1970
 * @param {number} limit
 * @returns {object | null} null: no scrobbles
 */
function recentTracks(account, nowS, limit) {
  const { playing, scrobbles } = heard(account, nowS, limit);
  if (scrobbles.length === 0) return null;
  const tracks = scrobbles.map((play) => track(play, play.startedAt));
  // What plays is dated with the time of asking.
  if (playing !== null)
    tracks.unshift({ ...track(playing, nowS), '@attr': { nowplaying: 'true' } });
  return {
    recenttracks: {
      // Elements of XML: a single one is no list.
      track: tracks.length === 1 ? tracks[0] : tracks,
      '@attr': {
        user: account.registered,
        page: '1',
        perPage: String(limit),
        totalPages: String(Math.ceil(totalScrobbles(account, nowS) / limit)),
      },
    },
  };
}

/**
 * @param {import('./listening.js').Play} play
 * @param {number} atS s since 1970
 * @returns {Record<string, unknown>}
 */
function track({ album, track }, atS) {
  const { day, time } = dayAndTime(atS);
  const ofAlbum = album.title === '' ? '' : `/album/${inAddress(album.title)}`;
  return {
    artist: { '#text': album.artist, mbid: '' },
    name: track.title,
    mbid: '',
    album: { '#text': album.title, mbid: '' },
    url: `https://libre.fm/artist/${inAddress(album.artist)}${ofAlbum}/track/${inAddress(track.title)}`,
    date: { '#text': `${day} ${time} GMT`, uts: String(atS) },
    streamable: '',
  };
}
