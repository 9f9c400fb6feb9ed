// The matrix's rows: the roster in trouble, and one who leaves it.

import { API_KEY, fillRoster, RECENT } from '../platform.js';
import { MEMBERS, ROUNDS } from './plays.js';
import {
  ALL_KEPT,
  cacheHit,
  confirmed,
  copyServed,
  FRESH,
  NOTE,
  notesOfWrite,
  nothingWritten,
  refreshed,
  snapshotServed,
  UNREADABLE,
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
const NAMELESS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(
  (row) => `roster row ${row} ${row === 5 ? 'is private, but ' : ''}has no username`,
);
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
    fault: 'ROSTER_SQL names another column, and a member is private',
    befalls: async (platform) => {
      await platform.setSettings({
        ROSTER_SQL: `SELECT username AS user_name, lastfm_username, iif(username = '${HIDDEN}', 'private', 'public') AS profile_visibility FROM users`,
      });
      await platform.tick();
    },
    during: {
      ...withoutHidden('first'),
      runs: [confirmed({ ...ALL_KEPT, asked: 0, failed: 0, kept: 13, tracks: 13 })],
      notes: [
        NOTE.running(ROUNDS.second),
        NOTE.found(0),
        NOTE.results({ ...OTHERS, learned: 0 }),
        NOTE.caching(13),
        `${NOTE.written(13)} (verified)`,
      ],
      warnings: [
        `[CRON] WARNING: ${NAMELESS.join(', ')} and 4 more`,
        '[CRON] WARNING: Setting ROSTER_SQL: no row has the column username.',
        `[CRON] WARNING: Nothing could be learned; keeping the list of ${ROUNDS.first}.`,
      ],
    },
    heals: (platform) => platform.setSettings({}),
  },
  {
    fault: 'ROSTER_SQL has lost the column of the accounts',
    befalls: async (platform) => {
      await platform.setSettings({ ROSTER_SQL: 'SELECT username FROM users' });
      await platform.tick();
    },
    during: {
      ...refreshed('first'),
      runs: [{ ...nothingWritten(), kvWrites: 1 }],
      notes: [NOTE.running(ROUNDS.second), NOTE.found(0)],
      warnings: [
        '[CRON] WARNING: Setting ROSTER_SQL: no row has the column lastfm_username, but 14 accounts are known: what was heard last stays. Select NULL for that column if nobody has an account there any more.',
        '[CRON] WARNING: The roster has members, but none with an account on a music service. Nothing is written, what is stored stays.',
      ],
    },
    heals: (platform) => platform.setSettings({}),
  },
  {
    fault: 'a member has gone private',
    befalls: hideOne,
    during: withoutHidden('second'),
    after: withoutHidden('third'),
  },
  {
    fault: 'a member has gone private, then KV fails',
    befalls: async (platform) => {
      // The isolate keeps a copy of the list with the member.
      await platform.api();
      await platform.takeLines();
      await hideOne(platform);
      await platform.setFaults([{ op: 'get', does: 'throw', message: 'KV GET failed: 503' }]);
    },
    during: {
      ...withoutHidden('second'),
      staleReason: 'unreadable',
      api: [
        '[API] WARNING: Cache could not be read: Error: KV GET failed: 503',
        copyServed(ROUNDS.second, 13),
      ],
      health: { ...UNREADABLE, confirmation: null },
    },
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
