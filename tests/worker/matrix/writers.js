// The matrix's rows: other writers, with the same KV namespace.

import { FOREIGN, FOREIGN_LIST, tickOf, VERSION_1 } from '../other-writers.js';
import { DEPLOYMENT, RECENT, SNAPSHOT } from '../platform.js';
import { ROUNDS } from './plays.js';
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
const OLDER = { id: 'older-version', tag: '', timestamp: '2025-11-30T00:00:00.000Z' };
const NEWER = { id: 'newer-version', tag: '', timestamp: '2025-12-02T00:00:00.000Z' };

/** @param {string} at @param {string} theirs @param {string} ours */
const standingDown = (at, theirs, ours, key = RECENT) =>
  `[CRON] WARNING: Standing down: ${key} was written at ${at} by ${theirs}, a newer deployment than this one, ${ours}. Nothing is written.`;

const STOOD_DOWN = nothingWritten('stood down');
const TAKING_OVER = `[CRON] Taking over: ${RECENT} was written at ${ROUNDS.first} by another writer: ${OURS}`;
const EMPTY_LIST = '[API] WARNING: Cache has an empty list without a seal. Possible other writer.';

const FOREIGN_REPLACED = `[CRON] WARNING: ${RECENT} holds an empty list without a seal by an unknown writer, ${FOREIGN_LIST.length} bytes; it will be replaced.`;

/** @type {Row[]} */
export const WRITERS = [
  {
    fault: "version 1's cron fires after ours",
    befalls: async (platform) => {
      await platform.tick();
      await tickOf(platform, VERSION_1);
    },
    during: refreshed('second'),
  },
  {
    fault: 'an older deployment of version 2 fires its cron',
    befalls: async (platform) => {
      await platform.setSettings({ CF_VERSION_METADATA: OLDER });
      await platform.tick();
    },
    during: {
      ...refreshed('first'),
      runs: [STOOD_DOWN],
      notes: [NOTE.running(ROUNDS.second)],
      warnings: [standingDown(ROUNDS.first, OURS, named(OLDER))],
    },
  },
  {
    fault: 'a newer deployment, then a rollback',
    befalls: async (platform) => {
      await platform.setSettings({ CF_VERSION_METADATA: NEWER });
      await platform.tick();
      await platform.setSettings({});
      for (const round of /** @type {const} */ (['third', 'fourth'])) {
        await platform.setTime(ROUNDS[round]);
        await platform.tick();
      }
    },
    during: {
      ...refreshed('second'),
      staleReason: 'missing',
      api: [snapshotServed('missing', ROUNDS.second)],
      runs: [confirmed(ALL_LEARNED), STOOD_DOWN, STOOD_DOWN],
      notes: [
        ...notesOfWrite(ROUNDS.second, ALL_LEARNED).toSpliced(2, 0, TAKING_OVER),
        NOTE.running(ROUNDS.third),
        NOTE.running(ROUNDS.fourth),
      ],
      warnings: [
        standingDown(ROUNDS.second, named(NEWER), OURS),
        standingDown(ROUNDS.second, named(NEWER), OURS, SNAPSHOT),
      ],
      health: withoutList({ list: 'missing' }),
    },
    after: {
      round: 'fifth',
      warnings: [
        `[CRON] WARNING: Taking over: ${SNAPSHOT} was written at ${ROUNDS.second} by another writer: ${named(NEWER)}, a newer deployment, which has been silent since.`,
      ],
    },
  },
  {
    fault: 'a foreign script writes an empty list after ours',
    befalls: async (platform) => {
      await platform.tick();
      await tickOf(platform, FOREIGN);
    },
    during: {
      ...refreshed('second'),
      staleReason: 'empty',
      api: [EMPTY_LIST, snapshotServed('empty', ROUNDS.second)],
      health: withoutList({ list: 'empty' }),
    },
    after: { warnings: [FOREIGN_REPLACED] },
  },
  {
    fault: 'a foreign script writes an empty list before we look at ours',
    befalls: async (platform) => {
      await platform.setFaults([{ op: 'put', key: RECENT, does: 'overtake', value: FOREIGN_LIST }]);
      await platform.tick();
    },
    during: {
      ...refreshed('second'),
      staleReason: 'empty',
      api: [EMPTY_LIST, snapshotServed('empty', ROUNDS.second)],
      runs: [confirmed(ALL_LEARNED, { confirmation: 'mismatch', durationMs: 1500 })],
      notes: notesOfWrite(ROUNDS.second, ALL_LEARNED).slice(0, -1),
      warnings: [
        `[CRON] WARNING: Verification failed: ${RECENT} holds the list of 2025-12-04T14:25:30.000Z by an unknown writer, not the list just written by ${OURS}.`,
      ],
      health: withoutList({ list: 'empty', confirmation: 'mismatch' }),
    },
    after: { warnings: [FOREIGN_REPLACED] },
  },
];
