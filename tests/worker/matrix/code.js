// The matrix's rows: the core itself fails. Traps are ordered in traps.js; memory is really exhausted.

import { Response } from 'miniflare';
import { sealOf } from '../../seal.js';
import { lastfmBody } from '../music.js';
import { SNAPSHOT } from '../platform.js';
import { plays, ROUNDS } from './plays.js';
import {
  cacheHit,
  confirmed,
  FRESH,
  notesOfWrite,
  refreshed,
  snapshotServed,
  withoutList,
} from './row.js';

/** @typedef {import('./row.js').Row} Row */

const POISONED = 'member7';
const CRASHED = { asked: 14, learned: 13, failed: 1, kept: 1, tracks: 14 };
// How the list begins, and neither the snapshot nor an answer of the core.
const LIST_HEAD = '{"version":2,"lastUpdated":"';
const OUT_OF_ORDER = 'WARNING: CoreFailure: the core failed in reply: RuntimeError: unreachable';

// Matches no seal; its members take more than all memory when they are read.
const HUGE_SNAPSHOT = `{"version":2,"lastUpdated":"${ROUNDS.first}","members":[${'{},'.repeat(1.2e6)}{}]}`;

const STEP_FAILED =
  'WARNING: CoreFailure: the core failed in step_refresh: RuntimeError: unreachable';

/**
 * One member's answer makes a step of the refresh fail.
 * @param {string} fault
 * @param {import('../traps.js').Trap} trap
 * @param {number} failures that are told, until the answer is set aside
 * @returns {Row}
 */
function poisonedAnswer(fault, trap, failures) {
  return {
    fault,
    befalls: async (platform) => {
      await platform.setTraps([trap]);
      platform.music.upstream = plays('second', (user) =>
        user === POISONED ? new Response(lastfmBody({ user, track: 'poison' })) : undefined,
      );
      await platform.tick();
    },
    during: {
      ...refreshed('second'),
      shown: (user) => (user === POISONED ? 'first' : 'second'),
      runs: [confirmed(CRASHED)],
      notes: notesOfWrite(ROUNDS.second, CRASHED),
      warnings: [
        ...Array(failures).fill(STEP_FAILED),
        `[CRON] WARNING: No answer about 1 accounts, keeping what is known of them: ${POISONED} (its answer crashed the reader)`,
      ],
    },
  };
}

/** @type {Row[]} */
export const CODE = [
  poisonedAnswer(
    "trap in parsing one member's answer",
    { call: 'step_refresh', holding: 'poison' },
    1,
  ),
  poisonedAnswer(
    "trap in finishing, on one member's answer",
    // Where the list is read again, or set aside instead.
    { call: 'step_refresh', after: 'poison', holding: [LIST_HEAD, 'CoreFailure'] },
    3,
  ),
  {
    fault: 'trap in reply, each time on the list',
    befalls: ({ setTraps }) => setTraps([{ call: 'reply', holding: LIST_HEAD }]),
    during: {
      ...refreshed('first'),
      staleReason: 'unreadable',
      api: [
        OUT_OF_ORDER,
        '[API] WARNING: Cache could not be read: CoreFailure: the core failed in reply: RuntimeError: unreachable',
        snapshotServed('unreadable'),
      ],
      runs: [],
      notes: [],
      health: withoutList({ status: 'unreadable', list: 'unreadable' }),
      healthLog: [OUT_OF_ORDER],
    },
  },
  {
    fault: 'trap in reply, once',
    befalls: ({ setTraps }) => setTraps([{ call: 'reply', holding: LIST_HEAD, times: 1 }]),
    during: { ...refreshed('first'), runs: [], notes: [] },
  },
  {
    fault: 'memory exhausted by the snapshot',
    befalls: async (platform) => {
      await platform.kv.put(SNAPSHOT, HUGE_SNAPSHOT, { metadata: sealOf(HUGE_SNAPSHOT) });
    },
    during: {
      ...refreshed('first'),
      api: cacheHit(),
      runs: [],
      notes: [],
      health: { ...FRESH, confirmation: null },
      healthLog: [OUT_OF_ORDER],
    },
    after: {
      warnings: [
        STEP_FAILED,
        STEP_FAILED,
        `[CRON] WARNING: ${SNAPSHOT} could not be read: CoreFailure: the core failed in step_refresh: RuntimeError: unreachable`,
      ],
    },
  },
];
