// Serves build/site as Workers Static Assets does, with the headers of its _headers, what the Worker
// renders from the real modules, and the API from a script. The real Worker has its own tests; here
// the page is under test.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { buildSite } from '../../scripts/site/bundle.js';
import { served as servedAnswer } from './served-page.js';

export const kSite = new URL('../../build/site/', import.meta.url);
export const kApiPath = '/api/internal/user-listens';
const kRendered = /^\/(user-listens\.(svg|json|rss|txt))?$/;

/** @type {Record<string, string>} */
const kTypes = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
};

/**
 * What the API does with one request. `hang` never answers, `cut` ends the connection.
 * @typedef {object} Reply
 * @property {number} [status]   200 when absent
 * @property {Record<string, string>} [headers]
 * @property {string} [body]
 * @property {'hang' | 'cut'} [fault]
 *
 * @typedef {(request: import('node:http').IncomingMessage) => Reply} Script
 */

await buildSite();

/**
 * The blocks of _headers: a path, or `/*`, and what is sent with it.
 * @returns {Map<string, Record<string, string>>}
 */
export function readSiteHeaders() {
  const lines = readFileSync(new URL('_headers', kSite), 'utf8').split('\n');
  /** @type {Map<string, Record<string, string>>} */
  const blocks = new Map();
  /** @type {Record<string, string>} */
  let block = {};
  for (const line of lines.filter((each) => each.trim() && !each.startsWith('#'))) {
    if (/^\S/.test(line)) {
      block = {};
      blocks.set(line, block);
    }
    const [, name, value] = line.match(/^\s+([\w-]+): (.+)$/) ?? [];
    if (name && value) block[name] = value;
  }
  return blocks;
}

/** @param {ReturnType<typeof readSiteHeaders>} blocks @param {string} pathname */
function headersOf(blocks, pathname) {
  return { ...blocks.get('/*'), ...blocks.get(pathname) };
}

/**
 * @param {Script} script
 * @param {import('./served-page.js').Given} [served]   the list that the page comes with
 */
export async function startSite(script, served) {
  const site = {
    /** Replace it to change what the API says. */
    script,
    /** @type {import('node:http').IncomingMessage[]} */
    apiRequests: [],
    /** @type {Array<() => void>} */
    waiting: [],
    /** Resolves once the API has had so many requests. @param {number} count */
    async asked(count) {
      while (site.apiRequests.length < count)
        await new Promise((resolve) => site.waiting.push(() => resolve(undefined)));
    },
    /** @type {string[]} */
    missing: [],
    /** With every answer of the API. @type {Record<string, string>} */
    headers: {},
    address: '',
    stop: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
  const blocks = readSiteHeaders();
  const server = createServer((request, response) => {
    const address = `http://${request.headers.host}`;
    const { pathname } = new URL(request.url ?? '/', address);
    if (pathname === kApiPath) {
      site.apiRequests.push(request);
      for (const wake of site.waiting.splice(0)) wake();
      for (const [name, value] of Object.entries(site.headers)) response.setHeader(name, value);
      sendReply(site.script(request), response);
      return;
    }
    if (kRendered.test(pathname)) {
      const { status, headers, body } = servedAnswer(
        new URL(request.url ?? '/', address).href,
        served,
      );
      response.writeHead(status, headers);
      response.end(body);
      return;
    }
    const isThere = sendFile(pathname.slice(1), headersOf(blocks, pathname), response);
    if (!isThere) site.missing.push(pathname);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  site.address = `http://127.0.0.1:${port}/`;
  return site;
}

/**
 * @param {string} name
 * @param {Record<string, string>} headers
 * @param {import('node:http').ServerResponse} response
 * @returns {boolean} whether there is such a file
 */
function sendFile(name, headers, response) {
  const file = readSiteFile(name);
  response.writeHead(file === null ? 404 : 200, {
    ...headers,
    'Content-Type': kTypes[extname(name)] ?? 'text/plain',
  });
  response.end(file);
  return file !== null;
}

/** @param {string} name */
function readSiteFile(name) {
  if (!/^[a-z-]+(\.[a-z]+)+$/.test(name)) return null;
  try {
    return readFileSync(new URL(name, kSite));
  } catch {
    return null;
  }
}

/**
 * @param {Reply} reply
 * @param {import('node:http').ServerResponse} response
 */
function sendReply(reply, response) {
  if (reply.fault === 'hang') return;
  if (reply.fault === 'cut') {
    response.destroy();
    return;
  }
  const headers = {
    'Content-Type': 'application/json',
    'Cache-Control': 'no-cache',
    ...reply.headers,
  };
  response.writeHead(reply.status ?? 200, headers);
  response.end(reply.body);
}
