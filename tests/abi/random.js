// Random and mutated bytes, the same on every run.

/** mulberry32. @param {number} seed @returns {(below: number) => number} whole numbers from 0 */
export function randomNumbers(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** @typedef {ReturnType<typeof randomNumbers>} RandomNumber */

/** @param {RandomNumber} random @param {number} size */
export function randomBytes(random, size) {
  return Uint8Array.from({ length: size }, () => random(256));
}

// biome-ignore format: a table
const PIECES = [
  '"', '\\', '\\u', '\\ud83d', '{', '}', '[', ']', ',', ':', 'null', 'true', '-', '1e999', '"":',
  '99999999999999999999', '-9223372036854775808', '\ufeff', '\u0000', '"error":10,', '"version":2,',
  '['.repeat(40), '{"a":'.repeat(40), '"track":{', '"@attr":[', '9'.repeat(400),
];

const MUTATIONS = [
  /** @param {Buffer} at @param {RandomNumber} random */
  function flipBytes(at, random) {
    const copy = Buffer.from(at);
    for (let i = 0; i <= random(8); i++) copy[random(copy.length)] = random(256);
    return copy;
  },
  /** @param {Buffer} at @param {RandomNumber} random */
  (at, random) => at.subarray(0, random(at.length + 1)),
  /** @param {Buffer} at @param {RandomNumber} random */
  function insertPiece(at, random) {
    const where = random(at.length + 1);
    const piece = Buffer.from(PIECES[random(PIECES.length)]);
    return Buffer.concat([at.subarray(0, where), piece, at.subarray(where)]);
  },
  /** @param {Buffer} at @param {RandomNumber} random */
  function removeSlice(at, random) {
    const from = random(at.length + 1);
    return Buffer.concat([at.subarray(0, from), at.subarray(from + random(60))]);
  },
  /** @param {Buffer} at @param {RandomNumber} random */
  function doubleSlice(at, random) {
    const from = random(at.length + 1);
    const to = from + random(at.length - from + 1);
    return Buffer.concat([at.subarray(0, to), at.subarray(from)]);
  },
];

/**
 * @param {RandomNumber} random
 * @param {Uint8Array} original
 */
export function mutated(random, original) {
  let bytes = Buffer.from(original);
  for (let i = 0; i <= random(3); i++)
    bytes = Buffer.from(MUTATIONS[random(MUTATIONS.length)](bytes, random));
  return bytes;
}
