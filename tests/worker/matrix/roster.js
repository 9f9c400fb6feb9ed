// The matrix's rows: the roster in trouble, and one who leaves it.

import { API_KEY, fillRoster, RECENT } from '../platform.js';
import { MEMBERS, ROUNDS } from './plays.js';
import {
  cacheHit,
  confirmed,
  FRESH,
  NOTE,
  notesOfWrite,
  nothingWritten,
  refreshed,
  snapshotServed,
  withoutList,
} from './row.js';

/** @typedef {import('./row.js').Row} Row */

/** @param {import('../platform.js').Platform} platform */
const databaseOf = ({ mf }) => mf.getD1Database('DB', 'user-listens');

/**
 * Nothing was asked and nothing written.
 * @param {string[]} notes
 * @param {string} warning
 * @returns {import('./row.js').Outcome}
 */
const stayed = (notes, warning) => ({
  ...refreshed('first'),
  runs: [nothingWritten()],
  notes,
  warnings: [warning],
});

const HIDDEN = 'member5';
const OTHERS = { asked: 13, learned: 13, failed: 0, kept: 0, tracks: 13 };

/** @param {import('../platform.js').Platform} platform */
async function hideOne(platform) {
  const others = MEMBERS.filter(({ username }) => username !== HIDDEN);
  const hidden = { username: HIDDEN, visibility: 'private' };
  await fillRoster(await databaseOf(platform), [...others, hidden]);
  await platform.tick();
}

/** @param {import('./plays.js').Round} round @returns {import('./row.js').Outcome} */
const withoutHidden = (round) => ({
  ...refreshed(round),
  shown: (user) => (user === HIDDEN ? null : round),
  api: cacheHit(13),
  runs: [confirmed(OTHERS)],
  notes: notesOfWrite(ROUNDS[round], OTHERS),
  health: { ...FRESH, tracks: 13 },
});

/** @type {Row[]} */
export const ROSTER = [
  {
    fault: 'D1 throws',
    befalls: async (platform) => {
      await platform.setFaults([
        { op: 'd1', does: 'throw', message: `D1_ERROR: timeout ${API_KEY}` },
      ]);
      await platform.tick();
    },
    during: stayed(
      [NOTE.running(ROUNDS.second)],
      '[CRON] WARNING: The roster cannot be read: Error: D1_ERROR: timeout ***. Nothing is written.',
    ),
  },
  {
    fault: 'the roster is empty',
    befalls: async (platform) => {
      await fillRoster(await databaseOf(platform), []);
      await platform.tick();
    },
    during: stayed(
      [NOTE.running(ROUNDS.second), NOTE.found(0)],
      '[CRON] WARNING: The roster is empty, or no row of it can be used. Nothing is written, what is stored stays.',
    ),
    heals: async (platform) => fillRoster(await databaseOf(platform), MEMBERS),
  },
  {
    fault: 'a member has gone private',
    befalls: hideOne,
    during: withoutHidden('second'),
    after: withoutHidden('third'),
  },
  {
    fault: 'a member has gone private, then the list is lost',
    befalls: async (platform) => {
      await hideOne(platform);
      await platform.kv.delete(RECENT);
    },
    during: {
      ...withoutHidden('second'),
      staleReason: 'missing',
      api: [snapshotServed('missing', ROUNDS.second, 13)],
      health: withoutList({ list: 'missing' }),
    },
    after: withoutHidden('third'),
  },
];
