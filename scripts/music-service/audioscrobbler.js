// What Last.fm's user.getRecentTracks and a GNU FM server's copy of it have in common. Pure.

import { answer } from './answer.js';
import { hash } from './chance.js';
import { REGISTERED_S } from './members.js';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** @param {URLSearchParams} query */
export function asksForRecentTracks(query) {
  return query.get('method')?.toLowerCase() === 'user.getrecenttracks';
}

/**
 * @param {URLSearchParams} query
 * @param {number} otherwise
 * @param {number} most
 */
export function limitOf(query, otherwise, most) {
  const limit = Number(query.get('limit') ?? otherwise);
  return Number.isInteger(limit) && limit >= 1 ? Math.min(limit, most) : otherwise;
}

/**
 * The API speaks XML unless asked for JSON; a caller who forgot should notice here already.
 * @param {number} status
 */
export function xmlError(status) {
  return answer(
    status,
    'text/xml',
    '<?xml version="1.0" encoding="UTF-8"?>\n<lfm status="failed"><error code="6">This local service speaks JSON only: format=json</error></lfm>\n',
  );
}

/** @param {string} name */
export function inAddress(name) {
  return encodeURIComponent(name).replaceAll('%20', '+').replaceAll("'", '%27');
}

/**
 * @param {number} atS s since 1970
 * @returns {{ day: string, time: string }} "04 Dec 2025" and "14:20", in UTC
 */
export function dayAndTime(atS) {
  const at = new Date(atS * 1000);
  const two = (/** @type {number} */ value) => String(value).padStart(2, '0');
  return {
    day: `${two(at.getUTCDate())} ${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()}`,
    time: `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`,
  };
}

/**
 * @param {import('./members.js').Account} account
 * @param {number} nowS s since 1970
 * @returns {number} a plausible count that only grows; nobody counts the plays of seven years
 */
export function totalScrobbles({ habits, registered }, nowS) {
  if (habits === null) return 0;
  const perDay = (habits.hours * 14) / habits.everyDays;
  return Math.floor(((nowS - REGISTERED_S) / 86_400) * perDay) + (hash(registered) % 5000);
}
