/** Workers KV: one read, one put. */

import { numbersOf } from './numbers.js';
import { within } from './within.js';

/**
 * What the core wants to read.
 * @typedef {object} Read
 * @property {string} key
 * @property {number} cacheTtl how old an answer may be, in seconds
 * @property {number} timeoutMs how long it may take
 * @property {number} maxSealedBytes of a value whose metadata has its length
 * @property {number} maxUnsealedBytes of any other
 *
 * @typedef {{name: "value", value: Uint8Array<ArrayBuffer> | null, metadata: Record<string, number>}
 *     | {name: "oversize", bytes: number}} Found no value: the key has none
 *
 * @typedef {object} Stored what a reply rests on
 * @property {Uint8Array | null} value null when the key has none, or could not be read
 * @property {{metadata?: unknown, error?: string, tooLarge?: number}} facts about it, for the core; `tooLarge`:
 *     how many bytes it has, more than any of ours
 */

/**
 * @param {KVNamespace} namespace
 * @param {Read} read
 * @returns {Promise<Found>}
 */
export async function read(namespace, { key, cacheTtl, timeoutMs, ...limits }) {
  const reading = namespace.getWithMetadata(key, { type: 'arrayBuffer', cacheTtl });
  const { value, metadata } = await within(timeoutMs, reading);
  const numbers = numbersOf(metadata);
  // KV does not tell the size before: here it costs memory, in the core it would cost CPU.
  const bytes = value?.byteLength ?? 0;
  const isSealed = numbers.length === bytes;
  if (bytes > (isSealed ? limits.maxSealedBytes : limits.maxUnsealedBytes)) {
    return { name: 'oversize', bytes };
  }
  return { name: 'value', value: value && new Uint8Array(value), metadata: numbers };
}

/**
 * The same for a reply, which takes failures for values.
 * @param {KVNamespace} namespace
 * @param {Read} how
 * @returns {Promise<Stored>}
 */
export async function readStored(namespace, how) {
  try {
    const found = await read(namespace, how);
    if (found.name === 'oversize') return { value: null, facts: { tooLarge: found.bytes } };
    return { value: found.value, facts: { metadata: found.metadata } };
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
 * @param {KVNamespace} namespace
 * @param {{key: string, value: Uint8Array<ArrayBuffer>, expirationTtl: number, metadata: unknown,
 *     timeoutMs: number}} put
 */
export async function put(namespace, { key, value, expirationTtl, metadata, timeoutMs }) {
  await within(timeoutMs, namespace.put(key, value, { expirationTtl, metadata }));
}
