// Who listens to what, when: a pure function of account and time. Each account's day is made anew
// from its name and the day's number, so any moment can be asked for, in any order.

import { chance, hash } from './chance.js';
import { ALBUMS } from './library.js';

/**
 * @typedef {object} Play
 * @property {import('./library.js').Album} album
 * @property {import('./library.js').Track} track
 * @property {number} startedAt s since 1970
 *
 * @typedef {object} Heard
 * @property {Play | null} playing
 * @property {Play[]} scrobbles newest first
 */

const DAY_S = 86_400;
const START_JITTER_S = 15 * 60;
const LENGTH_JITTER_S = 8 * 60;
const FAVOURITES = 5; // albums a listener returns to
const EARLY_AFTER_S = 240; // Last.fm: half the track or four minutes, whichever comes first
const LONGEST_MEMORY_DAYS = 30;

/**
 * @param {import('./members.js').Account} account
 * @param {number} nowS s since 1970
 * @param {number} count how many scrobbles to look back for
 * @returns {Heard}
 */
export function heard(account, nowS, count) {
  const today = Math.floor(nowS / DAY_S);
  /** @type {Play | null} */
  let playing = null;
  /** @type {Play[]} */
  const scrobbles = [];
  // Tomorrow too: a session that is due at midnight may begin a little early.
  for (let day = today + 1; day > today - LONGEST_MEMORY_DAYS; day -= 1) {
    for (const play of playsOfDay(account, day).reverse()) {
      if (play.startedAt > nowS) continue;
      if (nowS < play.startedAt + play.track.seconds) playing = play;
      if (isScrobbled(play, account, nowS)) scrobbles.push(play);
    }
    if (scrobbles.length >= count) break;
  }
  return { playing, scrobbles: scrobbles.slice(0, count) };
}

/**
 * @param {Play} play
 * @param {import('./members.js').Account} account
 * @param {number} nowS
 */
function isScrobbled({ startedAt, track }, account, nowS) {
  const after = account.habits?.scrobblesEarly
    ? Math.min(track.seconds / 2, EARLY_AFTER_S)
    : track.seconds;
  return nowS >= startedAt + after;
}

/**
 * @param {import('./members.js').Account} account
 * @param {number} day days since 1970
 * @returns {Play[]} in the order they are played, one after the other
 */
function playsOfDay(account, day) {
  const { habits, registered } = account;
  if (habits === null || day % habits.everyDays !== hash(registered) % habits.everyDays) return [];
  const next = chance(`${registered} ${day}`);
  const around = (/** @type {number} */ jitter) => Math.round((next() * 2 - 1) * jitter);
  const start = day * DAY_S + Math.round(habits.startHour * 3600) + around(START_JITTER_S);
  const end = start + Math.round(habits.hours * 3600) + around(LENGTH_JITTER_S);
  /** @type {Play[]} */
  const plays = [];
  let startedAt = start;
  while (startedAt < end) {
    const album = pick(favourites(account), next);
    const shuffled = next() < 0.3;
    for (let number = 0; number < album.tracks.length && startedAt < end; number += 1) {
      const track = shuffled ? pick(album.tracks, next) : album.tracks[number];
      if (track === undefined) break;
      plays.push({ album, track, startedAt });
      startedAt += track.seconds;
    }
  }
  return plays;
}

/** @param {import('./members.js').Account} account */
function favourites(account) {
  const first = hash(account.registered) % ALBUMS.length;
  // Steps of three through fourteen albums: five different ones, and other ones for each account.
  return Array.from(
    { length: FAVOURITES },
    (_, step) =>
      /** @type {import('./library.js').Album} */ (ALBUMS[(first + step * 3) % ALBUMS.length]),
  );
}

/**
 * @template Item
 * @param {readonly Item[]} items at least one
 * @param {() => number} next
 * @returns {Item}
 */
function pick(items, next) {
  return /** @type {Item} */ (items[Math.floor(next() * items.length)]);
}
