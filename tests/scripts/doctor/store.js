// A KV namespace in memory, and refreshes of the real module that write to it at any time.

import { absentKey } from '../../../scripts/doctor/keys.js';
import { RefreshMachine } from '../../../shim/machine.js';
import { lastfmBody } from '../../abi/bodies.js';
import { failed, performersIn, play, RECENT, response, SNAPSHOT } from '../../abi/refreshes.js';
import { sealOf } from '../../seal.js';

/**
 * @typedef {import('../../../shim/core.js').Core} Core
 * @typedef {import('../../../scripts/doctor/keys.js').StoredKey} StoredKey
 *
 * @typedef {import('../../abi/refreshes.js').Outcome} Outcome
 * @typedef {(account: string) => Outcome} Music
 *
 * @typedef {object} Deployment
 * @property {string} id
 * @property {string} timestamp
 */

export { RECENT, SNAPSHOT };
export const VERSION_1 = 'user-listens:recent';

const MINUTE = 60_000;

/** @type {Music} */
export const plays = (account) => response(lastfmBody(account));
/** @type {Music} */
export const hangs = () => failed('timeout');
/** An error of Last.fm. @param {number} error @param {number} status @returns {Outcome} */
export const refusal = (error, status) =>
  response(JSON.stringify({ error, message: 'of the test' }), { status });

export class Store {
  /** @type {Map<string, StoredKey>} */
  #keys = new Map();
  #core;

  /** @param {Core} core */
  constructor(core) {
    this.#core = core;
  }

  /**
   * @param {number} nowMs
   * @param {object} how
   * @param {string[]} how.members
   * @param {Music} how.music
   * @param {Deployment} how.by
   */
  refresh(nowMs, { members, music, by }) {
    const facts = {
      settings: { LASTFM_API_KEY: 'key' },
      deployment: { tag: '', ...by },
      ...{ hasCache: true, hasDatabase: true },
      ...{ scheduledMs: nowMs, startedMs: nowMs, entropy: 1 },
    };
    const rows = members.map((username) => ({
      username,
      lastfm_username: username,
      profile_visibility: 'public',
    }));
    const stored = Object.fromEntries(this.keysAt(nowMs).map((one) => [one.key, one]));
    const machine = new RefreshMachine(this.#core, this.#core.call('describe', {})[0]);
    const performers = performersIn({
      rows: Buffer.from(JSON.stringify(rows)),
      stored,
      answer: ({ account }) => music(account),
    });
    const { puts } = play(machine, facts, performers);
    if (puts.length === 0) throw new Error('the refresh writes nothing');
    for (const put of puts) this.put(/** @type {any} */ (put), put.writtenMs);
  }

  /**
   * @param {object} order
   * @param {string} order.key
   * @param {Uint8Array | string | undefined} order.value
   * @param {number} [order.expirationTtl]
   * @param {unknown} [order.metadata]
   * @param {number} nowMs
   */
  put({ key, value = '', expirationTtl, metadata = null }, nowMs) {
    const expiresMs = expirationTtl === undefined ? null : nowMs + expirationTtl * 1000;
    this.#keys.set(key, { ...absentKey(key), value: Buffer.from(value), metadata, expiresMs });
  }

  /**
   * Puts another value under a key; all else about it stays.
   * @param {string} key
   * @param {(value: string) => string} change
   */
  damage(key, change) {
    const stored = this.#keys.get(key);
    if (stored?.value == null) throw new Error(`nothing is stored under ${key}`);
    stored.value = Buffer.from(change(Buffer.from(stored.value).toString()));
  }

  /** A value as another version of this product seals it. @param {string} key @param {string} value @param {number} nowMs */
  putSealed(key, value, nowMs) {
    this.put({ key, value, expirationTtl: 420, metadata: sealOf(value) }, nowMs);
  }

  /** @param {string} key */
  delete(key) {
    this.#keys.delete(key);
  }

  /**
   * @param {number} nowMs
   * @returns {StoredKey[]} ours first, absent or not, as scripts/doctor/read.js reads them
   */
  keysAt(nowMs) {
    const ours = [RECENT, SNAPSHOT].map((key) => this.#at(key, nowMs) ?? absentKey(key));
    const others = [...this.#keys.keys()]
      .filter((key) => key !== RECENT && key !== SNAPSHOT)
      .flatMap((key) => this.#at(key, nowMs) ?? []);
    return [...ours, ...others];
  }

  /** @param {string} key @param {number} nowMs */
  #at(key, nowMs) {
    const stored = this.#keys.get(key);
    const isGone = stored?.expiresMs != null && stored.expiresMs <= nowMs;
    return isGone ? undefined : stored;
  }
}

/**
 * Refreshes at every tick from `fromMs` for so many minutes.
 * @param {Store} store
 * @param {number} fromMs
 * @param {number} minutes
 * @param {Parameters<Store['refresh']>[1]} how
 */
export function refreshFor(store, fromMs, minutes, how) {
  for (let passed = 0; passed <= minutes; passed += 5) store.refresh(fromMs + passed * MINUTE, how);
}
