// The site of the matrix: 14 members, each of whom plays another track in every round, so that what
// the API returns tells from which round it is.

import { Response } from 'miniflare';
import { lastfmBody, someMembers, userOf } from '../music.js';

/** When each round's healthy refresh is due. */
export const ROUNDS = {
  first: '2025-12-04T14:20:00.000Z',
  second: '2025-12-04T14:25:00.000Z',
  third: '2025-12-04T14:30:00.000Z',
  fourth: '2025-12-04T14:35:00.000Z',
  fifth: '2025-12-04T14:40:00.000Z',
  muchLater: '2025-12-04T15:00:00.000Z',
  hoursLater: '2025-12-04T16:20:00.000Z',
};
export const MEMBERS = someMembers(14);

/**
 * @typedef {keyof typeof ROUNDS} Round
 * @typedef {(user: string) => Round | null} Shown of which round the play is that is shown of a
 *     member; null when none is
 */

/** @param {Round} round @returns {Shown} */
export const all = (round) => () => round;

/** @param {string} user @param {Round} round */
function playOf(user, round) {
  const secondsBefore = 60 + Number(user.replace('member', ''));
  return {
    track: `${round} play of ${user}`,
    uts: Date.parse(ROUNDS[round]) / 1000 - secondsBefore,
  };
}

/**
 * The music service in a round.
 * @param {Round} round
 * @param {(user: string) => Response | Promise<Response> | undefined} [special] another answer about some
 * @returns {import('../music.js').Upstream}
 */
export function plays(round, special = () => undefined) {
  return async (request) => {
    const user = userOf(request);
    return (await special(user)) ?? new Response(lastfmBody({ user, ...playOf(user, round) }));
  };
}

/** The API's `data`: newest first, no two at the same time. @param {Shown} shown */
export function tracksOf(shown) {
  return MEMBERS.map(({ username }) => ({ username, round: shown(username) }))
    .flatMap(({ username, round }) => (round === null ? [] : [trackOf(username, round)]))
    .sort((one, other) => other.playedAt.localeCompare(one.playedAt));
}

/** Whether a track is of a round before a list. @param {string} track @param {string} lastUpdated */
export function isFromBefore(track, lastUpdated) {
  const [round] = track.split(' ');
  return ROUNDS[/** @type {Round} */ (round)] < lastUpdated;
}

/** @param {string} username @param {Round} round */
function trackOf(username, round) {
  const { track, uts } = playOf(username, round);
  return {
    username,
    artist: 'Artist',
    album: 'Album',
    track,
    image: 'https://lastfm.example/300x300/cover.jpg',
    playedAt: new Date(uts * 1000).toISOString(),
    nowPlaying: false,
    url: `https://www.last.fm/music/Artist/_/${encodeURIComponent(track)}`,
    source: 'lastfm',
  };
}
