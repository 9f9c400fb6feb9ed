// Times in the reader's language and zone. Now is always an argument.

/** @import { TimeWords } from './types.js' */

const kMinute = 60_000;
const kDay = 86_400_000;
// How far a reader's clock may be behind the server's.
const kClockSkew = 5 * kMinute;

/** @type {ReadonlyArray<[Intl.RelativeTimeFormatUnit, number]>} mean lengths, largest first */
const kUnits = [
  ['year', 365.2425 * kDay],
  ['month', 30.436875 * kDay],
  ['day', kDay],
  ['hour', 60 * kMinute],
  ['minute', kMinute],
];

/** Whole units gone by; null in the future. @param {number} at @param {number} now */
export function ageOf(at, now) {
  if (at - now > kClockSkew) return null;
  for (const [unit, length] of kUnits) {
    const count = Math.floor((now - at) / length);
    if (count >= 1) return { count, unit };
  }
  return { count: 0, unit: /** @type {const} */ ('second') };
}

/**
 * @param {readonly string[]} [locales]
 * @param {string} [timeZone]   the reader's when absent
 * @returns {TimeWords}
 */
export function createTimeWords(locales, timeZone) {
  const list = known(locales);
  // 'always': "yesterday" would be wrong for 40 hours ago. 'auto' only for its word for "now".
  const ago = new Intl.RelativeTimeFormat(list, { numeric: 'always' });
  const justNow = new Intl.RelativeTimeFormat(list, { numeric: 'auto' });
  const exact = new Intl.DateTimeFormat(list, { dateStyle: 'full', timeStyle: 'long', timeZone });
  const clock = new Intl.DateTimeFormat(list, { timeStyle: 'short', timeZone });
  const dayAndClock = new Intl.DateTimeFormat(list, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone,
  });
  const day = new Intl.DateTimeFormat(list, { dateStyle: 'short', timeZone });

  /** @param {number} at @param {number} now */
  const moment = (at, now) => (day.format(at) === day.format(now) ? clock : dayAndClock).format(at);

  return {
    lang: ago.resolvedOptions().locale,
    exact: (at) => exact.format(at),
    moment,
    relative(at, now) {
      const age = ageOf(at, now);
      if (age === null) return moment(at, now);
      return (age.count === 0 ? justNow : ago).format(-age.count, age.unit);
    },
  };
}

/** Some systems name languages that Intl rejects ("en-US@posix"). @param {readonly string[]} [locales] */
function known(locales = []) {
  try {
    return Intl.getCanonicalLocales([...locales]);
  } catch {
    return [];
  }
}
