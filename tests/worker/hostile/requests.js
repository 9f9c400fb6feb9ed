// Requests as nobody means them, the same ones for the same seed. Most are hostile in one or two
// ways and ordinary in all others, so that each way is seen alone and in company.

import { randomNumbers } from '../../abi/random.js';
import { BAD_TOKENS, GOOD } from './tokens.js';

export const LIST = '/api/internal/user-listens';
export const HEALTH = '/api/internal/health';
/** May read the API from a browser. */
export const FRIEND = 'https://friend.example';

/**
 * @typedef {import('./tokens.js').Token} Token
 * @typedef {import('./platform-answers.js').PlatformAnswer} PlatformAnswer
 *
 * @typedef {object} Query
 * @property {string} text with its question mark, or nothing
 * @property {string[]} [wrongFor] the paths that turn it down
 *
 * @typedef {object} HostileRequest
 * @property {string} method
 * @property {string} path
 * @property {Query} query
 * @property {(readonly [name: string, value: string])[]} headers without those of the token
 * @property {string} host
 * @property {Token} token
 * @property {boolean} isRaw as bytes on a socket, since no client would send it
 * @property {PlatformAnswer[]} malformed what workerd may say to it before the Worker sees it; empty
 *     when it is well-formed
 *
 * @typedef {object} Oddity of one request
 * @property {string} [method]
 * @property {string} [path]
 * @property {Query} [query]
 * @property {(readonly [name: string, value: string])[]} [headers]
 * @property {string} [host]
 * @property {PlatformAnswer} [malformed]
 * @property {true} [isRaw]
 */

const FORMS = [
  '/',
  '/user-listens.svg',
  '/user-listens.json',
  '/user-listens.rss',
  '/user-listens.txt',
];
const PATHS = [LIST, LIST, LIST, HEALTH, ...FORMS];
const EVERY_LIST = [LIST, ...FORMS];

/** @param {string} method @returns {Oddity} */
const method = (method) => ({ method });
/** @param {string} method @returns {Oddity} */
const rawMethod = (method) => ({ method, isRaw: true });
/** @param {string} method @returns {Oddity} */
const unknownMethod = (method) => ({ method, isRaw: true, malformed: 'unknown method' });
/** @param {string} path @returns {Oddity} */
const path = (path) => ({ path });
/** @param {string} path @returns {Oddity} */
const rawPath = (path) => ({ path, isRaw: true });
/** @param {string} name @param {string} value @returns {Oddity} */
const header = (name, value) => ({ headers: [[name, value]] });
/** @param {string} name @param {string} value @returns {Oddity} */
const rawHeader = (name, value) => ({ headers: [[name, value]], isRaw: true });
/** @param {string} host @returns {Oddity} */
const host = (host) => ({ host, isRaw: true });
/** @param {string} name @param {string} value @returns {Oddity} */
const malformedHeader = (name, value) => ({
  headers: [[name, value]],
  isRaw: true,
  malformed: 'malformed',
});
/** @param {string} path @returns {Oddity} */
const malformedPath = (path) => ({ path, isRaw: true, malformed: 'malformed' });
/** @param {string} text @param {string[]} [wrongFor] @returns {Oddity} */
const query = (text, wrongFor) => ({ query: { text: `?${text}`, wrongFor } });

const PREFLIGHTS = [FRIEND, FRIEND, 'HTTPS://FRIEND.EXAMPLE', 'https://foe.example', 'null'].map(
  (origin) =>
    /** @type {Oddity} */ ({
      method: 'OPTIONS',
      headers: [
        ['Origin', origin],
        ['Access-Control-Request-Method', 'GET'],
        ['Access-Control-Request-Headers', 'x-internal-token'],
      ],
    }),
);

const METHODS = [
  ...PREFLIGHTS,
  ...['HEAD', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].map(method),
  ...['TRACE', 'PROPFIND', 'MKCOL', 'LOCK', 'REPORT', 'SUBSCRIBE', 'PURGE', 'QUERY'].map(rawMethod),
  ...['get', 'Get', 'post', 'BREW', 'LINK', 'G'.repeat(3000)].map(unknownMethod),
  ...['', 'G\0T', 'G€T', 'GET\t'].map(
    (method) => /** @type {Oddity} */ ({ method, isRaw: true, malformed: 'malformed' }),
  ),
  /** @type {Oddity} */ ({ method: 'CONNECT', isRaw: true, malformed: 'CONNECT' }),
];

