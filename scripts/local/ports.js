// Ports to serve on.

import { createServer } from 'node:net';
import { Failure } from '../failure.js';

const TRIES = 100;

/**
 * @param {number} first
 * @returns {Promise<number>} this port, or the next free one
 */
export async function freePort(first) {
  for (let port = first; port < first + TRIES && port <= 65535; port += 1) {
    if (await isFree(port)) return port;
  }
  throw new Failure(`No free port between ${first} and ${first + TRIES - 1}.`, {
    advice: ['name one: npm start -- --port N'],
  });
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
export function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () =>
      probe.close(() => resolve(true)),
    );
  });
}

const DEFAULT = 8787; // wrangler's own

/**
 * @param {number | null} wanted what the user asked for, if anything
 * @returns {Promise<number>}
 */
export async function choosePort(wanted) {
  if (wanted === null) {
    const port = await freePort(DEFAULT);
    if (port !== DEFAULT) console.log(`Port ${DEFAULT} is taken; serving on ${port}.`);
    return port;
  }
  if (await isFree(wanted)) return wanted;
  throw new Failure(`Port ${wanted} is taken.`, {
    advice: ['choose another, or leave --port out to get a free one.'],
  });
}
