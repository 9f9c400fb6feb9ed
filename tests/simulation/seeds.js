// Years that failed once. `npm test -- simulation` replays them, as far as the day on which they did.
//
// A seed gives the same year only while the world draws the same chances in the same order. So each
// names what must still happen in its year: one that has lost it fails, and another seed takes its
// place.

/**
 * @typedef {object} Seed
 * @property {number} seed
 * @property {number} days how much of the year is replayed
 * @property {string} shows what happens on the last of these days
 * @property {string} counts the line of the summary, in tally.h, that counts it
 */

/** @type {Seed[]} */
export const SEEDS = [
  {
    seed: 1,
    days: 26,
    shows: 'all rows say private and no username can be read: that is no news of everybody',
    counts: 'rosters that were read half',
  },
  {
    seed: 62,
    days: 42,
    shows: 'by a clock one hour back, a request that failed is repeated in time',
    counts: 'refreshes with a clock one hour back',
  },
  {
    seed: 69,
    days: 54,
    shows: 'a roster that is read again without a row brings nobody back who was private before',
    counts: 'rosters without a row',
  },
];
