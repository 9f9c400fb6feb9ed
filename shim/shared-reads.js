/** Reads of KV, of which all who want the same key at the same time share one. */

import * as kv from './kv.js';
import { within } from './within.js';

// Its own time-out goes first.
const GRACE_MS = 50;

export class SharedReads {
  /** @type {Map<string, {answer: Promise<kv.Stored>, since: number}>} under way, by key */
  #running = new Map();

  /**
   * @param {KVNamespace} namespace
   * @param {kv.Read} how
   * @param {Pick<ExecutionContext, "waitUntil">} context of the request, which may be gone before the
   *     others that wait have their answer
   * @returns {Promise<kv.Stored>}
   */
  read(namespace, how, context) {
    const { key, timeoutMs } = how;
    const now = Date.now();
    const running = this.#running.get(key);
    // One that has not ended in its time was cut off with its request, and never will.
    const leftMs = running ? running.since + timeoutMs + GRACE_MS - now : 0;
    if (running && leftMs > 0) {
      return within(leftMs, running.answer).catch(() => this.read(namespace, how, context));
    }
    const answer = kv.readStored(namespace, how);
    const reading = { answer, since: now };
    this.#running.set(key, reading);
    context.waitUntil(
      answer.then(() => {
        if (this.#running.get(key) === reading) this.#running.delete(key);
      }),
    );
    return answer;
  }

  /** Who asks from now on reads anew. */
  clear() {
    this.#running.clear();
  }
}
