// Text from outside, fit for a terminal and for whoever looks over a shoulder: no control
// characters, and nothing that looks like a key. Pure.

import { UNSEEN } from '../unseen.js';

const HIDDEN = '***';

/** Names of parameters and settings whose value is nobody's business. */
const SECRET_NAME =
  /key|token|secret|passw|auth|sig(?:nature)?$|session|cookie|jwt|credential|^code$|^sk$/i;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The same in an address that stands in running text. */
const SECRET_PARAMETER = /key|sig|auth/i;

/**
 * What gives a secret away in running text: a name before it, or its form. A version's id is a UUID: it
 * stays. Behind a repetition without end there is nothing that may fail, so that no text makes a
 * pattern walk back over it.
 * @type {Record<string, RegExp>}
 */
export const SIGNS = {
  // A name, and what it is set to: api_key=…, "token": "…", Authorization: Token …
  named:
    /((?:api[_-]?key|api[_-]?sig|token|secret|passw(?:or)?d|authorization|cookie|session|credential)["']?\s{0,99}[=:]\s{0,99}["']?(?:(?:bearer|token|basic)\s{1,99})?)[^\s"'&,;)}]+/gi,
  announced: /(\b(?:bearer|basic)\s{1,99})[\w+/=.~-]{8,}/gi,
  parameterEdge: /[=&?\s]/g,
  value: /[^&\s"')]*/y,
  // base64 "." hex HMAC: a request token, or else only the part before a dot.
  signed: /[\w+/=-]{12,}(?:\.[0-9a-f]{40,})?/gi,
  // A digest is an MD5 or longer, as Last.fm's keys are.
  longWord: /\w{32,}/g,
  jwt: /\beyJ[\w-]{8}[\w.-]*/g,
};

/** @type {((text: string) => string)[]} each hides one kind of secret */
const HIDING = [
  (text) => text.replace(SIGNS.named, `$1${HIDDEN}`),
  (text) => text.replace(SIGNS.announced, `$1${HIDDEN}`),
  withoutParameters,
  (text) => text.replace(SIGNS.signed, (word) => (word.includes('.') ? HIDDEN : word)),
  (text) => text.replace(SIGNS.longWord, (word) => (isHexadecimal(word) ? HIDDEN : word)),
  (text) => text.replace(SIGNS.jwt, HIDDEN),
];

/**
 * @param {string} text
 * @param {number} [most] characters
 */
export function safeText(text, most = 2000) {
  // Cut first, with room for what is shortened: nobody needs to walk over megabytes.
  const hidden = HIDING.reduce((rest, hide) => hide(rest), text.slice(0, most * 2));
  const plain = hidden.replace(UNSEEN, spelt);
  return text.length > most * 2 || plain.length > most ? `${cut(plain, most)}…` : plain;
}

/**
 * Hides the values of parameters with telling names: from "?" or "&" to "=", then up to what ends it.
 * @param {string} text
 */
function withoutParameters(text) {
  let shown = '';
  let from = 0; // the text before it has been copied or hidden
  let name = -1; // where one begins; -1: nowhere
  for (const { 0: edge, index } of text.matchAll(SIGNS.parameterEdge)) {
    if (index < from) continue; // within a value that is hidden
    if (edge === '&' || (edge === '?' && name < 0)) {
      name = index + 1;
    } else if (edge !== '?') {
      const end = edge === '=' && name >= 0 ? endOfSecret(text, name, index) : 0;
      if (end > 0) {
        shown += text.slice(from, index + 1) + HIDDEN;
        from = end;
      }
      name = -1;
    }
  }
  return shown + text.slice(from);
}

/**
 * @param {string} text
 * @param {number} name where it begins
 * @param {number} equals behind it
 * @returns {number} where the value ends; 0 when there is none, or everybody may see it
 */
function endOfSecret(text, name, equals) {
  if (!SECRET_PARAMETER.test(text.slice(name, equals))) return 0;
  SIGNS.value.lastIndex = equals + 1;
  const [value = ''] = SIGNS.value.exec(text) ?? [];
  return value === '' ? 0 : equals + 1 + value.length;
}

/** @param {string} word */
function isHexadecimal(word) {
  return /^[0-9a-f]+$/i.test(word);
}

/** @param {string} character */
function spelt(character) {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
}

/**
 * Not within a character of two code units.
 * @param {string} text
 * @param {number} most
 */
function cut(text, most) {
  return text.slice(0, most).replace(/[\ud800-\udbff]$/, '');
}

/**
 * @param {string} url a request's
 * @returns {{ host: string, path: string }} path: with the query, without whatever looks like a key
 */
export function safeUrl(url) {
  if (!URL.canParse(url)) return { host: '', path: '(no readable URL)' };
  const { host, pathname, search } = new URL(url);
  const segments = pathname.split('/').map((segment) => (isLikeKey(segment) ? HIDDEN : segment));
  const pieces = search.slice(1).split('&');
  const query = search === '' ? '' : `?${pieces.map(safeParameter).join('&')}`;
  return { host: safeText(host, 100), path: safeText(segments.join('/') + query, 200) };
}

/** @param {string} parameter "name=value" */
function safeParameter(parameter) {
  const at = parameter.indexOf('=');
  const name = at < 0 ? parameter : parameter.slice(0, at);
  const value = at < 0 ? '' : parameter.slice(at + 1);
  if (at < 0) return isLikeKey(name) ? HIDDEN : name;
  return SECRET_NAME.test(decoded(name)) || isLikeKey(value) ? `${name}=${HIDDEN}` : parameter;
}

/** Long and without a word's shape, as keys are. @param {string} encoded */
function isLikeKey(encoded) {
  const text = decoded(encoded);
  if (UUID.test(text)) return true;
  return /^[\w+/=.~-]{20,}$/.test(text) && /\d/.test(text) && /[a-z]/i.test(text);
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
