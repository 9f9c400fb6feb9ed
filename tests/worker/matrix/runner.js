// Runs a row of the matrix: checks the API, health and every log line before, during and after its
// fault, and tells what was seen.

import assert from 'node:assert/strict';
import { fillRoster } from '../platform.js';
import { MEMBERS, plays, ROUNDS, tracksOf } from './plays.js';
import { refreshed } from './row.js';

/**
 * @typedef {import('../platform.js').Platform} Platform
 * @typedef {import('./row.js').Outcome} Outcome
 * @typedef {import('./row.js').Row} Row
 *
 * @typedef {object} Seen at one point
 * @property {number} status the API's
 * @property {string} body its reply's
 * @property {string[]} warnings of cron, API and health, in the order in which they came
 *
 * @typedef {{fault: string, during: Seen, after: Seen}} SeenRow
 */

/** @param {Platform} platform @param {Row} row @returns {Promise<SeenRow>} */
export async function runRow(platform, { fault, befalls, during, heals, after = {} }) {
  await startOver(platform);
  await platform.tick();
  await observe(platform, 'before', refreshed('first'));

  await goOn(platform, 'second');
  await befalls(platform);
  const seenDuring = await observe(platform, 'during', during);

  const { round = 'third', ...others } = after;
  await goOn(platform, round);
  await heals?.(platform);
  await platform.tick();
  const seenAfter = await observe(platform, 'after', { ...refreshed(round), ...others });
  return { fault, during: seenDuring, after: seenAfter };
}

/** Nothing is stored, and all is well. @param {Platform} platform */
async function startOver(platform) {
  const { keys } = await platform.kv.list();
  for (const { name } of keys) await platform.kv.delete(name);
  await fillRoster(await platform.mf.getD1Database('DB', 'user-listens'), MEMBERS);
  await goOn(platform, 'first');
  await platform.takeLines();
}

/** @param {Platform} platform @param {import('./plays.js').Round} round that all are well in */
async function goOn(platform, round) {
  await platform.setFaults([]);
  await platform.setTraps([]);
  await platform.setSettings({});
  await platform.setTime(ROUNDS[round]);
  platform.music.upstream = plays(round);
}

/**
 * @param {Platform} platform
 * @param {string} when
 * @param {Outcome} expected
 * @returns {Promise<Seen>}
 */
async function observe(platform, when, expected) {
  const cron = await platform.takeLines();
  assertCron(cron, when, expected);
  const { status, text, json } = await platform.api();
  const api = await platform.takeLines();
  if (expected.times === 'unknown') json.data.sort(byUsername);
  assert.deepEqual({ status, body: json }, { status: 200, body: bodyOf(expected) }, `${when}: API`);
  assert.deepEqual(messages(api), expected.api, `${when}: the API's log`);
  const health = await assertHealth(platform, when, expected);
  const lines = [...cron, ...api, ...health];
  const warnings = lines.filter(({ level }) => level !== 'log');
  return { status, body: text, warnings: messages(warnings) };
}

/** @param {import('../platform.js').Line[]} lines @param {string} when @param {Outcome} expected */
function assertCron(lines, when, { runs, notes, warnings }) {
  const told = lines.filter(({ level }) => level === 'log').map(({ message }) => message);
  const isEvent = (/** @type {string} */ line) => line.startsWith('{');
  assert.deepEqual(
    {
      warnings: messages(lines.filter(({ level }) => level !== 'log')),
      notes: told.filter((line) => !isEvent(line)),
      runs: told.filter(isEvent).map((line) => {
        const { event, confirmation, counts, kvWrites, durationMs } = JSON.parse(line);
        return { event, confirmation, counts, kvWrites, durationMs };
      }),
    },
    { warnings, notes, runs: runs.map((run) => ({ event: 'refresh', ...run })) },
    `${when}: the cron's log`,
  );
}

/** @param {{username: string}} one @param {{username: string}} other */
const byUsername = (one, other) => one.username.localeCompare(other.username);

/** @param {Outcome} expected */
function bodyOf({ shown, times, lastUpdated, staleReason }) {
  if (staleReason !== undefined && lastUpdated === null) {
    const message = 'The list cannot be read at the moment. Try again in a minute.';
    return { data: [], lastUpdated, cached: false, version: 2, stale: true, staleReason, message };
  }
  if (lastUpdated === null) {
    const message = 'Cache warming in progress. Data will appear shortly.';
    return { data: [], lastUpdated, cached: false, message };
  }
  const stale = staleReason === undefined ? { stale: false } : { stale: true, staleReason };
  const tracks = tracksOf(shown);
  const data =
    times === 'unknown'
      ? tracks.map((track) => ({ ...track, playedAt: null })).sort(byUsername)
      : tracks;
  return { data, lastUpdated, cached: true, version: 2, ...stale };
}

/** @param {Platform} platform @param {string} when @param {Outcome} expected */
async function assertHealth(platform, when, { health, healthLog = [] }) {
  const { status: http, json } = await platform.health();
  const { status, list, fault, tracks, lastRefresh } = json;
  const confirmation = lastRefresh?.confirmation ?? null;
  assert.deepEqual({ http, status, list, fault, tracks, confirmation }, health, `${when}: health`);
  const lines = await platform.takeLines();
  assert.deepEqual(messages(lines), healthLog, `${when}: the health reply's log`);
  return lines;
}

/** @param {import('../platform.js').Line[]} lines */
const messages = (lines) => lines.map(({ message }) => message);
