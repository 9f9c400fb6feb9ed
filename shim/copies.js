/**
 * What an isolate keeps of KV's values, for when KV cannot be read. The core decides for how long a
 * copy may be shown. Times are arguments, in milliseconds since 1970.
 *
 * All copies are of one writing, the latest that this isolate has seen: an older one may still hold
 * somebody who has gone private since.
 */

/**
 * @typedef {import("./kv.js").Stored} Stored
 * @typedef {object} Put
 * @property {string} key
 * @property {Uint8Array<ArrayBuffer>} value
 * @property {unknown} metadata
 * @property {number} writtenMs
 * @property {boolean} isFirst of its refresh
 */

export class Copies {
  /** @type {Map<string, Stored>} by key */
  #copies = new Map();
  /** When they were written. */
  #writtenMs = Number.NEGATIVE_INFINITY;

  /** @param {string} key @returns {Stored | undefined} */
  get(key) {
    return this.#copies.get(key);
  }

  /**
   * After a reply that was made of the value. KV may have answered with an older one than a refresh
   * of this isolate has written; a time that is ahead of the clock counts for nothing.
   * @param {string} key
   * @param {Stored} stored
   * @param {number} writtenMs
   * @param {number} now
   */
  keep(key, stored, writtenMs, now) {
    if (writtenMs < this.#writtenMs && this.#writtenMs <= now) return;
    if (writtenMs !== this.#writtenMs) this.clear();
    this.#writtenMs = writtenMs;
    this.#copies.set(key, stored);
  }

  /**
   * A refresh puts a value. Whatever becomes of its first one, what was kept before is outdated; a
   * further one counts unless a later refresh has begun since.
   * @param {Put} put
   */
  note({ key, value, metadata, writtenMs, isFirst }) {
    if (isFirst) {
      this.clear();
      this.#writtenMs = writtenMs;
    }
    if (writtenMs === this.#writtenMs) this.#copies.set(key, { value, facts: { metadata } });
  }

  clear() {
    this.#copies.clear();
    this.#writtenMs = Number.NEGATIVE_INFINITY;
  }
}
