// Last.fm's user.getRecentTracks, field for field (shapes: tests/fixtures/lastfm, and
// https://www.last.fm/api/show/user.getRecentTracks). Pure.

import { hanging, json } from './answer.js';
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

const DEFAULT_LIMIT = 50;
const MOST_LIMIT = 200;

const STAR = 'https://lastfm.freetls.fastly.net/i/u/{size}/2a96cbd8b46e442fc41c2b86b821562f.png';
const SIZES = /** @type {const} */ ([
  ['small', '34s'],
  ['medium', '64s'],
  ['large', '174s'],
  ['extralarge', '300x300'],
]);

/** @type {import('./flake.js').Troubles} */
const TROUBLES = {
  error8: error(
    500,
    8,
    'Operation failed - Most likely the backend service failed. Please try again.',
  ),
  error29: error(
    429,
    29,
    'Rate Limit Exceeded - Your application has made too many requests in a short period',
  ),
  hang: hanging('{"recenttracks":{"track":[{"artist":{"mbid":"","#text":"'),
};

/**
 * @param {URL} url of a request to the API
 * @param {number} now ms since 1970
 * @param {import('./flake.js').FlakeMode} flake
 * @returns {Answer}
 */
export function lastfmAnswer(url, now, flake) {
  const query = url.searchParams;
  const refusal = refuse(query);
  if (refusal !== null) return refusal;
  const { place, account } = accountNamed('lastfm', query.get('user') ?? '');
  const trouble = flakeAnswer(flake, place, now, TROUBLES);
  if (trouble !== null) return trouble;
  if (account === null) return error(404, 6, 'User not found');
  if (account.standing === 'private') {
    return error(403, 17, 'Login: User required to be logged in');
  }
  const limit = limitOf(query, DEFAULT_LIMIT, MOST_LIMIT);
  return json(200, recentTracks(account, Math.floor(now / 1000), limit));
}

/**
 * @param {URLSearchParams} query
 * @returns {Answer | null} null: nothing wrong with the request itself
 */
function refuse(query) {
  if (query.get('format') !== 'json') return xmlError(400);
  if (!asksForRecentTracks(query)) {
    return error(400, 3, 'Invalid Method - No method with that name in this package');
  }
  if (!query.get('api_key')) {
    return error(403, 10, 'Invalid API key - You must be granted a valid key by last.fm');
  }
  if (!query.get('user')) {
    return error(400, 6, 'Invalid parameters - Your request is missing a required parameter');
  }
  return null;
}

/**
 * @param {number} status
 * @param {number} code Last.fm's own
 * @param {string} message
 */
function error(status, code, message) {
  return json(status, { message, error: code });
}

/**
 * @param {import('./members.js').Account} account
 * @param {number} nowS s since 1970
 * @param {number} limit
 * @returns {object} while playing the track list has one more than the limit
 */
function recentTracks(account, nowS, limit) {
  const { playing, scrobbles } = heard(account, nowS, limit);
  const tracks = scrobbles.map((play) => ({ ...fields(play), date: date(play.startedAt) }));
  const now = playing === null ? [] : [{ ...fields(playing), '@attr': { nowplaying: 'true' } }];
  const total = totalScrobbles(account, nowS);
  return {
    recenttracks: {
      track: [...now, ...tracks],
      '@attr': {
        user: account.registered,
        totalPages: String(Math.ceil(total / limit)),
        page: '1',
        perPage: String(limit),
        total: String(total),
      },
    },
  };
}

/** @param {import('./listening.js').Play} play */
function fields({ album, track }) {
  return {
    artist: { mbid: '', '#text': album.artist },
    streamable: '0',
    image: SIZES.map(([size, folder]) => ({
      size,
      '#text': album.cover === 'star' ? STAR.replace('{size}', folder) : '',
    })),
    mbid: '',
    album: { mbid: '', '#text': album.title },
    name: track.title,
    url: `https://www.last.fm/music/${inAddress(album.artist)}/_/${inAddress(track.title)}`,
  };
}

/** @param {number} startedAt */
function date(startedAt) {
  const { day, time } = dayAndTime(startedAt);
  return { uts: String(startedAt), '#text': `${day}, ${time}` };
}
