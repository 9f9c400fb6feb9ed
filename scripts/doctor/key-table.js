// The keys, one line each. Pure.

import { columns } from '../columns.js';
import { placeInWords } from './place-in-words.js';
import { clock, count, duration, millis, safe, since, size } from './words.js';

/**
 * @typedef {import('./case.js').Case} Case
 * @typedef {import('./examine.js').Examined} Examined
 */

const SEALS = {
  matches: 'sealed',
  broken: 'seal broken',
  none: 'no seal',
  unknown: 'seal unknown',
};
const LONGEST_KEY = 48;
const MOST_KEYS = 12;

/**
 * @param {Case} about
 * @param {import('./report.js').Paint} paint
 * @returns {string[]} lines
 */
export function keyTable(about, paint) {
  const { keys } = about.known;
  const rows = keys.slice(0, MOST_KEYS).map((key) => cellsOf(key, about));
  const more = keys.length - rows.length;
  return [
    paint('bold', `Keys, ${placeInWords(about)}, at ${clock(about.nowMs)}`),
    ...columns(rows).map((line) => `  ${line}`),
    ...(more > 0 ? [`  … and ${count(more, 'key')} more`] : []),
  ];
}

/**
 * @param {Examined} key
 * @param {Case} about
 */
function cellsOf(key, { nowMs }) {
  const name = safe(key.key);
  const short = name.length > LONGEST_KEY ? `${name.slice(0, LONGEST_KEY - 1)}…` : name;
  if (key.isUnread) return [short, 'not read'];
  if (key.bytes === null) return [short, 'absent'];
  const state = 'snapshot' in key ? key.snapshot : key.list;
  return [
    short,
    state.replaceAll('_', ' '),
    SEALS[key.seal],
    amountIn(key),
    size(key.bytes),
    ages(millis(key.lastUpdated), millis(key.writtenAt), nowMs),
    key.seal === 'unknown' ? 'expiry unknown' : expiry(key.expiresMs, nowMs),
    key.writer === null || key.writer.id === '' ? 'writer unknown' : `by ${safe(key.writer.id)}`,
  ];
}

/**
 * A list that was only kept alive is older than its writing.
 * @param {number | null} learnedMs
 * @param {number | null} writtenMs
 * @param {number} nowMs
 */
function ages(learnedMs, writtenMs, nowMs) {
  if (writtenMs === null) return 'time unknown';
  const written = `written ${since(writtenMs, nowMs)}`;
  const isKept = learnedMs !== null && duration(nowMs - learnedMs) !== duration(nowMs - writtenMs);
  return isKept ? `${written}, learned ${since(learnedMs, nowMs)}` : written;
}

/** @param {Examined} key */
function amountIn(key) {
  if ('list' in key && key.list === 'newer_version') return '?';
  if (!('snapshot' in key)) return count(key.items, 'track');
  const accounts = (key.answers ?? []).flatMap((answer) => answer.accounts);
  return key.snapshot === 'current' ? count(accounts.length, 'account') : '?';
}

/**
 * @param {number | null} expiresMs
 * @param {number} nowMs
 */
function expiry(expiresMs, nowMs) {
  if (expiresMs === null) return 'no expiry';
  return expiresMs > nowMs ? `expires in ${duration(expiresMs - nowMs)}` : 'expired';
}
