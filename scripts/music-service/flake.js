// The ways a music service lets its callers down, to be switched on and off. Pure.

/**
 * @typedef {'off' | '500' | 'error8' | 'error29' | 'html' | 'hang' | 'mix'} FlakeMode
 *
 * @typedef {object} Answer
 * @property {number} status
 * @property {Record<string, string>} headers
 * @property {string} body
 * @property {boolean} hangs the headers and this much of the body come, then nothing more
 */

/** @type {readonly FlakeMode[]} */
export const FLAKE_MODES = ['off', '500', 'error8', 'error29', 'html', 'hang', 'mix'];

/** In mode mix: what a member meets, one after the other. Some meet no trouble at a time. */
/** @type {readonly FlakeMode[]} */
const TURNS = ['off', '500', 'off', 'error8', 'error29', 'html', 'off', 'hang'];

const TURN_MS = 5 * 60_000; // one refresh, one turn

/** @type {Record<Exclude<FlakeMode, 'off' | 'mix'>, Answer>} */
const ANSWERS = {
  500: {
    status: 500,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body: 'Internal Server Error',
    hangs: false,
  },
  error8: jsonError(
    500,
    8,
    'Operation failed - Most likely the backend service failed. Please try again.',
  ),
  error29: jsonError(
    429,
    29,
    'Rate Limit Exceeded - Your application has made too many requests in a short period',
  ),
  html: {
    // On 200, where only the body tells.
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: '<!DOCTYPE html><html><head><title>Be right back</title></head><body><h1>We are down for maintenance</h1></body></html>',
    hangs: false,
  },
  hang: {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: '{"recenttracks":{"track":[{"artist":{"mbid":"","#text":"',
    hangs: true,
  },
};

/**
 * @param {number} status
 * @param {number} error Last.fm's own code
 * @param {string} message
 * @returns {Answer}
 */
export function jsonError(status, error, message) {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ message, error }),
    hangs: false,
  };
}

/**
 * @param {FlakeMode} mode what is switched on
 * @param {number} place the member's place in the list: in mode mix it decides whose turn it is
 * @param {number} now ms since 1970
 * @returns {Answer | null} null: answer as if nothing were the matter
 */
export function flakeAnswer(mode, place, now) {
  const present = mode === 'mix' ? TURNS[(place + Math.floor(now / TURN_MS)) % TURNS.length] : mode;
  if (present === undefined || present === 'off' || present === 'mix') return null;
  return ANSWERS[present];
}
