// Reads back the list that the server has rendered into the page, so that the page begins with it
// and asks for the next one when that is due.

import { readTime } from './listens-source.js';
import { place } from './place.js';
import { kEveryMs } from './refresher.js';

/** @import { Answer, Served, ServedRow } from './types.js' */

/** @returns {Served | null} null when there is no list in the page, or none that can be read */
export function readServed() {
  const { state, updated, stale, rendered } = place('status').dataset;
  const rows = [...place('listens').querySelectorAll('li')].map(readRow);
  const sound = rows.filter((row) => row !== null);
  if (sound.length < rows.length) return null;
  const answer = answerOf(state, sound, readTime(updated), stale === '1');
  return answer && { answer, rows: sound, renderedAt: readTime(rendered) };
}

/**
 * When to ask for the next list: at once where there is a better one to be had, and where the page
 * comes out of some cache. A reader's clock may be behind the server's.
 * @param {Served} served @param {number} now
 * @returns {number} Unix milliseconds
 */
export function nextRequestAt({ answer, renderedAt }, now) {
  const isGood = (answer.kind === 'listed' || answer.kind === 'silent') && !answer.stale;
  return isGood && renderedAt !== null ? Math.min(renderedAt, now) + kEveryMs : now;
}

/**
 * @param {string | undefined} state
 * @param {readonly ServedRow[]} rows
 * @param {number | null} lastUpdated
 * @param {boolean} stale
 * @returns {Answer | null}
 */
function answerOf(state, rows, lastUpdated, stale) {
  if (state === 'listed' && rows.length > 0)
    return { kind: 'listed', listens: rows.map(({ listen }) => listen), lastUpdated, stale };
  if (state === 'silent' && lastUpdated !== null) return { kind: 'silent', lastUpdated, stale };
  if (state === 'warming') return { kind: 'warming' };
  if (state === 'unreadable') return { kind: 'failed', cause: 'unlisted', status: 0 };
  return null;
}

/** @param {HTMLLIElement} element @returns {ServedRow | null} null for other markup than row.js makes */
function readRow(element) {
  /** @param {string} selector */
  const textOf = (selector) => element.querySelector(selector)?.textContent ?? '';
  const link = /** @type {HTMLAnchorElement | null} */ (
    element.querySelector('.what > .track > a')
  );
  const image = /** @type {HTMLImageElement | null} */ (element.querySelector('.cover > img'));
  if (!link?.querySelector('bdi') || !element.querySelector('.cover > svg')) return null;
  if (!element.querySelector('.who > .when')) return null;
  const listen = {
    member: textOf('.member'),
    track: textOf('.track bdi'),
    artist: textOf('.artist'),
    album: textOf('.album'),
    // As the browser writes addresses, which is how the API's are read.
    image: image?.src ?? null,
    url: link.href || null,
    nowPlaying: element.classList.contains('playing'),
    playedAt: readTime(element.querySelector('time')?.dateTime),
  };
  return { element, listen };
}
