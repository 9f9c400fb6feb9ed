// Runs in workerd, in front of the Worker's own module. It is what the tests hold on to: the
// clock, the settings and bindings, faults of KV and D1, traps of the core, and a record of what the
// Worker did. Whatever the Worker says or stores is looked at for secrets on its way out.

import { SecretScan } from '../secrets/scan.js';
// Before the bundle, so that it is there when that makes a core.
import { setTraps } from './traps.js';
import worker from './worker-bundle.js';

/**
 * @typedef {object} Fault befalls operations that match, in the order of the list
 * @property {'get' | 'put' | 'd1'} op
 * @property {string} [key] any when left out
 * @property {number} [after] operations that it lets pass first
 * @property {number} [times] how often, then it is over; always when left out
 * @property {'throw' | 'hang' | 'answer' | 'ignore' | 'overtake'} does overtake: another writer's
 *     put comes right after ours
 * @property {string} [message] of the error
 * @property {string | null} [value] what a get answers with, or the other writer puts
 * @property {unknown} [metadata]
 *
 * @typedef {{op: string, key: string, expirationTtl?: number, metadata?: any, cacheTtl?: number}} Operation
 * @typedef {{level: string, message: string}} Line
 *
 * @typedef {object} Control
 * @property {number | null} [now] what time it is; null for the real time
 * @property {number} [clockAheadMs] by how much the Worker's own clock is wrong
 * @property {Record<string, unknown>} [settings] stand in for those of the environment; null unbinds
 * @property {Fault[]} [faults]
 * @property {import('./traps.js').Trap[]} [traps]
 * @property {'lines' | 'operations' | 'scan'} [take] what to hand over and forget
 */

/** @type {number | null} */
let now = null;
let clockAheadMs = 0;
/** Whether somebody gets what goes to the real console. */
let isTailed = false;
/** @type {Record<string, unknown>} */
let settings = {};
/** @type {Fault[]} */
let faults = [];
/** @type {Operation[]} */
let operations = [];
/** @type {Line[]} */
let lines = [];
/** @type {Map<string, {value: Uint8Array, expiresAt: number}>} by key, what the Worker wrote last */
const written = new Map();
const scan = new SecretScan();

const realNow = Date.now;
Date.now = () => (now ?? realNow()) + clockAheadMs;

// While the clock is set, waiting costs no time: the clock goes ahead.
const waiting = /** @type {{wait(ms: number, options?: object): Promise<void>}} */ (
  /** @type {any} */ (scheduler)
);
const realWait = waiting.wait.bind(waiting);
waiting.wait = async (/** @type {number} */ ms, /** @type {object | undefined} */ options) => {
  if (now === null) return realWait(ms, options);
  const wake = now + ms;
  await realWait(0);
  now = Math.max(now, wake);
};

// Chance is the least it can be.
crypto.getRandomValues = (/** @type {any} */ numbers) => numbers.fill(0);

for (const level of /** @type {const} */ (['log', 'warn', 'error'])) {
  const really = console[level];
  console[level] = (/** @type {unknown[]} */ ...words) => {
    const message = words.join(' ');
    scan.look('log lines', message);
    lines.push({ level, message });
    if (isTailed) really(...words);
  };
}

/** @param {Request} request */
async function control(request) {
  const orders = /** @type {Control} */ (await request.json());
  if (orders.now !== undefined) now = orders.now;
  if (orders.clockAheadMs !== undefined) clockAheadMs = orders.clockAheadMs;
  if (orders.settings) settings = orders.settings;
  if (orders.faults) faults = orders.faults;
  if (orders.traps) setTraps(orders.traps);
  return Response.json(orders.take ? take(orders.take) : null);
}

/** @param {NonNullable<Control['take']>} what */
function take(what) {
  if (what === 'scan') return scan.report();
  const taken = { lines, operations };
  if (what === 'lines') lines = [];
  if (what === 'operations') operations = [];
  return taken[what];
}

/** @param {Request} request */
function withOrigin(request) {
  const origin = request.headers.get('x-test-origin');
  if (origin === null) return request;
  const headers = new Headers(request.headers);
  headers.set('origin', origin);
  return new Request(request, { headers });
}

/** @param {any} env */
function standIn(env) {
  isTailed = env.TAILED;
  const all = { ...env, ...settings };
  if (all.CACHE) all.CACHE = watchedKv(env.CACHE);
  if (all.DB) all.DB = watchedD1(env.DB);
  if (typeof all.RATE_LIMITER === 'string') all.RATE_LIMITER = rateLimiter(all.RATE_LIMITER);
  scan.learn(all);
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}

