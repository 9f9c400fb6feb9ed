// Repeatable chance: the same words give the same numbers, on every machine and every run.

/**
 * @param {string} text
 * @returns {number} an unsigned 32-bit hash (FNV-1a over UTF-16 code units)
 */
export function hash(text) {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  }
  return value >>> 0;
}

/**
 * @param {string} seed
 * @returns {() => number} the next number in [0, 1), each time it is called (mulberry32)
 */
export function chance(seed) {
  let state = hash(seed);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}
