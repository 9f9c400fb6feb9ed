// Text from outside, fit for a terminal and for whoever looks over a shoulder: no control
// characters, and nothing that looks like a key. Pure.

const HIDDEN = '***';

/** Names of parameters and settings whose value is nobody's business. */
const SECRET_NAME =
  /key|token|secret|passw|auth|sig(?:nature)?$|session|cookie|jwt|credential|^code$|^sk$/i;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** In running text, with the name or the sign that gives it away. A version's id is a UUID: it stays. */
const SECRETS = [
  // A name, and what it is set to: api_key=…, "token": "…", Authorization: Token …
  /((?:api[_-]?key|api[_-]?sig|token|secret|passw(?:or)?d|authorization|cookie|session|credential)["']?\s*[=:]\s*["']?(?:(?:bearer|token|basic)\s+)?)[^\s"'&,;)}]+/gi,
  /(\b(?:bearer|basic)\s+)[\w+/=.~-]{8,}/gi,
  /([?&][^=&\s]*(?:key|sig|auth)[^=&\s]*=)[^&\s"')]+/gi,
  // base64 "." hex HMAC: a request token; an MD5 or longer digest: a Last.fm key.
  /()[\w+/=-]{12,}\.[0-9a-f]{40,}/gi,
  /()\b[0-9a-f]{32,}\b/gi,
  /()\beyJ[\w-]{8,}(?:\.[\w-]*)*/g,
];

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not get through
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/**
 * @param {string} text
 * @param {number} [most] characters
 */
export function safeText(text, most = 2000) {
  // Cut first, with room for what is shortened: a secret's pattern must not walk over megabytes.
  const hidden = SECRETS.reduce(
    (rest, secret) => rest.replace(secret, `$1${HIDDEN}`),
    text.slice(0, most * 2),
  );
  const plain = hidden.replace(
    UNPRINTABLE,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return text.length > most * 2 || plain.length > most ? `${cut(plain, most)}…` : plain;
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
