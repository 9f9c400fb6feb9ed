// The real module, and one example of every call of the boundary but those of a refresh, which
// refreshes.js has.

import { readdirSync, readFileSync } from 'node:fs';
import { Core } from '../../shim/core.js';
import { RefreshMachine } from '../../shim/machine.js';
import { eventsPart } from '../../shim/messages.js';
import { TEST_SECRETS } from '../secrets/scan.js';
import '../secrets/watch-core.js';
import { performersIn, play, RECENT, SNAPSHOT } from './refreshes.js';

export { ROWS } from './bodies.js';

export const WASM_FILE = new URL('../../build/wasm/core.wasm', import.meta.url);
export const module = new WebAssembly.Module(readFileSync(WASM_FILE));

const TEMPLATES = new URL('../../templates/', import.meta.url);
/** @type {Record<string, Uint8Array>} */
export const templates = Object.fromEntries(
  readdirSync(TEMPLATES).map((name) => [name, readFileSync(new URL(name, TEMPLATES))]),
);

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** @typedef {Uint8Array | null} Part as bytes, which tests can change */

/**
 * @typedef {object} Example
 * @property {string} name
 * @property {string} call
 * @property {any} facts
 * @property {Part[]} parts
 */

/** @param {string} text */
export const bytes = (text) => encoder.encode(text);
/** @param {Uint8Array} part */
export const text = (part) => decoder.decode(part);
/** @param {unknown} value */
export const json = (value) => bytes(JSON.stringify(value));

export const NOW = Date.parse('2025-12-04T14:25:00.000Z');

/** What the shim tells every call, and what a refresh begins with. */
export const ALWAYS = {
  settings: { LASTFM_API_KEY: TEST_SECRETS.LASTFM_API_KEY, MAX_TRACKS: '50' },
  deployment: { id: 'v', tag: '', timestamp: '2025-12-01T00:00:00.000Z' },
  hasCache: true,
  hasDatabase: true,
  scheduledMs: NOW,
  startedMs: NOW,
  entropy: 1425,
  nowMs: NOW,
};

/** @param {import('../../shim/messages.js').Event[]} events as the core is told of them */
export function encodedEvents(events) {
  const { mostBytes, writeTo } = eventsPart(DESCRIBED.events, events);
  const room = new Uint8Array(mostBytes);
  return room.subarray(0, writeTo(room));
}

/** @param {string} [query] @param {object} [more] */
export function listRequest(query = '', more = {}) {
  const url = `http://site/api/internal/user-listens${query}`;
  return { ...ALWAYS, method: 'GET', url, ifNoneMatch: null, origin: null, reads: [], ...more };
}

export const freshCore = () => new Core(module);

/** What the core says of itself. */
export const [DESCRIBED] = freshCore().call('describe', {});

/** A refresh on an instance of its own, or on one that the core has. */
export const freshMachine = (core = freshCore()) => new RefreshMachine(core, DESCRIBED);

/** What a refresh of all who are in ROWS has stored, by key. */
export function storedByRefresh() {
  /** @type {Record<string, import('./refreshes.js').Stored>} */
  const stored = {};
  play(freshMachine(), ALWAYS, performersIn({ stored }));
  return stored;
}

/** @param {Core} core @returns {Example[]} */
export function everyCall(core) {
  /** @type {Example[]} */
  const examples = [];
  const make = (
    /** @type {string} */ name,
    /** @type {string} */ call,
    /** @type {object} */ facts,
    /** @type {Part[]} */ ...parts
  ) => {
    examples.push({ name, call, facts: { ...ALWAYS, ...facts }, parts });
    return core.call(call, { ...ALWAYS, ...facts }, ...parts);
  };

  const { [RECENT]: list, [SNAPSHOT]: snapshot } = storedByRefresh();
  make('describe', 'describe', {});
  make('cache_key', 'cache_key', listRequest('?limit=2&x=y'));
  make('reply, first step', 'reply', listRequest());
  const hit = listRequest('', { reads: [{ metadata: list.metadata }] });
  make('reply with the list', 'reply', hit, list.value);
  const cut = listRequest('?limit=2', { reads: [{}] });
  make('reply with the list unsealed and cut', 'reply', cut, list.value);
  const fallback = listRequest('', { reads: [{}, { metadata: snapshot.metadata }] });
  make('reply with the snapshot', 'reply', fallback, bytes('[]'), snapshot.value);
  const page = listRequest('', { url: 'http://site/', reads: hit.reads });
  const [{ template }, scene] = make('reply with a page', 'reply', page, list.value);
  make('render', 'render', {}, scene, templates[template]);
  make('revalidate', 'revalidate', { ifNoneMatch: 'W/"1-2"', tag: '"1-2"' });
  return examples;
}

/**
 * Runs an example; what comes is comparable byte for byte.
 * @param {Core} core
 * @param {Example} example
 */
export function run(core, { call, facts, parts }) {
  const [decision, ...others] = core.call(call, facts, ...parts);
  return [JSON.stringify(decision), ...others.map((part) => Buffer.from(part).toString('latin1'))];
}
