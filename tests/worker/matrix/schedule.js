// The matrix's rows: the cron fires when it should not, or not when it should.

import { DEPLOYMENT } from '../platform.js';
import { plays, ROUNDS } from './plays.js';
import {
  ALL_LEARNED,
  confirmed,
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
/** @param {string} list of when @param {string} begun */
const standingDown = (list, begun) =>
  `[CRON] WARNING: Standing down: the list of ${list} by ${OURS} is newer than this refresh, begun at ${begun}. Nothing is written.`;
const HOUR_BACK = '2025-12-04T13:25:00.000Z';

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
  {
    fault: 'the clock and the schedule are one hour back',
    befalls: async (platform) => {
      await platform.setTime(HOUR_BACK);
      await platform.tick();
      await platform.setTime(ROUNDS.second);
    },
    during: {
      ...refreshed('first'),
      runs: [nothingWritten('stood down')],
      notes: [NOTE.running(HOUR_BACK)],
      warnings: [standingDown(ROUNDS.first, HOUR_BACK)],
    },
  },
];
