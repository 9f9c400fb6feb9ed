/**
 * Ready replies, for the few seconds that the core allows, by the key that it has for all that they
 * depend on: the same request meanwhile costs no read of KV. Of one isolate; times are arguments, in
 * milliseconds of one clock.
 */

// There are seven forms of the list, and what visitors wish of them.
const MOST = 32;
const MOST_BYTES = 4 << 20;
const MOST_BYTES_EACH = MOST_BYTES / 8;

/**
 * @typedef {object} Ready
 * @property {number} status
 * @property {Headers} headers
 * @property {Uint8Array<ArrayBuffer> | string} body
 *
 * @typedef {{at: number, generation: number}} Beginning of an answer, before anything was read for it
 */

export class Kept {
  /** @type {Map<string, {ready: Ready, from: number, until: number}>} longest unused first */
  #replies = new Map();
  #bytes = 0;
  #generation = 0;
  #worker = '';

  /**
   * Replies of a Worker that was set otherwise are not given any more.
   * @param {string} worker what it is and how it is set
   */
  belongTo(worker) {
    if (worker !== this.#worker) this.clear();
    this.#worker = worker;
  }

  /**
   * @param {string} key
   * @param {number} now
   * @returns {Ready | undefined}
   */
  find(key, now) {
    const kept = this.#replies.get(key);
    // A clock that has been put back must not make it last.
    if (kept === undefined || now < kept.from || kept.until <= now) return undefined;
    this.#replies.delete(key);
    this.#replies.set(key, kept);
    return kept.ready;
  }

  /** @param {number} now @returns {Beginning} */
  begin(now) {
    return { at: now, generation: this.#generation };
  }

  /**
   * What was begun before the last `clear`, or before what is kept, may be older than that.
   * @param {string} key
   * @param {Ready} ready
   * @param {Beginning} beginning
   * @param {number} keepMs from then on
   */
  keep(key, ready, { at, generation }, keepMs) {
    const before = this.#replies.get(key);
    const isOlder = before !== undefined && before.from > at;
    if (generation !== this.#generation || isOlder) return;
    if (ready.body.length > MOST_BYTES_EACH) return;
    this.#drop(key);
    for (const [other, { until }] of this.#replies) {
      const isFull = this.#replies.size >= MOST || this.#bytes + ready.body.length > MOST_BYTES;
      if (isFull || until <= at) this.#drop(other);
    }
    this.#replies.set(key, { ready, from: at, until: at + keepMs });
    this.#bytes += ready.body.length;
  }

  clear() {
    this.#replies.clear();
    this.#bytes = 0;
    this.#generation++;
  }

  /** @param {string} key */
  #drop(key) {
    this.#bytes -= this.#replies.get(key)?.ready.body.length ?? 0;
    this.#replies.delete(key);
  }
}
