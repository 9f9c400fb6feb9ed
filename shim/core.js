/**
 * The core: a WebAssembly module that decides. This file loads it, carries
 * bytes in and out (wasm/exchange.h has the layout), and recovers from traps.
 *
 * An instance that has thrown, whatever the class of what it threw, is never
 * called again: its stack and heap are unknown. The next call gets a new
 * instance of the same module, in a fraction of a millisecond.
 */

// One for a refresh, one for requests meanwhile.
const MOST_IDLE = 2;
const ABSENT = 0xffffffff;
const PAIR_BYTES = 8;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * @typedef {Uint8Array | string | WrittenPart | null} Part bytes, text that becomes UTF-8, what writes
 *     itself, or null for an absent one
 *
 * @typedef {object} WrittenPart
 * @property {number} mostBytes that it takes
 * @property {(bytes: Uint8Array) => number} writeTo gives how many it has taken
 */

/** The core threw. */
export class CoreFailure extends Error {
  /**
   * @param {string} name of the call
   * @param {unknown} cause
   */
  constructor(name, cause) {
    super(`the core failed in ${name}: ${cause}`, { cause });
    this.name = 'CoreFailure';
  }
}

export class Core {
  #module;
  /** Exports of instances that nobody uses. @type {any[]} */
  #idle = [];

  /** @param {WebAssembly.Module} module */
  constructor(module) {
    this.#module = module;
  }

  /**
   * Makes one call of the boundary.
   * @param {string} name of the export
   * @param {object | string} facts the first part, JSON or what becomes it
   * @param {Part[]} parts the others
   * @returns {[any, ...Uint8Array<ArrayBuffer>[]]} the decision, and the parts that come with it
   * @throws {CoreFailure}
   */
  call(name, facts, ...parts) {
    const all = [typeof facts === 'string' ? facts : JSON.stringify(facts), ...parts];
    try {
      return this.#callOnce(name, all);
    } catch {
      // It may have been the instance and not the input: once more.
    }
    try {
      return this.#callOnce(name, all);
    } catch (error) {
      throw new CoreFailure(name, error);
    }
  }

  /**
   * @param {string} name
   * @param {Part[]} parts
   * @returns {[any, ...Uint8Array<ArrayBuffer>[]]}
   */
  #callOnce(name, parts) {
    const exports = this.take();
    // Not given back after a throw, which discards it.
    const [decision, ...others] = invoke(exports, name, parts);
    /** @type {[any, ...Uint8Array<ArrayBuffer>[]]} */
    const output = [JSON.parse(decoder.decode(decision)), ...others.map((part) => part.slice())];
    this.giveBack(exports);
    return output;
  }

  /** An instance that is the caller's alone until it is given back. */
  take() {
    return this.#idle.pop() ?? instantiate(this.#module);
  }

  /** @param {any} exports of an instance that has not thrown */
  giveBack(exports) {
    if (this.#idle.length < MOST_IDLE) this.#idle.push(exports);
  }
}

/** @param {WebAssembly.Module} module */
export function instantiate(module) {
  const { exports } = new WebAssembly.Instance(module, {});
  /** @type {any} */ (exports)._initialize();
  return exports;
}

/**
 * One call, bytes in and bytes out.
 * @param {any} exports
 * @param {string} name
 * @param {Part[]} parts
 */
export function exchange(exports, name, parts) {
  return invoke(exports, name, parts).map((part) => part.slice());
}

/**
 * The same, with the output as it lies in the module's memory: gone with the next call.
 * @param {any} exports
 * @param {string} name
 * @param {Part[]} parts
 */
export function invoke(exports, name, parts) {
  putParts(exports, parts);
  return partsAt(exports, exports[name](parts.length));
}

/**
 * @param {any} exports
 * @param {Part[]} parts
 */
function putParts(exports, parts) {
  let size = parts.length * PAIR_BYTES;
  for (const part of parts) size += mostBytes(part);
  const begin = exports.input(size) >>> 0;
  // The views are made after the call: growth of memory detaches older ones.
  const { buffer } = exports.memory;
  const bytes = new Uint8Array(buffer, begin, size);
  const table = new DataView(buffer, begin, size);
  let offset = parts.length * PAIR_BYTES;
  for (const [position, part] of parts.entries()) {
    const length = part === null ? ABSENT : put(part, bytes, offset);
    table.setUint32(position * PAIR_BYTES, offset, true);
    table.setUint32(position * PAIR_BYTES + 4, length, true);
    if (part !== null) offset += length;
  }
}

/** @param {string} text whose units of UTF-16 become three bytes each at most */
export const mostUtf8Bytes = (text) => 3 * text.length;

/** @param {Part} part */
function mostBytes(part) {
  if (part === null) return 0;
  if (typeof part === 'string') return mostUtf8Bytes(part);
  return 'writeTo' in part ? part.mostBytes : part.length;
}

/**
 * @param {NonNullable<Part>} part
 * @param {Uint8Array} bytes
 * @param {number} offset in `bytes`
 * @returns {number} how many bytes it has
 */
function put(part, bytes, offset) {
  if (typeof part === 'string') return encoder.encodeInto(part, bytes.subarray(offset)).written;
  if ('writeTo' in part) return part.writeTo(bytes.subarray(offset));
  bytes.set(part, offset);
  return part.length;
}

/**
 * @param {any} exports
 * @param {number} address of the table
 */
function partsAt(exports, address) {
  const { buffer } = exports.memory;
  const memory = new DataView(buffer);
  const table = address >>> 0;
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const parts = [];
  for (let left = memory.getUint32(table, true), pair = table + 4; left > 0; left--) {
    parts.push(
      new Uint8Array(buffer, memory.getUint32(pair, true), memory.getUint32(pair + 4, true)),
    );
    pair += PAIR_BYTES;
  }
  return parts;
}
