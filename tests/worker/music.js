// Members of a site, and a music service that answers about them as Last.fm does.

import { Response } from 'miniflare';

/**
 * @typedef {object} MemberRow
 * @property {string} username
 * @property {string | null} [lastfm] the same name when left out
 * @property {string | null} [librefm]
 * @property {string | null} [listenbrainz]
 * @property {string} [visibility] 'public' when left out
 *
 * @typedef {import('miniflare').Request} Request
 * @typedef {(request: Request) => Promise<Response> | Response} Upstream
 *
 * @typedef {object} Play
 * @property {string} user
 * @property {string} [track]
 * @property {string} [artist]
 * @property {number} [uts] when, in seconds
 * @property {boolean} [playing]
 */

/** @returns {MemberRow[]} */
export function someMembers(count = 14) {
  return Array.from({ length: count }, (_, i) => ({ username: `member${i + 1}` }));
}

/** Whom a request asks about. @param {{url: string}} request */
export function userOf({ url }) {
  return new URL(url).searchParams.get('user') ?? '';
}

/**
 * A service on which everybody played a track a few minutes ago.
 * @param {(user: string) => Response | undefined | Promise<Response | undefined>} [special] another
 *     answer about some
 * @returns {Upstream}
 */
export function musicService(special = () => undefined) {
  return async (request) => {
    const user = userOf(request);
    return (await special(user)) ?? new Response(lastfmBody({ user }));
  };
}

/** What a request to ListenBrainz asks. @param {{url: string}} request */
export function askedOfListenbrainz({ url }) {
  const [, user, what] = new URL(url).pathname.match(/^\/1\/user\/([^/]+)\/([^/]+)$/) ?? [];
  return { user: decodeURIComponent(user ?? ''), what };
}

/**
 * ListenBrainz's answer to either question.
 * @param {Play} play `playing` or `uts` say which; neither: nothing
 */
export function listenbrainzBody({
  user,
  track = `Track of ${user}`,
  artist = 'Artist',
  uts,
  playing,
}) {
  const when = playing ? { playing_now: true } : { listened_at: uts };
  const listen = {
    ...when,
    user_name: user,
    track_metadata: { artist_name: artist, track_name: track, release_name: 'Album' },
  };
  const listens = playing || uts !== undefined ? [listen] : [];
  return JSON.stringify({ payload: { count: listens.length, listens, user_id: user } });
}

/** The same for everybody. @param {string} body @param {number} [status] @returns {Upstream} */
export function saysOnly(body, status = 200) {
  return () => new Response(body, { status });
}

/** @param {number} code @param {string} [message] */
export function lastfmError(code, message = 'Something about it') {
  return JSON.stringify({ error: code, message });
}

/** @param {Play} play */
export function lastfmBody({ user, track = `Track of ${user}`, artist = 'Artist', uts, playing }) {
  const when = playing
    ? { '@attr': { nowplaying: 'true' } }
    : { date: { uts: String(uts ?? 1764856000) } };
  const play = {
    artist: { '#text': artist, mbid: '' },
    name: track,
    album: { '#text': 'Album', mbid: '' },
    url: `https://www.last.fm/music/Artist/_/${encodeURIComponent(track)}`,
    image: [{ size: 'extralarge', '#text': 'https://lastfm.example/300x300/cover.jpg' }],
    ...when,
  };
  return JSON.stringify({ recenttracks: { track: [play], '@attr': { user, total: '1' } } });
}
