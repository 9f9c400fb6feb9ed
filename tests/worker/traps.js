// Runs in workerd, ahead of the Worker's own module: makes the real core trap on a chosen input.
//
// Nothing is thrown in its place. The call is made on the real instance with a number of parts that
// no memory holds; the core traps on that by itself, deep within, and the instance is left behind in
// whatever state that leaves it.

/**
 * @typedef {object} Trap
 * @property {string} call the export that traps
 * @property {string} holding on inputs that hold this text
 * @property {number} [times] how often, then it is over; always when left out
 */

const TOO_MANY_PARTS = 0xffffffff;

/** @type {Trap[]} */
let traps = [];

/** @param {Trap[]} next all there are, from now on */
export function setTraps(next) {
  traps = next;
}

const RealInstance = WebAssembly.Instance;
// @ts-expect-error a stand-in, with all that the shim needs
WebAssembly.Instance = class {
  /** @param {WebAssembly.Module} module @param {WebAssembly.Imports} imports */
  constructor(module, imports) {
    this.exports = watched(new RealInstance(module, imports).exports);
  }
};

/** @param {any} real the exports of an instance; the calls of the boundary take a number of parts */
function watched(real) {
  let at = 0;
  let size = 0;
  const input = (/** @type {number} */ bytes) => {
    size = bytes;
    at = real.input(bytes) >>> 0;
    return at;
  };
  const calls = Object.entries(real)
    .filter(([name, one]) => typeof one === 'function' && !name.startsWith('_'))
    .map(([name, call]) => [
      name,
      (/** @type {number} */ parts) =>
        call(
          isTrapped(name, new Uint8Array(real.memory.buffer, at, size)) ? TOO_MANY_PARTS : parts,
        ),
    ]);
  return { ...real, ...Object.fromEntries(calls), input };
}

/** @param {string} call @param {Uint8Array} bytes */
function isTrapped(call, bytes) {
  const candidates = traps.filter((trap) => trap.call === call && (trap.times ?? 1) > 0);
  if (candidates.length === 0) return false;
  const text = new TextDecoder().decode(bytes);
  const trap = candidates.find(({ holding }) => text.includes(holding));
  if (trap?.times !== undefined) trap.times -= 1;
  return trap !== undefined;
}
