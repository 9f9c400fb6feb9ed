// Values, read by the core's own code: what stands under a key, and what readers get of it all.

import { CoreFailure } from '../../shim/core.js';
import { numbersOf } from '../../shim/numbers.js';
import { absentKey } from './keys.js';

/**
 * @typedef {import('./keys.js').StoredKey} StoredKey
 * @typedef {import('./modules.js').Modules} Modules
 *
 * @typedef {{ id: string, deployedAt: string | null }} Writer
 *
 * @typedef {object} Account whom a refresh asks about
 * @property {string} username
 * @property {string} source
 * @property {string} account
 * @property {number} failures in a row, while others were answered
 * @property {string | null} askedAt
 * @property {string | null} learnedAt
 * @property {boolean} hasListen
 *
 * @typedef {object} Answer what these accounts came to when they were last asked about
 * @property {string} kind
 * @property {string} words
 * @property {boolean} isFailure
 * @property {Account[]} accounts
 *
 * @typedef {object} ServiceState
 * @property {string} source
 * @property {string | null} pausedUntil
 * @property {number} pauses
 * @property {boolean} refusesKey
 *
 * @typedef {object} LastRefresh
 * @property {string | null} at
 * @property {string} confirmation
 * @property {Record<string, number>} counts
 *
 * @typedef {object} About the fields that every examined key has
 * @property {string} key
 * @property {number | null} bytes null when it is not there, or was not read
 * @property {boolean} isUnread
 * @property {number | null} expiresMs
 * @property {'recent' | 'snapshot' | 'older_version' | 'newer_version' | 'unknown'} role
 * @property {number} formatVersion ours
 * @property {number} freshForSeconds
 * @property {'matches' | 'broken' | 'none' | 'unknown'} seal
 * @property {string | null} fault
 * @property {{ what: string, atByte: number } | null} jsonError
 * @property {number} version as found; 0 when there is none
 * @property {string | null} lastUpdated
 * @property {string | null} writtenAt
 * @property {Writer | null} writer
 *
 * @typedef {object} ListFields of every key but the snapshot's
 * @property {string} list "current", or what stands in its way
 * @property {'fresh' | 'stale' | 'missing' | 'unreadable'} status
 * @property {number | null} ageSeconds
 * @property {number} tracks
 * @property {number} items
 * @property {boolean} complete
 *
 * @typedef {object} SnapshotFields the last four only where it is current
 * @property {string} snapshot "current", or what is wrong with it
 * @property {LastRefresh} [lastRefresh]
 * @property {Record<string, number>} [accounts] how many answered what
 * @property {ServiceState[]} [services]
 * @property {{ source: string, title: string, secretSetting: string }[]} [knownServices]
 * @property {Answer[]} [answers]
 *
 * @typedef {About & ListFields} ExaminedList
 * @typedef {About & SnapshotFields} ExaminedSnapshot
 * @typedef {ExaminedList | ExaminedSnapshot} Examined
 */

/**
 * @param {Modules} modules
 * @param {StoredKey} stored
 * @param {number} nowMs
 * @returns {Examined}
 */
export function examine({ examiner }, { key, value, isUnread, metadata, expiresMs }, nowMs) {
  const facts = {
    key: key.toWellFormed(),
    nowMs,
    metadata: numbersOf(metadata),
    sealUnknown: metadata === undefined,
  };
  const about = { key, bytes: value?.length ?? null, isUnread, expiresMs };
  try {
    return { ...about, ...examiner.call('examine', facts, value)[0] };
  } catch (error) {
    if (!(error instanceof CoreFailure)) throw error;
    // It is set aside, as a refresh does.
    const [absent] = examiner.call('examine', facts, null);
    return { ...about, ...absent, ...setAside(absent) };
  }
}

/** @param {any} absent */
function setAside(absent) {
  const fault = 'the core fails on it';
  return 'snapshot' in absent
    ? { snapshot: 'corrupt', fault }
    : { list: 'corrupt', status: 'missing', fault };
}

/**
 * @param {Modules} modules
 * @returns {string[]} the keys of this version: the list's, the snapshot's
 */
export function ourKeys({ core }) {
  return Object.keys(core.call('describe', {})[0].reads);
}

/**
 * @param {Modules} modules
 * @param {Uint8Array} value
 * @returns {string} the snapshot's key if it is one, or else the list's
 */
export function keyOfValue(modules, value) {
  const [recent = '', snapshot = ''] = ourKeys(modules);
  const stored = { ...absentKey(snapshot), value, metadata: undefined };
  const found = examine(modules, stored, 0);
  return 'snapshot' in found && found.snapshot === 'current' ? snapshot : recent;
}

/**
 * @typedef {object} Served
 * @property {number} tracks
 * @property {boolean} isStale
 * @property {string | null} staleReason
 * @property {boolean} isWarming nothing can be served
 *
 * @typedef {object} WorkerFacts what the core is told of the Worker it runs in
 * @property {Record<string, string>} settings
 * @property {boolean} hasCache
 * @property {boolean} hasDatabase
 */

/**
 * What the API answers, made of these values by the Worker's own core.
 * @param {Modules} modules
 * @param {StoredKey[]} keys
 * @param {WorkerFacts} worker
 * @param {number} nowMs
 * @returns {Served | null} null when the core fails
 */
export function served(modules, keys, worker, nowMs) {
  // Whom it answers is no matter here.
  const { INTERNAL_API_SECRET: _, ...settings } = worker.settings;
  const body = replyTo('user-listens', modules, keys, { ...worker, settings }, nowMs);
  if (body === null) return null;
  return {
    tracks: body.data.length,
    isStale: body.stale === true,
    staleReason: body.staleReason ?? null,
    isWarming: body.cached !== true,
  };
}

/**
 * @param {Modules} modules
 * @param {WorkerFacts} worker
 * @returns {string[]} what is wrong with the settings, in the core's words
 */
export function settingsProblems(modules, worker) {
  return replyTo('health', modules, [], worker, 0)?.settings ?? [];
}

/**
 * @param {string} name of what is asked for
 * @param {Modules} modules
 * @param {StoredKey[]} keys
 * @param {WorkerFacts} worker
 * @param {number} nowMs
 * @returns {any} the reply's body
 */
function replyTo(name, { core }, keys, worker, nowMs) {
  const url = `https://doctor.invalid/api/internal/${name}`;
  const asked = { method: 'GET', url, ifNoneMatch: null, origin: null, nowMs };
  /** @type {(StoredKey | undefined)[]} */
  const read = [];
  try {
    for (;;) {
      const reads = read.map((one) => ({ metadata: numbersOf(one?.metadata) }));
      const values = read.map((one) => one?.value ?? null);
      const [decision, body] = core.call('reply', { ...worker, ...asked, reads }, ...values);
      if (decision.read === undefined) return JSON.parse(new TextDecoder().decode(body));
      read.push(keys.find(({ key }) => key === decision.read));
    }
  } catch (error) {
    if (error instanceof CoreFailure) return null;
    throw error;
  }
}
