// Requests to a music service, over a real connection to a server on this machine.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';

// Not by name: its types are those of Workers, which the tests are not checked with.
const { get } = await import(new URL('../../shim/http.js', import.meta.url).href);

/** @type {Record<string, (response: import('node:http').ServerResponse, request: import('node:http').IncomingMessage) => void>} */
const PATHS = {
  '/whole': (response) => response.end('whole'),
  '/empty': (response) => response.end(),
  '/refusal': (response) => {
    response.writeHead(429, { 'Retry-After': '90', 'X-Other': 'untold' });
    response.end('{"error":29}');
  },
  '/redirect': (response) => {
    response.writeHead(302, { location: '/whole' });
    response.end('elsewhere');
  },
  '/headers': (response, request) => response.end(JSON.stringify(request.headers)),
  '/pieces': (response) => {
    response.write('one ');
    setTimeout(() => response.end('two'), 20);
  },
  '/hangs': () => {},
  '/hangs-in-its-body': (response) => response.write('begun'),
  '/breaks': (response) => {
    response.write('begun');
    setTimeout(() => response.destroy(), 20);
  },
  '/endless': (response) => {
    const more = () => {
      while (response.write(Buffer.alloc(10_000))) {}
    };
    response.on('drain', more);
    more();
  },
  '/ten': (response) => response.end('0123456789'),
};

let ended = 0;
const server = createServer((request, response) => {
  response.on('close', () => {
    ended += 1;
  });
  PATHS[String(request.url)]?.(response, request);
});
let origin = '';
before(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  origin = `http://127.0.0.1:${port}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});
// A timeout's timer does not keep Node running, and in Node 22 the test runner does not either.
const running = setInterval(() => {}, 1e6);
after(() => clearInterval(running));

/** @param {string} path @param {object} [more] */
async function ask(path, more = {}) {
  const outcome = await get({
    url: `${origin}${path}`,
    headers: [],
    responseHeaders: 'retry-after x-ratelimit-remaining',
    timeoutMs: 5000,
    maxBytes: 1000,
    ...more,
  });
  const { body, ...others } = outcome;
  return body === undefined ? others : { ...others, body: Buffer.from(body).toString() };
}

/** @param {string} body @param {object} [more] */
const response = (body, more) => ({ name: 'response', status: 200, headers: [], body, ...more });
/** @param {string} reason */
const failed = (reason) => ({ name: 'failed', reason, message: '' });

/** @type {{what: string, path: string, more?: object, outcome: object}[]} */
const CASES = [
  { what: 'an answer', path: '/whole', outcome: response('whole') },
  { what: 'an answer without a body', path: '/empty', outcome: response('') },
  { what: 'an answer that comes in pieces', path: '/pieces', outcome: response('one two') },
  {
    what: 'a refusal, of whose headers those are told that are asked for',
    path: '/refusal',
    outcome: response('{"error":29}', { status: 429, headers: [['retry-after', '90']] }),
  },
  {
    what: 'a redirect is not followed',
    path: '/redirect',
    outcome: response('elsewhere', { status: 302 }),
  },
  {
    what: 'no answer in time',
    path: '/hangs',
    more: { timeoutMs: 60 },
    outcome: failed('timeout'),
  },
  {
    what: 'a body that does not end in time',
    path: '/hangs-in-its-body',
    more: { timeoutMs: 60 },
    outcome: failed('timeout'),
  },
  { what: 'no time at all', path: '/whole', more: { timeoutMs: 0 }, outcome: failed('timeout') },
  { what: 'a body that breaks off', path: '/breaks', outcome: failed('unreachable') },
  { what: 'a body without end', path: '/endless', outcome: failed('too_large') },
  {
    what: 'as much as is allowed',
    path: '/ten',
    more: { maxBytes: 10 },
    outcome: response('0123456789'),
  },
  {
    what: 'a byte more than is allowed',
    path: '/ten',
    more: { maxBytes: 9 },
    outcome: failed('too_large'),
  },
  {
    what: 'nobody there',
    path: '/',
    more: { url: 'http://127.0.0.1:1/' },
    outcome: failed('unreachable'),
  },
  {
    what: 'no address of a website',
    path: '/',
    more: { url: 'nowhere' },
    outcome: failed('unreachable'),
  },
  {
    what: 'a header that cannot be sent',
    path: '/whole',
    more: { headers: [['x', 'a\nb']] },
    outcome: failed('unreachable'),
  },
];
for (const { what, path, more, outcome } of CASES) {
  test(`a request: ${what}`, async () => {
    assert.deepEqual(await ask(path, more), outcome);
  });
}

test('a request has the headers that it is given', async () => {
  const headers = [
    ['user-agent', 'user-listens/0'],
    ['authorization', 'Token t'],
  ];
  const { body = '' } = await ask('/headers', { headers });
  const sent = JSON.parse(body);
  assert.equal(sent['user-agent'], 'user-listens/0');
  assert.equal(sent.authorization, 'Token t');
});

test('a body that is too large ends its connection', async () => {
  const before = ended;
  await ask('/endless');
  for (let left = 100; ended === before && left > 0; left--) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.equal(ended, before + 1);
});
