// The seal of a value, as the core puts it into KV's metadata.

/**
 * RFC 3720, appendix B.4; bit by bit.
 * @param {Uint8Array} bytes
 */
export function crc32c(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/**
 * @param {string} text
 * @param {number} [count] of tracks or members
 */
export function sealOf(text, count = 0) {
  const bytes = Buffer.from(text);
  return { version: 2, count, length: bytes.length, crc32c: crc32c(bytes) };
}
