// Members of a site who all listen to something, and how that goes on: the same for the core and for
// plain JavaScript.

import { lastfmBody } from './peers/bodies.js';

const encoder = new TextEncoder();
const TICK_MS = 300_000;
// More would fill the list by themselves.
const MOST_PLAYING = 20;
const NAME = 'member-';

/** @param {number} count @returns {any[]} the roster's rows as D1 gives them */
export function rowsOf(count) {
  return Array.from({ length: count }, (_, i) => ({
    id: i + 1,
    username: nameOf(i),
    lastfm_username: nameOf(i),
    librefm_username: null,
    listenbrainz_username: null,
    profile_visibility: 'public',
  }));
}

/** @param {number} i */
const nameOf = (i) => `${NAME}${i + 1}`;

/**
 * What Last.fm answers about each of them at a time. One in seven plays, and of the others one in
 * three has played something since the last tick.
 * @param {number} nowMs
 * @returns {(account: string) => Uint8Array} the same bytes each time, made when first asked for
 */
export function bodiesAt(nowMs) {
  /** @type {Map<string, Uint8Array>} */
  const bodies = new Map();
  return (account) => {
    const known = bodies.get(account);
    if (known) return known;
    const body = encoder.encode(lastfmBody(heardAt(account, nowMs)));
    bodies.set(account, body);
    return body;
  };
}

/** @param {string} account @param {number} nowMs @returns {import('./peers/bodies.js').Heard} */
function heardAt(account, nowMs) {
  const i = Number(account.slice(NAME.length)) - 1;
  const isNew = (i + Math.floor(nowMs / TICK_MS)) % 3 === 0;
  return {
    user: account,
    // No two at the same second.
    uts: Math.floor(nowMs / 1000) - 600 - i * 7 + (isNew ? 3 : 0),
    isPlaying: i % 7 === 0 && i < 7 * MOST_PLAYING,
  };
}
