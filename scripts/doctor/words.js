// Numbers, times and names, as the doctor says them. Pure.

import { UNSEEN } from '../unseen.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MOST_NAMES = 8;

/** @param {number} ms */
export function duration(ms) {
  const size = Math.abs(ms);
  if (size < MINUTE) return `${Math.round(size / 1000)} s`;
  if (size < HOUR) return `${Math.floor(size / MINUTE)} min`;
  if (size >= 2 * DAY) return `${Math.floor(size / DAY)} days`;
  const minutes = Math.floor((size % HOUR) / MINUTE);
  return `${Math.floor(size / HOUR)} h${minutes === 0 ? '' : ` ${minutes} min`}`;
}

/**
 * @param {number} ms since 1970
 * @param {number} nowMs
 */
export function since(ms, nowMs) {
  return ms > nowMs ? `${duration(ms - nowMs)} in the future` : `${duration(nowMs - ms)} ago`;
}

/** @param {number} ms since 1970 */
export function clock(ms) {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** @param {string | null | undefined} time @returns {number | null} */
export function millis(time) {
  const ms = time ? Date.parse(time) : Number.NaN;
  return Number.isNaN(ms) ? null : ms;
}

/**
 * @param {number} number
 * @param {string} one
 * @param {string} [several]
 */
export function count(number, one, several = `${one}s`) {
  return `${number.toLocaleString('en')} ${number === 1 ? one : several}`;
}

/** @param {number} bytes */
export function size(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000
    ? `${(bytes / 1000).toFixed(1)} KB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** @param {string[]} names */
export function listed(names) {
  const shown = names.slice(0, MOST_NAMES).map(safe);
  const more = names.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/**
 * What others may have written must not steer the terminal, nor break a line.
 * @param {string} text
 */
export function safe(text) {
  return text.replace(UNSEEN, '\u{fffd}');
}

/** @param {import('./examine.js').Writer | null} writer */
export function writerInWords(writer) {
  if (writer === null) return 'an unknown writer';
  return writer.id === '' ? 'a writer without an id' : `writer ${safe(writer.id)}`;
}
