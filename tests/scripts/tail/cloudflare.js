// As much of Cloudflare's API as `wrangler tail` asks for: a tail is created, sends events over a
// WebSocket, and is deleted.

import { createHash } from 'node:crypto';
import { createServer } from 'node:http';

const ACCEPT = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'; // RFC 6455, 1.3

/** @param {string} text @returns {Buffer} one unmasked frame, RFC 6455, 5.2 */
function frame(text) {
  const payload = Buffer.from(text);
  const head = Buffer.alloc(4);
  head.writeUInt8(0x81, 0);
  head.writeUInt8(126, 1);
  head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([
    payload.length < 126 ? Buffer.from([0x81, payload.length]) : head,
    payload,
  ]);
}

/**
 * @param {unknown[]} events sent to whoever tails, each of less than 64 KB
 * @returns {Promise<{ environment: Record<string, string>, asked: string[], close: () => void }>}
 *     asked: method, path and body of each request
 */
export async function startCloudflare(events) {
  /** @type {string[]} */
  const asked = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    asked.push(`${request.method} ${request.url} ${body}`.trim());
    const result = { id: 'the-tail', url: `ws://${request.headers.host}/`, expires_at: new Date() };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ success: true, errors: [], messages: [], result }));
  });
  server.on('upgrade', (request, socket) => {
    const key = createHash('sha1').update(request.headers['sec-websocket-key'] + ACCEPT);
    const head = [
      'HTTP/1.1 101 Switching Protocols',
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Accept: ${key.digest('base64')}`,
      `Sec-WebSocket-Protocol: ${request.headers['sec-websocket-protocol']}`,
    ];
    socket.on('error', () => {});
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
    for (const event of events) socket.write(frame(JSON.stringify(event)));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    environment: {
      CLOUDFLARE_API_BASE_URL: `http://127.0.0.1:${port}`,
      CLOUDFLARE_API_TOKEN: 'of-the-test',
      CLOUDFLARE_ACCOUNT_ID: 'account',
    },
    asked,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
