// Sends a request as bytes, for what no HTTP client would send, and reads the reply.

import { connect } from 'node:net';
import { Headers } from 'miniflare';

/** @typedef {import('../platform.js').Answer} Answer */

const LONGEST_MS = 20_000;
const MOST_ATTEMPTS = 8;

/**
 * @param {URL} address
 * @param {string} head request line and headers, a character a byte
 * @returns {Promise<Answer>}
 */
export async function sendRaw(address, head) {
  const isHead = head.startsWith('HEAD ');
  const received = await replyTo(address, Buffer.from(head, 'latin1'), isHead);
  const answer = answerIn(received, isHead);
  if (answer === undefined) throw new Error(`a reply that is cut off: ${received}`);
  return answer;
}

/**
 * workerd ends the connection while a request that it refuses is still on its way, and its reply may
 * be lost with it.
 * @param {URL} address @param {Buffer} request @param {boolean} isHead
 */
async function replyTo(address, request, isHead) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await exchange(address, request, isHead);
    } catch (error) {
      const { code } = /** @type {NodeJS.ErrnoException} */ (error);
      const isLost = code === 'EPIPE' || code === 'ECONNRESET';
      if (!isLost || attempt === MOST_ATTEMPTS) throw error;
    }
  }
}

/** @param {URL} address @param {Buffer} request @param {boolean} isHead @returns {Promise<Buffer>} */
function exchange({ hostname, port }, request, isHead) {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let received = Buffer.alloc(0);
    const end = () => {
      resolve(received);
      socket.destroy();
    };
    socket.setTimeout(LONGEST_MS, end);
    socket.on('data', (bytes) => {
      received = Buffer.concat([received, bytes]);
      if (answerIn(received, isHead) !== undefined) end();
    });
    socket.on('close', end);
    socket.on('error', (error) => (received.length > 0 ? end() : reject(error)));
    socket.write(request);
  });
}

/**
 * @param {Buffer} received
 * @param {boolean} isHead
 * @returns {Answer | undefined} nothing, when it is not complete
 */
function answerIn(received, isHead) {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [statusLine = '', ...lines] = received.toString('latin1', 0, end).split('\r\n');
  const headers = new Headers(lines.map((line) => pairOf(line)));
  const status = Number(statusLine.split(' ')[1]);
  const hasBody = !isHead && status !== 204 && status !== 304;
  const length = hasBody ? Number(headers.get('content-length')) : 0;
  const body = received.subarray(end + 4);
  if (body.length < length) return undefined;
  const text = body.toString('utf8');
  const isJson = /json/.test(headers.get('content-type') ?? '') && text !== '';
  return { status, headers, text, json: isJson ? JSON.parse(text) : undefined };
}

/** @param {string} line @returns {[string, string]} */
function pairOf(line) {
  const colon = line.indexOf(':');
  return [line.slice(0, colon), line.slice(colon + 1).trim()];
}
