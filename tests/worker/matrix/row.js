// What a row of the matrix is: a fault as data, and all that a reader and an operator are to see
// while it lasts and after the next healthy refresh.

import { all, ROUNDS } from './plays.js';

/**
 * @typedef {import('../platform.js').Platform} Platform
 * @typedef {{asked: number, learned: number, failed: number, kept: number, tracks: number}} Counts
 *
 * @typedef {object} Run a refresh, as its structured event tells it
 * @property {string} confirmation
 * @property {Counts} counts
 * @property {number} kvWrites
 * @property {number} durationMs
 *
 * @typedef {object} Health
 * @property {200 | 503} http
 * @property {'fresh' | 'stale' | 'missing' | 'unreadable'} status
 * @property {string} list what stands under the list's key
 * @property {string | null} fault of it
 * @property {number} tracks
 * @property {string | null} confirmation of the refresh that the snapshot tells of
 *
 * @typedef {object} Outcome
 * @property {import('./plays.js').Shown} shown
 * @property {'unknown'} [times] when the plays were; they are then in no order that can be foretold
 * @property {string | null} lastUpdated null: nothing is there yet, says the API, or with a staleReason
 *     that it cannot be read
 * @property {string} [staleReason]
 * @property {string[]} api the API's lines
 * @property {Run[]} runs the cron's, in the order in which they ended
 * @property {string[]} notes the cron's lines of the level log, but for the events
 * @property {string[]} warnings its lines of the levels warn and error
 * @property {Health} health
 * @property {string[]} [healthLog]
 *
 * @typedef {object} Row
 * @property {string} fault
 * @property {(platform: Platform) => Promise<unknown>} befalls brings it on at 14:25, when everybody
 *     plays the second round; fires the cron where that belongs to it
 * @property {Outcome} during
 * @property {(platform: Platform) => Promise<unknown>} [heals] what it takes to end it, where the
 *     runner does not know
 * @property {Partial<Outcome> & {round?: import('./plays.js').Round}} [after] what the healthy
 *     refresh of the third round, or of this one, does not do as ever
 */

/** @type {Health} */
export const FRESH = {
  http: 200,
  status: 'fresh',
  list: 'current',
  fault: null,
  tracks: 14,
  confirmation: 'confirmed',
};

/** There is no list to be served. @param {Partial<Health> & {list: string}} found @returns {Health} */
export const withoutList = (found) => ({
  http: 503,
  status: 'missing',
  fault: null,
  tracks: 0,
  confirmation: 'confirmed',
  ...found,
});

/** @param {{id: string, timestamp: string}} deployment as the log names it */
export const named = ({ id, timestamp }) => `writer ${id} deployed ${timestamp}`;

const NOTHING = { asked: 0, learned: 0, failed: 0, kept: 0, tracks: 0 };
export const ALL_LEARNED = { asked: 14, learned: 14, failed: 0, kept: 0, tracks: 14 };
export const ALL_KEPT = { asked: 14, learned: 0, failed: 14, kept: 14, tracks: 14 };

/** Both keys are written. @param {Counts} counts @param {Partial<Run>} [others] @returns {Run} */
export const confirmed = (counts, others) => ({
  confirmation: 'confirmed',
  counts,
  kvWrites: 2,
  durationMs: 0,
  ...others,
});

/** @param {string} confirmation why @returns {Run} */
export const nothingWritten = (confirmation = 'nothing written') =>
  confirmed(NOTHING, { confirmation, kvWrites: 0 });

/** What the cron says besides warnings, as far as it comes. */
export const NOTE = {
  running: (/** @type {string} */ at) => `[CRON] Running scheduled task at ${at}`,
  found: (count = 14) => `[CRON] Found ${count} users with Last.fm usernames`,
  results: (/** @type {Counts} */ { learned, failed }) =>
    `[CRON] API results: ${learned} tracks, ${failed} failures`,
  caching: (count = 14) => `[CRON] Caching ${count} tracks with TTL 420s`,
  written: (count = 14) => `[CRON] Pre-warmed user listens cache with ${count} tracks`,
};

/** @param {string} at when it began @param {Counts} counts */
export function notesOfWrite(at, counts) {
  return [
    NOTE.running(at),
    NOTE.found(counts.asked),
    NOTE.results(counts),
    NOTE.caching(counts.tracks),
    `${NOTE.written(counts.tracks)} (verified)`,
  ];
}

export const cacheHit = (count = 14) => [`[API] Cache hit, returning ${count} tracks`];

/** @param {string} reason @param {string} of the snapshot's lastUpdated */
export const snapshotServed = (reason, of = ROUNDS.first, count = 14) =>
  `[API] Cache MISS - ${reason}, returning ${count} tracks of the snapshot of ${of}`;

/** The same of what the isolate has kept. @param {string} of the copy's lastUpdated */
export const copyServed = (of, count = 14) =>
  `[API] Cache MISS - unreadable, returning ${count} tracks of a copy of the snapshot of ${of}`;

export const UNREADABLE = withoutList({ status: 'unreadable', list: 'unreadable' });
/**
 * A refresh that learned what it asked for and wrote it.
 * @param {import('./plays.js').Round} round
 * @returns {Outcome}
 */
export function refreshed(round) {
  return {
    shown: all(round),
    lastUpdated: ROUNDS[round],
    api: cacheHit(),
    runs: [confirmed(ALL_LEARNED)],
    notes: notesOfWrite(ROUNDS[round], ALL_LEARNED),
    warnings: [],
    health: FRESH,
  };
}

/** A refresh that learned nothing: the first round's list stands, with its time. @returns {Outcome} */
export function kept(/** @type {string[]} */ ...warnings) {
  return {
    ...refreshed('first'),
    runs: [confirmed(ALL_KEPT)],
    notes: notesOfWrite(ROUNDS.second, ALL_KEPT),
    warnings: [
      ...warnings,
      `[CRON] WARNING: Nothing could be learned; keeping the list of ${ROUNDS.first}.`,
    ],
  };
}