/** @param {Response} response @returns {Promise<Response>} the same */
async function scanned(response) {
  const bytes = await response.arrayBuffer();
  const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`);
  const isPage =
    response.status === 200 && /^text\/html/.test(response.headers.get('content-type') ?? '');
  scan.look(isPage ? 'pages' : 'replies', [...headers, '', textOf(bytes)].join('\n'));
  return new Response(response.body === null ? null : bytes, response);
}

/** @param {ArrayBuffer | Uint8Array | string} bytes */
const textOf = (bytes) => (typeof bytes === 'string' ? bytes : new TextDecoder().decode(bytes));

/** @param {any} namespace only with the methods that the Worker may use */
function watchedKv(namespace) {
  return {
    getWithMetadata: (/** @type {string} */ key, /** @type {any} */ how) =>
      perform({ op: 'get', key, cacheTtl: how.cacheTtl }, async () => {
        const found = await namespace.getWithMetadata(key, how);
        return isExpired(key, found.value) ? { value: null, metadata: null } : found;
      }),
    put: (/** @type {string} */ key, /** @type {any} */ value, /** @type {any} */ options) =>
      perform({ op: 'put', key, ...options }, async (instead) => {
        scan.look('stored values', `${textOf(value)}\n${JSON.stringify(options)}`);
        written.set(key, { value, expiresAt: (now ?? realNow()) + options.expirationTtl * 1000 });
        await namespace.put(key, value, options);
        if (instead !== undefined) await namespace.put(key, instead);
      }),
  };
}

/**
 * KV goes by the real time. While the clock is set, what the Worker wrote expires by that; what
 * others wrote stays.
 * @param {string} key
 * @param {ArrayBuffer | null} value
 */
function isExpired(key, value) {
  const ours = written.get(key);
  if (now === null || value === null || ours === undefined || now < ours.expiresAt) return false;
  const found = new Uint8Array(value);
  return found.length === ours.value.length && found.every((byte, i) => byte === ours.value[i]);
}

/** @param {string} does 'allows', 'refuses', 'throws', 'hangs' or 'says nothing' */
function rateLimiter(does) {
  return {
    limit: async (/** @type {{key: string}} */ { key }) => {
      operations.push({ op: 'limit', key });
      if (does === 'throws') throw new Error('no limit to be had');
      if (does === 'hangs') return new Promise(() => {});
      return does === 'says nothing' ? {} : { success: does === 'allows' };
    },
  };
}

/** @param {any} database */
function watchedD1(database) {
  return {
    prepare: (/** @type {string} */ sql) => ({
      all: () => perform({ op: 'd1', key: sql }, () => database.prepare(sql).all()),
    }),
  };
}

/**
 * @param {Operation} operation
 * @param {(value?: string | null) => Promise<any>} really
 */
async function perform(operation, really) {
  operations.push(operation);
  const fault = faultFor(operation);
  switch (fault?.does) {
    case 'throw':
      throw new Error(fault.message ?? 'fault');
    case 'hang':
      return new Promise(() => {});
    case 'answer': {
      const value = fault.value ?? null;
      const bytes = value === null ? null : new TextEncoder().encode(value).buffer;
      return { value: bytes, metadata: fault.metadata ?? null };
    }
    case 'ignore':
      return undefined;
    case 'overtake':
      return really(fault.value);
    default:
      return really();
  }
}

/** @param {Operation} operation */
function faultFor({ op, key }) {
  const fault = faults.find(
    (one) => one.op === op && (one.key ?? key) === key && (one.times ?? 1) > 0,
  );
  if (!fault) return undefined;
  if (fault.after) {
    fault.after -= 1;
    return undefined;
  }
  if (fault.times !== undefined) fault.times -= 1;
  return fault;
}

export default {
  /** @param {Request} request @param {any} env @param {any} ctx */
  async fetch(request, env, ctx) {
    // As text: a hostile Host makes it no URL.
    if (request.url.startsWith('http://inside.test/')) return control(request);
    return scanned(await worker.fetch(withOrigin(request), standIn(env), ctx));
  },
  /** @param {any} controller @param {any} env @param {any} ctx */
  scheduled: (controller, env, ctx) => worker.scheduled(controller, standIn(env), ctx),
};
