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

const FORGOTTEN_KEY = "refreshes that forgot another deployment's refused key";

/** @type {Seed[]} */
export const SEEDS = [
  {
    seed: 202,
    days: 181,
    shows: 'a new deployment begins while Last.fm refuses the key, and asks about everyone',
    counts: FORGOTTEN_KEY,
  },
  {
    seed: 7002,
    days: 215,
    shows: 'while Last.fm refuses the key, a rollback: the older deployment asks about everyone',
    counts: FORGOTTEN_KEY,
  },
  {
    seed: 910_003,
    days: 73,
    shows: 'one answer in a refresh fired twice refuses the key; then a rollback',
    counts: FORGOTTEN_KEY,
  },
  {
    seed: 730_591,
    days: 12,
    shows: 'an empty roster for a week: when KV fails, the copy at hand has expired as well',
    counts: 'replies for which the copy at hand was too old',
  },
];
