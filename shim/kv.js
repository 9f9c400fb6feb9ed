/** Workers KV: one read, one write. Failures are values, for the core to judge. */

import { numbersOf } from './numbers.js';
import { within } from './within.js';

/**
 * @typedef {object} Stored
 * @property {Uint8Array | null} value null when the key has none, or could not be read
 * @property {{metadata?: unknown, error?: string}} facts about it, for the core
 */

/**
 * @typedef {{cacheTtl: number, timeoutMs: number}} Reading how old an answer may be, in seconds, and
 *     how long it may take
 */

/**
 * @param {KVNamespace} namespace
 * @param {string} key
 * @param {Reading} how
 * @returns {Promise<Stored>}
 */
export async function read(namespace, key, { cacheTtl, timeoutMs }) {
  try {
    const reading = namespace.getWithMetadata(key, { type: 'arrayBuffer', cacheTtl });
    const { value, metadata } = await within(timeoutMs, reading);
    return { value: value && new Uint8Array(value), facts: { metadata: numbersOf(metadata) } };
  } catch (error) {
    return unreadable(error);
  }
}

/**
 * What stands for a value that cannot be had, or that must not be looked at again.
 * @param {unknown} error
 * @returns {Stored}
 */
export function unreadable(error) {
  return { value: null, facts: { error: String(error) } };
}

/**
 * @param {Stored} latest
 * @param {Stored} before
 */
export function firstReadable(latest, before) {
  return latest.facts.error === undefined ? latest : before;
}

/**
 * @param {KVNamespace} namespace
 * @param {{key: string, expirationTtl: number, metadata: unknown}} order
 * @param {Uint8Array<ArrayBuffer>} value
 * @param {number} timeoutMs
 * @returns {Promise<string | undefined>} why it failed
 */
export async function write(namespace, { key, expirationTtl, metadata }, value, timeoutMs) {
  try {
    await within(timeoutMs, namespace.put(key, value, { expirationTtl, metadata }));
    return undefined;
  } catch (error) {
    return String(error);
  }
}
