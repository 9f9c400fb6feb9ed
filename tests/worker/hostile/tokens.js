// What may stand in X-Internal-Token: base64 of JSON {iat, exp}, a dot, and the HMAC-SHA-256 of that
// base64 in hexadecimal; and what only looks so.

import { createHmac } from 'node:crypto';

const VALID_FOR_S = 300;

/**
 * @typedef {object} Token
 * @property {string} name
 * @property {'accepted' | 'refused' | 'either'} is
 * @property {(at: {secret: string, nowS: number}) => string[]} values of as many headers
 */

/** @param {string} text @param {string} secret */
const hmac = (text, secret) => createHmac('sha256', secret).update(text).digest('hex');

/** @param {unknown} payload @param {string} secret */
function signed(payload, secret) {
  const text = Buffer.from(JSON.stringify(payload)).toString('base64');
  return `${text}.${hmac(text, secret)}`;
}

/** A token as the page gets it. @param {{secret: string, nowS: number}} at */
export const goodToken = ({ secret, nowS }) =>
  signed({ iat: nowS, exp: nowS + VALID_FOR_S }, secret);

/** @param {(token: string) => string} change @returns {Token['values']} */
const changed = (change) => (at) => [change(goodToken(at))];

/** @param {(nowS: number) => unknown} payload @returns {Token['values']} */
const telling =
  (payload) =>
  ({ secret, nowS }) => [signed(payload(nowS), secret)];

/** @param {string} token */
const dot = (token) => token.indexOf('.');

/** @type {Token} */
export const GOOD = { name: 'good', is: 'accepted', values: (at) => [goodToken(at)] };

/** @type {Token[]} */
export const BAD_TOKENS = [
  { name: 'missing', is: 'refused', values: () => [] },
  { name: 'empty', is: 'refused', values: () => [''] },
  { name: 'a dot', is: 'refused', values: () => ['.'] },
  {
    name: 'expired',
    is: 'refused',
    values: telling((nowS) => ({ iat: nowS - 301, exp: nowS - 1 })),
  },
  {
    name: 'expired long ago',
    is: 'refused',
    values: telling(() => ({ iat: 0, exp: VALID_FOR_S })),
  },
  {
    name: 'from the future',
    is: 'refused',
    values: telling((nowS) => ({ iat: nowS + 3600, exp: nowS + 3900 })),
  },
  {
    name: 'with a later end written in',
    is: 'refused',
    values: ({ secret, nowS }) => {
      const text = Buffer.from(JSON.stringify({ iat: nowS, exp: nowS + 9999 })).toString('base64');
      const token = goodToken({ secret, nowS });
      return [text + token.slice(dot(token))];
    },
  },
  {
    name: 'with another HMAC',
    is: 'refused',
    values: changed((token) => token.slice(0, -1) + (token.endsWith('0') ? '1' : '0')),
  },
  {
    name: 'of another secret',
    is: 'refused',
    values: ({ nowS }) => [goodToken({ secret: 'somebody else’s', nowS })],
  },
  {
    name: 'of an empty secret',
    is: 'refused',
    values: ({ nowS }) => [goodToken({ secret: '', nowS })],
  },
  {
    name: 'not base64',
    is: 'refused',
    values: ({ secret }) => [`{"iat":0}.${hmac('{"iat":0}', secret)}`],
  },
  { name: 'no JSON', is: 'refused', values: ({ secret }) => [`aWF0.${hmac('aWF0', secret)}`] },
  { name: 'no object', is: 'refused', values: telling(() => [0, 9_999_999_999]) },
  { name: 'an empty object', is: 'refused', values: telling(() => ({})) },
  {
    name: 'with times as words',
    is: 'refused',
    values: telling(() => ({ iat: 'now', exp: 'never' })),
  },
  { name: 'without an end', is: 'refused', values: telling((nowS) => ({ iat: nowS, exp: null })) },
  { name: 'an HMAC cut short', is: 'refused', values: changed((token) => token.slice(0, -2)) },
  {
    name: 'half an HMAC',
    is: 'refused',
    values: changed((token) => token.slice(0, dot(token) + 33)),
  },
  { name: 'no HMAC', is: 'refused', values: changed((token) => token.slice(0, dot(token) + 1)) },
  { name: 'no dot', is: 'refused', values: changed((token) => token.slice(0, dot(token))) },
  { name: 'an HMAC too long', is: 'refused', values: changed((token) => `${token}00`) },
  { name: 'two dots', is: 'refused', values: changed((token) => token.replace('.', '..')) },
  { name: 'percent-encoded', is: 'refused', values: changed((token) => `%65${token.slice(1)}`) },
  {
    name: 'in capitals',
    is: 'either',
    values: changed((token) => token.slice(0, dot(token)) + token.slice(dot(token)).toUpperCase()),
  },
  { name: 'several', is: 'refused', values: (at) => [goodToken(at), goodToken(at)] },
  { name: 'a bad and a good one', is: 'refused', values: (at) => ['x', goodToken(at)] },
  { name: '64 KB', is: 'refused', values: () => ['e'.repeat(65_536)] },
  {
    name: '64 KB behind a good one',
    is: 'refused',
    values: changed((token) => token + '0'.repeat(65_536)),
  },
  { name: 'the secret itself', is: 'refused', values: ({ secret }) => [secret] },
];
