// What the music service answers to an address, at a time, with a flake mode on. Pure.

import { flakeAnswer, jsonError } from './flake.js';
import { MEMBERS } from './members.js';
import { recentTracks } from './recent-tracks.js';

/** @typedef {import('./flake.js').Answer} Answer */

const DEFAULT_LIMIT = 50;
const MOST_LIMIT = 200;

/**
 * @param {URL} url of a request to the API at /2.0/
 * @param {number} now ms since 1970
 * @param {import('./flake.js').FlakeMode} flake
 * @returns {Answer}
 */
export function answer(url, now, flake) {
  const query = url.searchParams;
  const refusal = refuse(query);
  if (refusal !== null) return refusal;
  const user = query.get('user') ?? '';
  const place = MEMBERS.findIndex(({ registered }) => sameName(registered, user));
  const member = MEMBERS[place];
  const trouble = flakeAnswer(flake, place, now);
  if (trouble !== null) return trouble;
  if (member === undefined || member.standing === 'unknown') {
    return jsonError(404, 6, 'User not found');
  }
  if (member.standing === 'private') {
    return jsonError(403, 17, 'Login: User required to be logged in');
  }
  const body = recentTracks(member, Math.floor(now / 1000), limitOf(query));
  return json(200, body);
}

/**
 * @param {URLSearchParams} query
 * @returns {Answer | null} null: nothing wrong with the request itself
 */
function refuse(query) {
  if (query.get('format') !== 'json') return xmlError();
  if ((query.get('method') ?? '').toLowerCase() !== 'user.getrecenttracks') {
    return jsonError(400, 3, 'Invalid Method - No method with that name in this package');
  }
  if (!query.get('api_key')) {
    return jsonError(403, 10, 'Invalid API key - You must be granted a valid key by last.fm');
  }
  if (!query.get('user')) {
    return jsonError(400, 6, 'Invalid parameters - Your request is missing a required parameter');
  }
  return null;
}

/** @param {URLSearchParams} query */
function limitOf(query) {
  const limit = Number(query.get('limit') ?? DEFAULT_LIMIT);
  return Number.isInteger(limit) && limit >= 1 ? Math.min(limit, MOST_LIMIT) : DEFAULT_LIMIT;
}

/**
 * @param {string} one
 * @param {string} other
 */
function sameName(one, other) {
  return one.toLowerCase() === other.toLowerCase();
}

/**
 * @param {number} status
 * @param {string} body
 * @returns {Answer}
 */
function json(status, body) {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body,
    hangs: false,
  };
}

/** Last.fm speaks XML unless asked for JSON; a caller who forgot should notice here already. */
/** @returns {Answer} */
function xmlError() {
  return {
    status: 400,
    headers: { 'content-type': 'text/xml; charset=utf-8' },
    body: '<?xml version="1.0" encoding="UTF-8"?>\n<lfm status="failed"><error code="6">This local service speaks JSON only: format=json</error></lfm>\n',
    hangs: false,
  };
}