const ODD_PATHS = [
  ...[`${LIST}/`, `${LIST}/refresh`, LIST.toUpperCase(), '/api', '/API/', '/favicon.ico'].map(path),
  ...[`/${LIST}`, '//', '///etc/passwd', '/.env', '/.git/config', '/wp-login.php'].map(path),
  ...['/%zz', '/%', '/%0', `${LIST}%zz`, '/%u0041', '/%c0%af', '/%ff%fe', '/%ed%a0%80'].map(path),
  ...['/%00', `${LIST}%00`, `${LIST}%00.json`, `${LIST}%20`, `${LIST}%0d%0aX-Evil:%201`].map(path),
  ...['/api%2Finternal%2Fuser-listens', '/%2e%2e%2f%2e%2e%2fetc', `${LIST};x=1`].map(path),
  ...['/api/internal/%75ser-listens', '/%2561', '/user-listens.json%00.html'].map(path),
  ...['/слушаю', '/🎧', '/\u202egnp', `/${'é'.repeat(200)}`, '/x y', '/\'"<hostile>'].map((text) =>
    path(encodeURI(text)),
  ),
  ...[`/${'a/'.repeat(800)}`, `/${'%41'.repeat(500)}`, `${LIST}/${'.'.repeat(1500)}`].map(path),
  ...[`/${'a'.repeat(2500)}`, `/${'%zz'.repeat(1000)}`, `${LIST}/${'../'.repeat(900)}x`].map(path),
  // Clients take dots away before they send.
  ...['/api/../api/internal/user-listens', `/.${LIST}`, '/../../etc/passwd'].map(path),
  ...['/api/../api/internal/user-listens', `/x/..${LIST}`, `/x/%2e%2e${LIST}`].map(rawPath),
  ...['/\\..\\x', `${LIST}\\`].map(rawPath),
  ...[
    '/\0',
    '/a\x01b',
    '/a\tb',
    '/a\x7fb',
    '/\xe4',
    `${LIST}\xff`,
    '/a b',
    ` ${LIST}`,
    'api/x',
  ].map(malformedPath),
  /** @type {Oddity} */ ({
    path: `/${'a'.repeat(70_000)}`,
    isRaw: true,
    malformed: 'very long URL',
  }),
];

const QUERIES = [
  ...['limit=1', 'limit=20', 'limit=007', 'LIMIT=0', 'Limit=x', '', '&', '=', '&&&=&', '?'].map(
    (text) => query(text),
  ),
  ...['a=%zz', '%zz=1', '%', '%00', 'a=%00', 'a=%ff', '%F0%9F%8E%A7', 'x=%3Chostile%3E'].map(
    (text) => query(text),
  ),
  ...[
    `x=${'a'.repeat(1500)}`,
    `x=${'a'.repeat(3000)}`,
    '&a=1'.repeat(350),
    `${'%41'.repeat(900)}`,
  ].map((text) => query(text)),
  ...['limit=0', 'limit=51', 'limit=-1', 'limit=+1', 'limit=1.5', 'limit=1e1', 'limit=0x5'].map(
    (text) => query(text, EVERY_LIST),
  ),
  ...['limit', 'limit=', 'limit=%zz', 'limit=%', 'limit=5%00', 'limit=%EF%BC%95', 'limit=5%20'].map(
    (text) => query(text, EVERY_LIST),
  ),
  ...['limit=5&limit=5', 'li%6dit=0', 'limit[]=1&limit=0', `limit=${'9'.repeat(400)}`].map((text) =>
    query(text, EVERY_LIST),
  ),
  ...['theme=neon', 'theme', 'theme=dark&theme=dark', 'width=0', 'width=%zz'].map((text) =>
    query(text, ['/user-listens.svg', ...(text.startsWith('width') ? ['/user-listens.txt'] : [])]),
  ),
  /** @type {Oddity} */ ({ query: { text: `?x=${'a'.repeat(60_000)}` }, isRaw: true }),
  /** @type {Oddity} */ ({ query: { text: `?${'a=1&'.repeat(10_000)}` }, isRaw: true }),
];

