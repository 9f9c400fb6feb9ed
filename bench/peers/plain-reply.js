// The API in plain JavaScript, as one would write it for the same contract in an afternoon: what a
// request asks, what is stored, and the response that follows. Without input and output.

export const RECENT = 'user-listens:v2:recent';
export const SNAPSHOT = 'user-listens:v2:snapshot';
export const VERSION = 2;

const PATH = '/api/internal/user-listens';
const MOST_TRACKS = 50;
const FRESH_FOR_MS = 15 * 60_000;
const HEADERS = {
  'content-type': 'application/json; charset=utf-8',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

/**
 * @typedef {object} Listen
 * @property {string} username
 * @property {string} artist
 * @property {string} album
 * @property {string} track
 * @property {string | null} image
 * @property {string | null} playedAt
 * @property {boolean} nowPlaying
 * @property {string} url
 * @property {string} source
 *
 * @typedef {{version: number, lastUpdated: string, tracks: Listen[]}} List
 * @typedef {{method: string, url: string, ifNoneMatch: string | null}} Asked
 * @typedef {{status: number, headers: Record<string, string>, body: string, log?: string}} Reply
 */

/**
 * @param {Asked} asked
 * @returns {{limit: number} | {refusal: Reply}}
 */
export function readRequest({ method, url }) {
  const { pathname, searchParams } = new URL(url);
  if (pathname !== PATH) return { refusal: refusal(404, 'Not found.') };
  if (method !== 'GET' && method !== 'HEAD') {
    return { refusal: refusal(405, 'Only GET and HEAD are allowed.', { allow: 'GET, HEAD' }) };
  }
  const limit = Number(searchParams.get('limit') ?? MOST_TRACKS);
  if (Number.isInteger(limit) && limit >= 1 && limit <= MOST_TRACKS) return { limit };
  return { refusal: refusal(400, `limit must be a whole number from 1 to ${MOST_TRACKS}.`) };
}

/**
 * @param {string | null} text of the list's key
 * @returns {List | null} null when it is missing, broken or of another version
 */
export function parseList(text) {
  const list = parseJson(text);
  const isList =
    list?.version === VERSION &&
    typeof list.lastUpdated === 'string' &&
    Array.isArray(list.tracks) &&
    list.tracks.every(isListen);
  return isList ? list : null;
}

/**
 * What stands in for a list that cannot be used.
 * @param {string | null} text of the snapshot's key
 * @returns {List | null}
 */
export function listOfSnapshot(text) {
  const snapshot = parseJson(text);
  if (snapshot?.version !== VERSION || !Array.isArray(snapshot.members)) return null;
  const listens = snapshot.members.map((/** @type {any} */ member) => member.listen);
  const tracks = newestFirst(listens.filter(isListen)).slice(0, MOST_TRACKS);
  return { version: VERSION, lastUpdated: snapshot.lastUpdated, tracks };
}

/**
 * @param {Asked} asked
 * @param {number} limit
 * @param {{list: List | null, isFallback: boolean, nowMs: number}} found
 * @returns {Reply}
 */
export function replyWith(asked, limit, { list, isFallback, nowMs }) {
  if (list === null) {
    const message = 'Cache warming in progress. Data will appear shortly.';
    const body = JSON.stringify({ data: [], lastUpdated: null, cached: false, message });
    return { status: 200, headers: { ...HEADERS, 'cache-control': 'public, max-age=5' }, body };
  }
  const { lastUpdated } = list;
  const data = list.tracks.slice(0, limit);
  const stale = isFallback || nowMs - Date.parse(lastUpdated) > FRESH_FOR_MS;
  const etag = `"${lastUpdated}-${data.length}-${stale}"`;
  const headers = { ...HEADERS, 'cache-control': `public, max-age=${stale ? 5 : 30}`, etag };
  const log = isFallback
    ? `[API] Cache MISS - returning ${data.length} tracks of the snapshot`
    : `[API] Cache hit, returning ${data.length} tracks`;
  if (asked.ifNoneMatch === etag) return { status: 304, headers, body: '', log };
  const staleReason = isFallback ? 'missing' : 'not_refreshed';
  const body = JSON.stringify({
    data,
    lastUpdated,
    cached: true,
    version: VERSION,
    stale,
    ...(stale && { staleReason }),
  });
  return { status: 200, headers, body: asked.method === 'HEAD' ? '' : body, log };
}

/**
 * What plays now, then the latest; what nobody knows the time of comes last.
 * @param {Listen[]} listens
 */
export function newestFirst(listens) {
  const time = (/** @type {Listen} */ { nowPlaying, playedAt }) =>
    nowPlaying ? Number.POSITIVE_INFINITY : Date.parse(playedAt ?? '') || 0;
  return listens
    .map((listen) => ({ listen, time: time(listen) }))
    .sort((a, b) => (a.time === b.time ? 0 : b.time - a.time))
    .map(({ listen }) => listen);
}

/** @param {any} listen */
export function isListen(listen) {
  return (
    typeof listen?.username === 'string' &&
    typeof listen.artist === 'string' &&
    typeof listen.album === 'string' &&
    typeof listen.track === 'string' &&
    isTextOrNull(listen.image) &&
    isTextOrNull(listen.playedAt) &&
    typeof listen.nowPlaying === 'boolean'
  );
}

/** @param {unknown} value */
const isTextOrNull = (value) => value === null || typeof value === 'string';

/** @param {string | null} text @returns {any} null when it is no JSON */
export function parseJson(text) {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}

/**
 * @param {number} status
 * @param {string} error
 * @param {Record<string, string>} [more] headers
 * @returns {Reply}
 */
function refusal(status, error, more = {}) {
  const headers = { ...HEADERS, 'cache-control': 'no-store', ...more };
  return { status, headers, body: JSON.stringify({ error }) };
}
