/** A request to a music service: one GET, and its answer as a value. */

/**
 * @typedef {object} Get
 * @property {string} url
 * @property {[name: string, value: string][]} headers
 * @property {string} responseHeaders those that are told: names, with blanks between
 * @property {number} timeoutMs of headers and body together
 * @property {number} maxBytes of the body
 */

/**
 * @param {Get} get
 * @returns {Promise<{name: "response" | "failed", [field: string]: any}>}
 */
export async function get({ url, headers, responseHeaders, timeoutMs, maxBytes }) {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    // A redirect is an answer like any other: following it could lead anywhere,
    // with the key in the URL.
    const response = await fetch(url, { headers, signal, redirect: 'manual' });
    const body = await readAtMost(maxBytes, response);
    if (body === null) return failed('too_large');
    const told = responseHeaders
      .split(' ')
      .map((name) => [name, response.headers.get(name)])
      .filter(([, value]) => value !== null);
    return { name: 'response', status: response.status, headers: told, body };
  } catch {
    return failed(signal.aborted ? 'timeout' : 'unreachable');
  }
}

/** @param {string} reason by the core's name for it */
function failed(reason) {
  return /** @type {const} */ ({ name: 'failed', reason, message: '' });
}

/**
 * @param {number} maxBytes
 * @param {Response} response whose signal ends its body too
 * @returns {Promise<Uint8Array | null>} null when there are more
 */
async function readAtMost(maxBytes, response) {
  if (response.body === null) return new Uint8Array(0);
  const chunks = [];
  let size = 0;
  // Leaving the loop ends the connection.
  for await (const chunk of response.body) {
    size += chunk.length;
    if (size > maxBytes) return null;
    chunks.push(chunk);
  }
  return joined(chunks, size);
}

/**
 * @param {Uint8Array[]} chunks
 * @param {number} size of all together
 */
function joined(chunks, size) {
  if (chunks.length === 1) return /** @type {Uint8Array} */ (chunks[0]);
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
