// Reads back the list that the server has rendered into the page, so that the page begins with it
// and asks for the next one when that is due.

import { drawPlaceholder } from './cover.js';
import { readTime } from './listens-source.js';
import { place } from './place.js';
import { kEveryMs } from './refresher.js';

/** @import { Answer, Listen, Served, ServedRow } from './types.js' */

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
  const drawing = element.querySelector('.cover > svg');
  if (!link?.querySelector('bdi') || !drawing || !element.querySelector('.who > .when'))
    return null;
  const album = textOf('.album');
  const listen = {
    member: textOf('.member'),
    ...titleOf(textOf('.track bdi'), textOf('.artist'), album, drawing),
    album,
    // As the browser writes addresses, which is how the API's are read.
    image: image?.src ?? null,
    url: link.href || null,
    nowPlaying: element.classList.contains('playing'),
    playedAt: readTime(element.querySelector('time')?.dateTime),
  };
  return { element, listen };
}

/**
 * A title without an artist may be the artist's own name; then the drawing is of that name.
 * @param {string} title @param {string} artist @param {string} album @param {Element} drawing
 * @returns {Pick<Listen, 'track' | 'artist'>}
 */
function titleOf(title, artist, album, drawing) {
  const isArtist = !artist && drawing.isEqualNode(drawPlaceholder(title, album));
  return isArtist ? { track: '', artist: title } : { track: title, artist };
}
