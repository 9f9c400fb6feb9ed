// How the tests of the local music service ask it.

import assert from 'node:assert/strict';
import { heard } from '../../scripts/music-service/listening.js';
import { ACCOUNTS } from '../../scripts/music-service/members.js';
import { createMusicService } from '../../scripts/music-service/service.js';

/**
 * @typedef {import('../../scripts/music-service/members.js').Account} Account
 * @typedef {import('../../scripts/music-service/members.js').Source} Source
 * @typedef {Record<string, string | undefined>} Change parameters to set, undefined to leave out
 */

export const NOON = Date.UTC(2025, 11, 4, 12, 0, 0);
export const HOUR_MS = 3_600_000;

/**
 * @param {Record<string, string>} query
 * @param {Change} change
 */
function changed(query, change) {
  const entries = Object.entries({ ...query, ...change }).filter(
    ([, value]) => value !== undefined,
  );
  return new URLSearchParams(/** @type {[string, string][]} */ (entries));
}

/** @type {Record<Source, (user: string, change?: Change) => string>} */
export const REQUESTS = {
  lastfm: (user, change = {}) =>
    `/2.0/?${changed({ method: 'user.getrecenttracks', user, api_key: 'k', format: 'json', limit: '1' }, change)}`,
  librefm: (user, change = {}) =>
    `/gnufm/2.0/?${changed({ method: 'user.getrecenttracks', user, format: 'json', limit: '1' }, change)}`,
  listenbrainz: (user, change = {}) =>
    `/1/user/${encodeURIComponent(user)}/listens?${changed({ count: '1' }, change)}`,
};

/** @param {string} user */
export function playingNowRequest(user) {
  return `/1/user/${encodeURIComponent(user)}/playing-now`;
}

/**
 * @param {string} request
 * @param {number} [now]
 */
export function answerTo(request, now = NOON) {
  return createMusicService({ now: () => now }).answer(request);
}

/**
 * @param {string} request
 * @param {number} [now]
 * @returns {any} what the JSON says
 */
export function bodyOf(request, now = NOON) {
  const { status, body } = answerTo(request, now);
  assert.equal(status, 200);
  return JSON.parse(body);
}

/**
 * @param {Source} [source] any, when left out
 * @returns {Account[]} those of which something is heard
 */
export function listeners(source) {
  return ACCOUNTS.filter(
    (account) => account.standing === 'listens' && (source ?? account.source) === account.source,
  );
}

/**
 * @param {Source} source
 * @param {boolean} playing
 * @returns {{ account: Account, now: number }} somebody, and a time at which they are or are not
 */
export function someone(source, playing) {
  for (let hour = 0; hour < 24; hour += 1) {
    const now = NOON + hour * HOUR_MS;
    const account = listeners(source).find(
      (one) => (heard(one, now / 1000, 1).playing !== null) === playing,
    );
    if (account) return { account, now };
  }
  return assert.fail(`nobody on ${source}`);
}
