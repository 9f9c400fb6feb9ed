// Last.fm's user.getRecentTracks bodies, field for field (shapes: upstream fixtures of tests/, and
// https://www.last.fm/api/show/user.getRecentTracks). Pure.

import { hash } from './chance.js';
import { heard } from './listening.js';

const STAR = 'https://lastfm.freetls.fastly.net/i/u/{size}/2a96cbd8b46e442fc41c2b86b821562f.png';
const SIZES = /** @type {const} */ ([
  ['small', '34s'],
  ['medium', '64s'],
  ['large', '174s'],
  ['extralarge', '300x300'],
]);
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const REGISTERED_S = Date.UTC(2019, 2, 1) / 1000; // all accounts are this old, for their totals

/**
 * @param {import('./members.js').Member} member
 * @param {number} nowS s since 1970
 * @param {number} limit
 * @returns {string} JSON: while playing the track list has one more than the limit
 */
export function recentTracks(member, nowS, limit) {
  const { playing, scrobbles } = heard(member, nowS, limit);
  const tracks = scrobbles.map((play) => ({ ...fields(play), date: date(play.startedAt) }));
  const now = playing === null ? [] : [{ ...fields(playing), '@attr': { nowplaying: 'true' } }];
  const total = totalScrobbles(member, nowS);
  return JSON.stringify({
    recenttracks: {
      track: [...now, ...tracks],
      '@attr': {
        user: member.registered,
        totalPages: String(Math.ceil(total / limit)),
        page: '1',
        perPage: String(limit),
        total: String(total),
      },
    },
  });
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

/** @param {string} name */
function inAddress(name) {
  return encodeURIComponent(name).replaceAll('%20', '+').replaceAll("'", '%27');
}

/** @param {number} startedAt */
function date(startedAt) {
  const at = new Date(startedAt * 1000);
  const two = (/** @type {number} */ value) => String(value).padStart(2, '0');
  const day = `${two(at.getUTCDate())} ${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()}`;
  return {
    uts: String(startedAt),
    '#text': `${day}, ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`,
  };
}

/**
 * @param {import('./members.js').Member} member
 * @param {number} nowS
 * @returns {number} a plausible count that only grows; nobody counts the plays of seven years
 */
function totalScrobbles({ habits, registered }, nowS) {
  if (habits === null) return 0;
  const perDay = (habits.hours * 14) / habits.everyDays;
  return Math.floor(((nowS - REGISTERED_S) / 86_400) * perDay) + (hash(registered) % 5000);
}
