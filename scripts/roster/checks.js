// Which names a roster may hold. Refused is what the core leaves out (wasm/refresh/roster.cpp), and
// what nobody means to type; what only looks odd is a doubt, since services have old accounts that
// keep to no rule of today. Pure.

import { titleOf } from './member.js';
import { shown } from './text.js';

/** @typedef {import('./member.js').Source} Source */

const MOST_CHARACTERS = 100;
const MOST_BYTES = 128; // the core's: kMaxUsernameBytes, and max_account_bytes of each service
const LASTFM_NAME = /^[A-Za-z][A-Za-z0-9_-]{1,14}$/;
const MOST_MUSICBRAINZ = 64;

/**
 * @param {string} name a member's or an account's
 * @returns {string | null} what is wrong with it, as in 'is empty'
 */
export function troubleWith(name) {
  if (name === '') return 'is empty';
  if (!name.isWellFormed() || name.includes('\ufffd')) return 'holds a character that is not text';
  // Line and paragraph separators are no control characters to Unicode, but break lines as well.
  if (/[\p{Cc}\u2028\u2029]/u.test(name)) return 'holds a control character';
  if (name !== name.trim()) return 'begins or ends with a blank';
  const characters = [...name].length;
  if (characters > MOST_CHARACTERS) {
    return `has ${characters} characters, at most ${MOST_CHARACTERS} are allowed`;
  }
  const bytes = Buffer.byteLength(name);
  if (bytes > MOST_BYTES) return `has ${bytes} bytes in UTF-8, at most ${MOST_BYTES} are allowed`;
  return null;
}

/**
 * @param {string} name
 * @returns {string | null}
 */
export function troubleWithAccount(name) {
  if (/^https?:\/\//i.test(name)) return 'is an address; give the name alone';
  if (isDotSegment(name)) return 'is part of a path';
  return troubleWith(name);
}

/** @param {string} name of an account, which becomes a part of a URL's path */
export function isDotSegment(name) {
  return name === '.' || name === '..';
}

/**
 * @param {Source} source
 * @param {string} name one without trouble
 * @returns {string | null} a sentence about what may be a slip
 */
export function doubtAbout(source, name) {
  const title = titleOf(source);
  if (source === 'lastfm' && !LASTFM_NAME.test(name)) {
    return `"${shown(name)}" does not look like a ${title} name (2 to 15 letters, digits, - and _, a letter first).`;
  }
  if (source === 'listenbrainz' && [...name].length > MOST_MUSICBRAINZ) {
    return `"${shown(name)}" is longer than a ${title} name (${MOST_MUSICBRAINZ} characters).`;
  }
  return null;
}
