// What a site of so many members has stored after some refreshes: where a refresh that is measured
// sets out from. And the check that both contestants then write the same list.

import assert from 'node:assert/strict';
import { refreshWithCore, SETTINGS } from './core-refresh.js';
import { bodiesAt, rowsOf } from './members.js';
import { refreshPlainly } from './plain-jobs.js';

const TICK_MS = 300_000;
// The core's own limit of POLL_BUDGET.
const MOST_ASKED = 9000;
// README, "More members than POLL_BUDGET".
const MOST_REMEMBERED = 12_000;
const FIELDS = /** @type {const} */ ([
  ...['username', 'artist', 'album', 'track', 'image'],
  ...['playedAt', 'nowPlaying', 'url', 'source'],
]);

const decoder = new TextDecoder();

/**
 * @typedef {import('./core-refresh.js').OneCore} OneCore
 * @typedef {import('./core-refresh.js').Stored} Stored
 *
 * @typedef {object} History
 * @property {Omit<import('./core-refresh.js').Inputs, 'stored'>} inputs of the next refresh
 * @property {Stored} stored by the core
 * @property {{recent: Uint8Array, snapshot: Uint8Array}} storedPlainly by the plain peer
 */

/**
 * @param {number} budget of requests a refresh, which the service's pace does not stretch out
 */
export function settingsFor(budget) {
  const most = String(Math.min(budget, MOST_ASKED));
  return { ...SETTINGS, POLL_BUDGET: most, LASTFM_BURST: most };
}

/**
 * Refreshes until everybody has been asked about whom there is room to remember, and once more.
 * @param {OneCore} core
 * @param {number} count of members
 * @param {number} budget of requests a refresh
 * @param {number} [endMs] when the refresh is that is measured
 * @returns {History}
 */
export function historyOf(core, count, budget, endMs = Date.parse('2025-12-04T14:25:00.000Z')) {
  const rows = rowsOf(count);
  const settings = settingsFor(budget);
  const inputsAt = (/** @type {number} */ nowMs) => ({
    rows,
    nowMs,
    settings,
    bodyOf: bodiesAt(nowMs),
  });
  const remembered = Math.min(count, MOST_REMEMBERED);
  /** @type {Stored | null} */
  let stored = null;
  for (let left = Math.ceil(remembered / Number(settings.POLL_BUDGET)) + 1; left > 0; left--) {
    stored = refreshWithCore(core, { ...inputsAt(endMs - left * TICK_MS), stored });
  }
  return {
    inputs: inputsAt(endMs),
    stored: /** @type {Stored} */ (stored),
    // It has no limit, and learns of everybody at once.
    storedPlainly: refreshPlainly({
      ...inputsAt(endMs - TICK_MS),
      settings: { ...settings, POLL_BUDGET: String(count) },
      stored: null,
    }),
  };
}

/**
 * Fails unless both lists hold the same rows. Who plays at the moment is in no order of time, and
 * each has its own way to draw lots; those are compared by name.
 * @param {Uint8Array} ours
 * @param {Uint8Array} theirs
 */
export function assertSameTracks(ours, theirs) {
  assert.deepEqual(tracksOf(ours), tracksOf(theirs));
}

/** @param {Uint8Array} bytes of a list, or of a reply */
export function tracksOf(bytes) {
  const value = JSON.parse(decoder.decode(bytes));
  const tracks = (value.tracks ?? value.data).map((/** @type {any} */ track) =>
    Object.fromEntries(FIELDS.map((field) => [field, track[field]])),
  );
  const playing = tracks.filter((/** @type {any} */ track) => track.nowPlaying);
  playing.sort((/** @type {any} */ a, /** @type {any} */ b) => (a.username < b.username ? -1 : 1));
  return [...playing, ...tracks.filter((/** @type {any} */ track) => !track.nowPlaying)];
}
