// What a hostile request may be answered with. Each rule tells of one refusal whether it applies;
// when several do, any of them may be the answer, and when none does, the request is as good as
// any other.

import { FRIEND, HEALTH, LIST } from './requests.js';

const MOST_URL = 2048;
const MOST_HEADER = 1024;

/** @type {Record<string, string>} */
const TYPES = {
  [LIST]: 'application/json; charset=utf-8',
  [HEALTH]: 'application/json; charset=utf-8',
  '/': 'text/html; charset=utf-8',
  '/user-listens.svg': 'image/svg+xml; charset=utf-8',
  '/user-listens.json': 'application/feed+json; charset=utf-8',
  '/user-listens.rss': 'application/rss+xml; charset=utf-8',
  '/user-listens.txt': 'text/plain; charset=utf-8',
};

/**
 * A request as the Worker meets it.
 * @typedef {object} Met
 * @property {string} method
 * @property {string} url
 * @property {string} host the URL's, with what stands before it
 * @property {string} path
 * @property {import('./requests.js').Query} query
 * @property {import('miniflare').Headers} headers
 * @property {import('./tokens.js').Token} token
 * @property {boolean} hasSecret whether the Worker wants a token
 * @property {boolean} isLimited whether it counts requests
 *
 * @typedef {'yes' | 'no' | 'perhaps'} Applies
 *
 * @typedef {object} Rule
 * @property {string} name
 * @property {number} status
 * @property {(met: Met) => Applies} applies
 */

/** @type {Rule[]} */
export const RULES = [
  { name: 'there is nothing at this path', status: 404, applies: isNowhere },
  { name: 'a method other than GET and HEAD', status: 405, applies: isOtherMethod },
  { name: 'a parameter that makes no sense', status: 400, applies: isWrongQuery },
  { name: 'a URL that is too long', status: 414, applies: isLongUrl },
  { name: 'a header that is too long', status: 431, applies: isLongHeader },
  { name: 'a token that is missing or no good', status: 401, applies: isBadToken },
  { name: 'a preflight', status: 204, applies: isPreflight },
  { name: 'a tag', status: 304, applies: hasTag },
  { name: 'more requests than may be', status: 429, applies: isTooOften },
];

/** @param {Met} met @returns {Applies} */
function isNowhere({ path }) {
  return path in TYPES ? 'no' : 'yes';
}

/** @param {Met} met @returns {Applies} */
function isOtherMethod(met) {
  return isReading(met) || !(met.path in TYPES) || isPreflight(met) === 'yes' ? 'no' : 'yes';
}

/** @param {Met} met @returns {Applies} */
function isWrongQuery(met) {
  return isReading(met) && met.query.wrongFor?.includes(met.path) ? 'yes' : 'no';
}

/** @param {Met} met @returns {Applies} */
function isLongUrl({ url, host }) {
  if (url.length <= MOST_URL) return 'no';
  // Whether the host counts is nobody's business.
  return url.length - host.length > MOST_URL ? 'yes' : 'perhaps';
}

/** @param {Met} met @returns {Applies} */
function isLongHeader({ headers, hasSecret }) {
  const long = longHeaders(headers);
  // Without a secret nobody needs to read a token.
  if (!hasSecret && long.join() === 'x-internal-token') return 'perhaps';
  return long.length > 0 ? 'yes' : 'no';
}

/** @param {Met} met @returns {Applies} */
function isBadToken(met) {
  const { path, token, hasSecret } = met;
  if (!hasSecret || path !== LIST || token.is === 'accepted') return 'no';
  return isReading(met) && token.is === 'refused' ? 'yes' : 'perhaps';
}

/** @param {Met} met @returns {Applies} */
function isPreflight({ method, path, headers }) {
  const isFriend = headers.get('origin') === FRIEND;
  const asks = headers.has('access-control-request-method');
  if (method !== 'OPTIONS' || !(path in TYPES) || !isFriend || !asks) return 'no';
  return path === LIST ? 'yes' : 'perhaps';
}

/** @param {Met} met @returns {Applies} */
function hasTag(met) {
  return met.headers.has('if-none-match') && isReading(met) ? 'perhaps' : 'no';
}

/** @param {Met} met @returns {Applies} */
function isTooOften({ isLimited }) {
  return isLimited ? 'perhaps' : 'no';
}

/** @param {Met} met */
const isReading = ({ method }) => method === 'GET' || method === 'HEAD';

/** @param {import('miniflare').Headers} headers @returns {string[]} names */
function longHeaders(headers) {
  const read = ['if-none-match', 'origin', 'x-internal-token'];
  return read.filter((name) => (headers.get(name) ?? '').length > MOST_HEADER);
}

/** @param {Met} met @returns {number[]} the statuses that it may be answered with */
function statusesFor(met) {
  const those = (/** @type {Applies} */ outcome) =>
    RULES.filter((rule) => rule.applies(met) === outcome).map(({ status }) => status);
  const must = those('yes');
  return [...(must.length > 0 ? must : [200]), ...those('perhaps')];
}

/**
 * What is wrong with an answer of the Worker.
 * @param {Met} met
 * @param {import('../platform.js').Answer} answer
 * @returns {string[]}
 */
export function faultsOf(met, answer) {
  const { status, headers, text } = answer;
  const expected = statusesFor(met);
  const says = (/** @type {string} */ name) => headers.get(name) ?? '';
  const faults = [
    [expected.includes(status), `status ${status}, not ${expected.join(' or ')}`],
    [says('x-content-type-options') === 'nosniff', 'no X-Content-Type-Options'],
    [says('referrer-policy') === 'no-referrer', 'no Referrer-Policy'],
    [/^default-src 'none'/.test(says('content-security-policy')), 'no Content-Security-Policy'],
    [status !== 200 || says('content-type') === TYPES[met.path], 'another Content-Type'],
    [status !== 405 || says('allow') !== '', 'no Allow'],
    [
      status !== 204 || says('access-control-allow-origin') !== '',
      'a preflight that allows nobody',
    ],
    [
      status !== 204 || says('access-control-allow-headers') === 'X-Internal-Token',
      'a preflight that does not allow the token',
    ],
    [status !== 429 || /^[1-9]\d*$/.test(says('retry-after')), 'no Retry-After'],
    [status < 400 || says('cache-control') === 'no-store', 'an error that may be kept'],
    [status < 400 || isError(met, answer), 'no {"error":…}'],
    [status === 200 || status >= 400 || text === '', 'a body'],
    [met.method !== 'HEAD' || text === '', 'a body for HEAD'],
    [isForFriend(met, says('access-control-allow-origin')), 'CORS for anybody'],
    [!isMarkup(answer) || !/<hostile/i.test(text), 'what was sent comes back as markup'],
  ];
  return faults.flatMap(([isFine, fault]) => (isFine ? [] : [String(fault)]));
}

/** @param {Met} met @param {import('../platform.js').Answer} answer */
function isError({ method }, { headers, text, json }) {
  if (headers.get('content-type') !== 'application/json; charset=utf-8') return false;
  if (method === 'HEAD') return text === '';
  return Object.keys(json).join() === 'error' && typeof json.error === 'string';
}

/** @param {import('../platform.js').Answer} answer */
const isMarkup = ({ headers }) => /html|xml/.test(headers.get('content-type') ?? '');

/** @param {Met} met @param {string} allowed */
function isForFriend({ headers }, allowed) {
  return allowed === '' || headers.get('origin') === FRIEND;
}
