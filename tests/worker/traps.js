// Runs in workerd, ahead of the Worker's own module: makes the real core trap on a chosen input.
//
// Nothing is thrown in its place. The call is made on the real instance with a number of parts that
// no memory holds; the core traps on that by itself, deep within, and the instance is left behind in
// whatever state that leaves it.

/**
 * @typedef {object} Trap
 * @property {string} call the export that traps
 * @property {string | string[]} holding on inputs that hold this text, or one of these
 * @property {string} [after] in an instance that was given this text before
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
  let before = '';
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
      (/** @type {number} */ parts) => {
        if (traps.length === 0) return call(parts);
        const given = new TextDecoder().decode(new Uint8Array(real.memory.buffer, at, size));
        const isOut = isTrapped(name, given, before);
        before += given;
        return call(isOut ? TOO_MANY_PARTS : parts);
      },
    ]);
  return { ...real, ...Object.fromEntries(calls), input };
}

/** @param {string} call @param {string} given @param {string} before in earlier calls */
function isTrapped(call, given, before) {
  const trap = traps.find(
    (one) =>
      one.call === call &&
      (one.times ?? 1) > 0 &&
      [one.holding].flat().some((text) => given.includes(text)) &&
      (one.after === undefined || before.includes(one.after)),
  );
  if (trap?.times !== undefined) trap.times -= 1;
  return trap !== undefined;
}
