/**
 * The core: a WebAssembly module that decides. This file loads it, carries
 * bytes in and out (wasm/exchange.h has the layout), and recovers from traps.
 *
 * An instance that has thrown, whatever the class of what it threw, is never
 * called again: its stack and heap are unknown. The next call gets a new
 * instance of the same module, in a fraction of a millisecond.
 */

const ABSENT = 0xffffffff;
const PAIR_BYTES = 8;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** @typedef {Uint8Array | null} Part raw bytes; null is a part that is absent */

/** The core threw twice in a row, on a used and on a fresh instance. */
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
  /** @type {any} the instance's exports */
  #exports = null;

  /** @param {WebAssembly.Module} module */
  constructor(module) {
    this.#module = module;
  }

  /**
   * Makes one call of the boundary.
   * @param {string} name of the export
   * @param {object} facts the first part, JSON
   * @param {Part[]} parts the others
   * @returns {[any, ...Uint8Array<ArrayBuffer>[]]} the decision, and the parts that come with it
   * @throws {CoreFailure}
   */
  call(name, facts, ...parts) {
    const all = [encoder.encode(JSON.stringify(facts)), ...parts];
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
    this.#exports ??= instantiate(this.#module);
    const exports = this.#exports;
    // Kept away until the call is over, so that a throw discards it.
    this.#exports = null;
    const [decision, ...others] = exchange(exports, name, parts);
    this.#exports = exports;
    return [JSON.parse(decoder.decode(decision)), ...others];
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
  putParts(exports, parts);
  return takeParts(exports, exports[name](parts.length));
}

/**
 * @param {any} exports
 * @param {Part[]} parts
 */
function putParts(exports, parts) {
  const tableBytes = parts.length * PAIR_BYTES;
  const size = parts.reduce((sum, part) => sum + (part?.length ?? 0), tableBytes);
  const at = exports.input(size) >>> 0;
  // The view is made after the call: growth of memory detaches older ones.
  const bytes = new Uint8Array(exports.memory.buffer, at, size);
  const table = new DataView(exports.memory.buffer, at, tableBytes);
  let offset = tableBytes;
  parts.forEach((part, position) => {
    table.setUint32(position * PAIR_BYTES, offset, true);
    table.setUint32(position * PAIR_BYTES + 4, part?.length ?? ABSENT, true);
    if (part) bytes.set(part, offset);
    offset += part?.length ?? 0;
  });
}

/**
 * Copies the parts out; they are gone with the next call.
 * @param {any} exports
 * @param {number} address of the table
 */
function takeParts(exports, address) {
  const { buffer } = exports.memory;
  const memory = new DataView(buffer);
  const table = address >>> 0;
  return Array.from({ length: memory.getUint32(table, true) }, (_, position) => {
    const pair = table + 4 + position * PAIR_BYTES;
    const at = memory.getUint32(pair, true);
    return new Uint8Array(buffer, at, memory.getUint32(pair + 4, true)).slice();
  });
}
