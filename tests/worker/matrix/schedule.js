// The matrix's rows: the cron fires when it should not, or not when it should.

import { DEPLOYMENT } from '../platform.js';
import { plays, ROUNDS } from './plays.js';
import {
  ALL_LEARNED,
  confirmed,
  FRESH,
  NOTE,
  named,
  notesOfWrite,
  nothingWritten,
  refreshed,
  snapshotServed,
  withoutList,
} from './row.js';

/** @typedef {import('./row.js').Row} Row */

const OURS = named(DEPLOYMENT);
const WRITTEN = confirmed(ALL_LEARNED);
const ASKED = { asked: 14, learned: 0, failed: 0, kept: 0, tracks: 0 };
/** @param {string} written when @param {string} begun */
const standingDown = (written, begun) =>
  `[CRON] WARNING: Standing down: user-listens:v2:recent was written at ${written} by ${OURS}, after this refresh began at ${begun}. Nothing is written.`;

/**
 * The run of 14:25 is kept waiting by the music service until that of 14:30 is over.
 * @param {import('../platform.js').Platform} platform
 */
async function overlap(platform) {
  const asked = Promise.withResolvers();
  const released = Promise.withResolvers();
  platform.music.upstream = async (request) => {
    asked.resolve(undefined);
    await released.promise;
    return plays('second')(request);
  };
  const slow = platform.tick();
  await asked.promise;
  await platform.setTime(ROUNDS.third);
  platform.music.upstream = plays('third');
  await platform.tick();
  // For those whom the slow run has not asked about yet.
  platform.music.upstream = plays('second');
  released.resolve(undefined);
  await slow;
}

/** @param {number} seconds how far in the future both keys are */
const dated = (seconds) =>
  ['recent', 'snapshot'].map(
    (slot) =>
      `[CRON] WARNING: user-listens:v2:${slot} is dated ${seconds} s in the future: the clock of ${OURS} was wrong. It does not stop this refresh.`,
  );

/** @type {import('./row.js').Health} */
const STALE = { ...FRESH, http: 503, status: 'stale' };

/**
 * One refresh whose clock is ahead: the next one does not wait until its time has come.
 * @param {string} words
 * @param {number} minutes
 * @returns {Row}
 */
function ahead(words, minutes) {
  const time = new Date(Date.parse(ROUNDS.second) + minutes * 60_000).toISOString();
  return {
    fault: `the clock is ${words} ahead`,
    befalls: async (platform) => {
      await platform.setClockAhead(minutes * 60_000);
      await platform.tick();
      await platform.setClockAhead(0);
    },
    during: {
      ...refreshed('second'),
      lastUpdated: time,
      staleReason: 'not_refreshed',
      api: [snapshotServed('not_refreshed', time)],
      notes: notesOfWrite(time, ALL_LEARNED),
      health: STALE,
    },
    after: { warnings: dated(minutes * 60 - 300) },
  };
}

/** @type {Row[]} */
export const SCHEDULE = [
  {
    fault: 'twice the same time',
    befalls: async (platform) => {
      await platform.tick();
      await platform.tick();
    },
    during: {
      ...refreshed('second'),
      runs: [WRITTEN, WRITTEN],
      notes: [
        ...notesOfWrite(ROUNDS.second, ALL_LEARNED),
        ...notesOfWrite(ROUNDS.second, ALL_LEARNED),
      ],
    },
  },
  {
    fault: '40 minutes of silence',
    befalls: ({ setTime }) => setTime(ROUNDS.muchLater),
    during: {
      ...refreshed('first'),
      staleReason: 'missing',
      api: [snapshotServed('missing')],
      runs: [],
      notes: [],
      health: withoutList({ list: 'missing' }),
    },
    after: { round: 'muchLater' },
  },
  {
    fault: 'two overlapping: the slow one ends after the next one',
    befalls: overlap,
    during: {
      ...refreshed('third'),
      runs: [WRITTEN, { ...nothingWritten('stood down'), counts: ASKED, durationMs: 300_000 }],
      notes: [
        NOTE.running(ROUNDS.second),
        NOTE.found(),
        ...notesOfWrite(ROUNDS.third, ALL_LEARNED),
      ],
      warnings: [standingDown(ROUNDS.third, ROUNDS.second)],
    },
    after: { round: 'fourth' },
  },
  {
    fault: 'the clock is one hour back',
    befalls: async (platform) => {
      await platform.setClockAhead(-3_600_000);
      await platform.tick();
      await platform.setClockAhead(0);
    },
    // No run begins before it was scheduled.
    during: refreshed('second'),
  },
  ahead('20 minutes', 20),
  ahead('two hours', 120),
  ahead('a year', 525_600),
];
