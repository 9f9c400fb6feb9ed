/**
 * Ready replies, for the few seconds that the core allows: who asks the same meanwhile costs neither
 * KV nor the core anything. Of one isolate; times are arguments, in milliseconds of one clock.
 */

// There are seven forms of the list, and visitors' tags and parameters.
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
  /** @type {Map<string, {ready: Ready, from: number, until: number}>} oldest first */
  #replies = new Map();
  #bytes = 0;
  #generation = 0;

  /**
   * @param {string} question all that the reply depends on
   * @param {number} now
   * @returns {Ready | undefined}
   */
  find(question, now) {
    const kept = this.#replies.get(question);
    // A clock that has been put back must not make it last.
    return kept && kept.from <= now && now < kept.until ? kept.ready : undefined;
  }

  /** @param {number} now @returns {Beginning} */
  begin(now) {
    return { at: now, generation: this.#generation };
  }

  /**
   * What was begun before the last `clear`, or before what is kept, may be older than that.
   * @param {string} question
   * @param {Ready} ready
   * @param {Beginning} beginning
   * @param {number} keepMs from then on
   */
  keep(question, ready, { at, generation }, keepMs) {
    const before = this.#replies.get(question);
    const isOlder = before !== undefined && before.from > at;
    if (generation !== this.#generation || isOlder) return;
    if (ready.body.length > MOST_BYTES_EACH) return;
    this.#drop(question);
    for (const [other, { until }] of this.#replies) {
      const isFull = this.#replies.size >= MOST || this.#bytes + ready.body.length > MOST_BYTES;
      if (isFull || until <= at) this.#drop(other);
    }
    this.#replies.set(question, { ready, from: at, until: at + keepMs });
    this.#bytes += ready.body.length;
  }

  clear() {
    this.#replies.clear();
    this.#bytes = 0;
    this.#generation++;
  }

  /** @param {string} question */
  #drop(question) {
    this.#bytes -= this.#replies.get(question)?.ready.body.length ?? 0;
    this.#replies.delete(question);
  }
}
