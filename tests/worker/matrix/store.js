// The matrix's rows: operations of KV in trouble.

import { API_KEY, DEPLOYMENT, RECENT, SNAPSHOT } from '../platform.js';
import { ROUNDS } from './plays.js';
import {
  ALL_LEARNED,
  confirmed,
  copyServed,
  FRESH,
  NOTE,
  named,
  notesOfWrite,
  refreshed,
  snapshotServed,
  UNREADABLE,
} from './row.js';

/** @typedef {import('./row.js').Row} Row */

/** Refreshes with this fault. @param {import('../platform.js').Fault} fault @returns {Row['befalls']} */
const refreshWith = (fault) => async (platform) => {
  await platform.setFaults([fault]);
  await platform.tick();
};

const BEHIND = 'KV may be behind; nothing is rolled back.';
const notesUnverified = [...notesOfWrite(ROUNDS.second, ALL_LEARNED).slice(0, -1), NOTE.written()];

/** KV is looked at again after 1.5 s. */
const UNCONFIRMED = confirmed(ALL_LEARNED, { confirmation: 'unconfirmed', durationMs: 1500 });

/**
 * The write stands, but KV answered twice with something else.
 * @param {string} answer
 * @returns {import('./row.js').Outcome}
 */
const unconfirmed = (answer) => ({
  ...refreshed('second'),
  runs: [UNCONFIRMED],
  notes: notesUnverified,
  warnings: [
    `[CRON] WARNING: The write is not confirmed: ${RECENT} still answers with ${answer}. ${BEHIND}`,
  ],
  health: { ...FRESH, confirmation: 'unconfirmed' },
});

/** @type {Row[]} */
export const STORE = [
  {
    fault: 'put throws on the key of the list',
    befalls: refreshWith({ op: 'put', key: RECENT, does: 'throw', message: 'KV PUT failed: 429' }),
    during: {
      ...refreshed('first'),
      runs: [confirmed(ALL_LEARNED, { confirmation: 'refused' })],
      notes: notesOfWrite(ROUNDS.second, ALL_LEARNED).slice(0, -1),
      warnings: [
        '[CRON] WARNING: KV refused the list: Error: KV PUT failed: 429. What was stored before stays.',
      ],
      health: { ...FRESH, confirmation: 'refused' },
    },
  },
  {
    fault: 'put throws on the key of the snapshot',
    befalls: refreshWith({
      op: 'put',
      key: SNAPSHOT,
      does: 'throw',
      message: 'KV PUT failed: 500',
    }),
    during: {
      ...refreshed('second'),
      warnings: [
        '[CRON] WARNING: KV refused the snapshot: Error: KV PUT failed: 500. The one stored before stays.',
      ],
    },
  },
  {
    fault: 'get throws on the key of the list',
    befalls: ({ setFaults }) =>
      setFaults([
        { op: 'get', key: RECENT, does: 'throw', message: `KV GET failed: 503 ${API_KEY}` },
      ]),
    during: {
      ...refreshed('first'),
      staleReason: 'unreadable',
      api: [
        '[API] WARNING: Cache could not be read: Error: KV GET failed: 503 ***',
        snapshotServed('unreadable'),
      ],
      runs: [],
      notes: [],
      health: UNREADABLE,
    },
  },
  {
    fault: 'get throws on the key of the list, and the cron fires',
    befalls: refreshWith({
      op: 'get',
      key: RECENT,
      does: 'throw',
      message: `KV GET failed: 503 ${API_KEY}`,
    }),
    during: {
      ...refreshed('second'),
      staleReason: 'unreadable',
      api: [
        '[API] WARNING: Cache could not be read: Error: KV GET failed: 503 ***',
        snapshotServed('unreadable', ROUNDS.second),
      ],
      runs: [UNCONFIRMED],
      notes: notesUnverified,
      warnings: [
        `[CRON] WARNING: ${RECENT} could not be read: Error: KV GET failed: 503 ***`,
        `[CRON] WARNING: The write is not confirmed: ${RECENT} could not be read back: Error: KV GET failed: 503 ***`,
      ],
      health: { ...UNREADABLE, confirmation: 'unconfirmed' },
    },
  },
  {
    fault: 'get throws on every key',
    befalls: ({ setFaults }) =>
      setFaults([{ op: 'get', does: 'throw', message: `KV GET failed: 503 ${API_KEY}` }]),
    during: {
      ...refreshed('first'),
      staleReason: 'unreadable',
      api: [
        '[API] WARNING: Cache could not be read: Error: KV GET failed: 503 ***',
        copyServed(ROUNDS.first),
      ],
      runs: [],
      notes: [],
      health: { ...UNREADABLE, confirmation: null },
    },
  },
  {
    fault: 'get throws on every key, for two hours',
    befalls: async (platform) => {
      await platform.setTime(ROUNDS.hoursLater);
      await platform.setFaults([{ op: 'get', does: 'throw', message: 'KV GET failed: 503' }]);
    },
    during: {
      ...refreshed('first'),
      shown: () => null,
      lastUpdated: null,
      staleReason: 'unreadable',
      api: [
        '[API] WARNING: Cache could not be read: Error: KV GET failed: 503',
        `[API] WARNING: The list cannot be read, and no copy of it may be shown any more (${RECENT}: Error: KV GET failed: 503, ${SNAPSHOT}: Error: KV GET failed: 503).`,
      ],
      runs: [],
      notes: [],
      health: { ...UNREADABLE, confirmation: null },
    },
    after: { round: 'hoursLater' },
  },
  {
    fault: 'get returns an older copy after put',
    befalls: async (platform) => {
      const value = await platform.stored(RECENT);
      await platform.setFaults([
        { op: 'get', key: RECENT, after: 2, times: 2, does: 'answer', value },
      ]);
      await platform.tick();
    },
    during: unconfirmed(`the list of ${ROUNDS.first} by ${named(DEPLOYMENT)}`),
  },
  {
    fault: 'get returns null right after put',
    befalls: refreshWith({
      op: 'get',
      key: RECENT,
      after: 2,
      times: 2,
      does: 'answer',
      value: null,
    }),
    during: unconfirmed('no value'),
  },
];
