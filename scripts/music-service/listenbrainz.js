// ListenBrainz's answers about what an account plays and has played, field for field (shapes:
// tests/fixtures/listenbrainz, and https://listenbrainz.readthedocs.io/en/latest/users/api/core.html).
// Pure, but for the count of requests that comes in.
//
// No listen has an mbid_mapping: it would lead to covers on the network, of records that exist.

import { hanging, json } from './answer.js';
import { hash } from './chance.js';
import { flakeAnswer } from './flake.js';
import { heard } from './listening.js';
import { accountNamed, REGISTERED_S } from './members.js';

/**
 * @typedef {import('./answer.js').Answer} Answer
 * @typedef {import('./members.js').Account} Account
 * @typedef {import('./listening.js').Play} Play
 */

const DEFAULT_COUNT = 25;
const MOST_COUNT = 1000;

/** @type {import('./flake.js').Troubles} */
const TROUBLES = {
  error8: error(503, 'Cannot fetch listens at the moment, please try again later.'),
  error29: error(
    429,
    'You have exceeded your rate limit. See the X-RateLimit-* response headers for more information on your current rate limit.',
  ),
  hang: hanging('{"payload":{"count":1,"listens":[{"track_metadata":{"artist_name":"'),
};

/**
 * @param {URL} url of a request to the API
 * @param {number} now ms since 1970
 * @param {import('./flake.js').FlakeMode} flake
 * @param {import('./rate-limit.js').RateLimit} rateLimit that this request counts against
 * @returns {Answer}
 */
export function listenbrainzAnswer(url, now, flake, rateLimit) {
  const allowance = rateLimit.take(now);
  const answer = allowance.isExceeded ? TROUBLES.error29 : answerAbout(url, now, flake);
  const remaining = answer.status === 429 ? 0 : allowance.remaining;
  return {
    ...answer,
    headers: {
      ...answer.headers,
      'x-ratelimit-limit': String(allowance.limit),
      'x-ratelimit-remaining': String(remaining),
      'x-ratelimit-reset': String(allowance.reset),
      'x-ratelimit-reset-in': String(allowance.resetIn),
    },
  };
}

/**
 * @param {URL} url
 * @param {number} now
 * @param {import('./flake.js').FlakeMode} flake
 * @returns {Answer}
 */
function answerAbout(url, now, flake) {
  const [, name, what] = url.pathname.match(/^\/1\/user\/([^/]+)\/(playing-now|listens)$/) ?? [];
  if (name === undefined) return error(404, 'The requested URL was not found on the server.');
  const user = decoded(name);
  const { place, account } = accountNamed('listenbrainz', user);
  const trouble = flakeAnswer(flake, place, now, TROUBLES);
  if (trouble !== null) return trouble;
  if (account === null) return error(404, `Cannot find user: ${user}`);
  const nowS = Math.floor(now / 1000);
  if (what === 'playing-now') return json(200, playingNow(account, user, nowS));
  const asked = url.searchParams.get('count') || String(DEFAULT_COUNT);
  if (!/^-?\d+$/.test(asked)) return error(400, `Invalid count argument: ${asked}`);
  if (Number(asked) < 0) return error(400, 'Number of items requested should be positive');
  return json(200, listens(account, user, nowS, Math.min(Number(asked), MOST_COUNT)));
}

/** @param {string} name of a path; one that is wrongly encoded stays as it is */
function decoded(name) {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/**
 * @param {number} code HTTP's
 * @param {string} message
 */
function error(code, message) {
  return json(code, { code, error: message });
}

/**
 * @param {Account} account
 * @param {string} asked the spelling that was asked for, which the answer repeats
 * @param {number} nowS s since 1970
 */
function playingNow(account, asked, nowS) {
  const { playing } = heard(account, nowS, 1);
  const now = playing && {
    playing_now: true,
    track_metadata: metadata(playing, {}),
    user_name: account.registered,
  };
  return {
    payload: {
      count: now ? 1 : 0,
      listens: now ? [now] : [],
      playing_now: true, // whether anything plays or not
      user_id: asked,
    },
  };
}

/**
 * @param {Account} account
 * @param {string} asked
 * @param {number} nowS
 * @param {number} count
 */
function listens(account, asked, nowS, count) {
  const { scrobbles } = heard(account, nowS, Math.max(count, 1));
  const listens = scrobbles.slice(0, count).map((play) => listen(play, account.registered));
  return {
    payload: {
      count: listens.length,
      latest_listen_ts: scrobbles[0]?.startedAt ?? 0,
      listens,
      oldest_listen_ts: scrobbles.length === 0 ? 0 : REGISTERED_S,
      user_id: asked,
    },
  };
}

/**
 * @param {Play} play
 * @param {string} user
 */
function listen(play, user) {
  const recording_msid = msid(play);
  return {
    inserted_at: play.startedAt + play.track.seconds,
    listened_at: play.startedAt,
    recording_msid,
    track_metadata: metadata(play, { recording_msid }),
    user_name: user,
  };
}

/**
 * @param {Play} play
 * @param {Record<string, string>} more that the server adds to what the client sent
 */
function metadata({ album, track }, more) {
  return {
    additional_info: {
      duration_ms: track.seconds * 1000,
      ...more,
      submission_client: 'local player',
    },
    artist_name: album.artist,
    ...(album.title === '' ? {} : { release_name: album.title }),
    track_name: track.title,
  };
}

/**
 * @param {Play} play
 * @returns {string} a UUID, the same for the same track
 */
function msid({ album, track }) {
  const hex = ['a', 'b', 'c', 'd']
    .map((part) => hash(`${part} ${album.artist} ${track.title}`).toString(16).padStart(8, '0'))
    .join('');
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5');
}