const HEADERS = [
  ...['*', 'W/*', '"', '""', '"x", *', 'W/"x"', '", "', ',,,,', 'x'.repeat(900)].map((tag) =>
    header('If-None-Match', tag),
  ),
  ...[`"${'x'.repeat(1500)}"`, '"a",'.repeat(300), 'x'.repeat(60_000)].map((tags) =>
    header('If-None-Match', tags),
  ),
  ...[FRIEND, 'HTTPS://FRIEND.EXAMPLE', 'null', '*', 'https://foe.example', `${FRIEND}.foe`].map(
    (origin) => header('Origin', origin),
  ),
  ...[`${FRIEND}:443`, `${FRIEND}/`, 'javascript:alert(1)', '<hostile>', 'x'.repeat(5000)].map(
    (origin) => header('Origin', origin),
  ),
  ...[`${FRIEND}\x01`, '\xff\xfe', `${FRIEND}, https://foe.example`].map((origin) =>
    rawHeader('Origin', origin),
  ),
  ...['https://foe.example/', 'about:blank', '\xe4', '<hostile>', 'x'.repeat(20_000)].map((from) =>
    header('Referer', from),
  ),
  ...['bytes=0-1', 'bytes=99999999999-', 'bytes=-1', 'bytes=1-0', 'lines=1-2', '0'].map((range) =>
    header('Range', range),
  ),
  ...['text/html', 'image/*;q=9', '*/*;q=0', ';;;', '/', 'a'.repeat(9000)].map((accept) =>
    header('Accept', accept),
  ),
  ...['gzip', 'identity;q=0, *;q=0', 'br;q=nan'].map((coding) => header('Accept-Encoding', coding)),
  header('Cookie', 'session=<hostile>; '.repeat(400)),
  header('Authorization', 'Basic Og=='),
  header('If-Modified-Since', 'tomorrow'),
  header('X-Forwarded-Host', 'foe.example'),
  header('X-HTTP-Method-Override', 'DELETE'),
  header('X-Original-URL', '/admin'),
  header('X-Huge', 'x'.repeat(60_000)),
  rawHeader('Upgrade', 'h2c'),
  rawHeader('Expect', '200-maybe'),
  /** @type {Oddity} */ ({
    headers: Array.from({ length: 300 }, (_, i) => /** @type {const} */ ([`X-${i}`, 'x'])),
  }),
  malformedHeader('X-Nul', 'a\0b'),
  malformedHeader('X Y', 'a'),
  malformedHeader('X-Folded', 'a\r\n b'),
  malformedHeader('X-Return', 'a\rb'),
  malformedHeader('Content-Length', '-1'),
  malformedHeader('Content-Length', 'many'),
  malformedHeader('Transfer-Encoding', 'gzip'),
  /** @type {Oddity} */ ({
    headers: [['X-Huge', 'x'.repeat(600_000)]],
    isRaw: true,
    malformed: 'very large headers',
  }),
];

const HOSTS = [
  ...['foe.example', 'site:99999', '[::1', 'a b', 'a%zzb', '1.2.3.999', "'onload=x", 'a\\b'].map(
    host,
  ),
  ...['"><hostile>', ']]><hostile>', '{{rows}}', 'x'.repeat(900)].map(host),
  ...['user:password@site', 'a\x01b', 'xn--a', 'site,site', 'x'.repeat(2500)].map(host),
  ...['', '\xff\xfe'].map(
    (text) => /** @type {Oddity} */ ({ host: text, isRaw: true, malformed: 'no host' }),
  ),
];

/** @type {{odds: number, among: Oddity[]}[]} of each hundred requests, so many have one of these */
const WAYS = [
  { odds: 30, among: METHODS },
  { odds: 30, among: ODD_PATHS },
  { odds: 35, among: QUERIES },
  { odds: 40, among: HEADERS },
  { odds: 15, among: HEADERS },
  { odds: 8, among: HOSTS },
];
const BAD_TOKENS_ODDS = 60;
// Half as much work as a client makes of it.
const RAW_ODDS = 60;

/**
 * @param {number} seed
 * @param {number} count
 * @returns {HostileRequest[]}
 */
export function hostileRequests(seed, count) {
  const random = randomNumbers(seed);
  return Array.from({ length: count }, () => hostileRequest(random));
}

/** @param {import('../../abi/random.js').RandomNumber} random @returns {HostileRequest} */
function hostileRequest(random) {
  const pick = (/** @type {any[]} */ among) => among[random(among.length)];
  /** @type {Oddity[]} */
  const oddities = WAYS.filter(({ odds }) => random(100) < odds).map(({ among }) => pick(among));
  const token = random(100) < BAD_TOKENS_ODDS ? pick(BAD_TOKENS) : GOOD;
  const ordinary = { method: 'GET', path: pick(PATHS), query: { text: '' }, host: 'site' };
  const isRaw = random(100) < RAW_ODDS;
  return {
    ...Object.assign(ordinary, ...oddities.map(({ headers, malformed, ...others }) => others)),
    headers: oddities.flatMap(({ headers = [] }) => headers),
    malformed: oddities.flatMap(({ malformed = [] }) => malformed),
    token,
    isRaw: isRaw || oddities.some((oddity) => oddity.isRaw),
  };
}
