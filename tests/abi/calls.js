// The real module, and one example of every call of the boundary, in the order of a refresh.

import { readFileSync } from 'node:fs';
import { Core } from '../../shim/core.js';
import { lastfmBody } from './bodies.js';

export const WASM_FILE = new URL('../../build/wasm/core.wasm', import.meta.url);
export const module = new WebAssembly.Module(readFileSync(WASM_FILE));

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** @typedef {import('../../shim/core.js').Part} Part */

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

/** What the shim tells every call. */
export const ALWAYS = {
  settings: { LASTFM_API_KEY: 'key', MAX_TRACKS: '50' },
  deployment: { id: 'v', tag: '', timestamp: '2025-12-01T00:00:00.000Z' },
  hasCache: true,
  hasDatabase: true,
  scheduledMs: NOW,
  startedMs: NOW,
  nowMs: NOW,
};

export const ROWS = json(
  ['anna', 'björn', 'chloé'].map((username) => ({
    username,
    lastfm_username: username,
    profile_visibility: 'public',
  })),
);

/** @param {string} [query] @param {object} [more] */
export function listRequest(query = '', more = {}) {
  const url = `http://site/api/internal/user-listens${query}`;
  return { ...ALWAYS, method: 'GET', url, ifNoneMatch: null, origin: null, reads: [], ...more };
}

/**
 * A whole refresh and two replies, each call fed with what the one before it gave.
 * @param {Core} core
 * @returns {Example[]}
 */
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

  make('describe', 'describe', {});
  make('open_refresh', 'open_refresh', {});
  make('plan_refresh without rows', 'plan_refresh', { rosterError: 'no such table: users' });
  const [plan] = make('plan_refresh', 'plan_refresh', {}, ROWS);
  const answers = plan.requests.map((/** @type {any} */ { subject }) => {
    const body = bytes(lastfmBody(subject.account));
    return make(
      `read_response of ${subject.account}`,
      'read_response',
      { subject, status: 200 },
      body,
    )[1];
  });
  const { subject } = plan.requests[0];
  make('read_response of a failure', 'read_response', { subject, failure: 'timeout' }, null);
  const reads = [{ metadata: null }, { metadata: null }];
  const [finished, list, draft] = make(
    'finish_refresh',
    'finish_refresh',
    { reads },
    ROWS,
    null,
    null,
    ...answers,
  );
  const { carry, write } = finished;
  const look = { carry, look: 1, readBack: { metadata: write.metadata } };
  const [confirmed, snapshot] = make('confirm_write', 'confirm_write', look, list, list, draft);
  make('confirm_write of nothing', 'confirm_write', { ...look, look: 2 }, list, null, draft);
  make('conclude_refresh', 'conclude_refresh', {
    carry,
    confirmation: confirmed.confirmation,
    kvWrites: 2,
  });
  make('reply, first step', 'reply', listRequest());
  const hit = listRequest('', { reads: [{ metadata: write.metadata }] });
  make('reply with the list', 'reply', hit, list);
  make(
    'reply with the list unsealed and cut',
    'reply',
    listRequest('?limit=2', { reads: [{}] }),
    list,
  );
  const fallback = listRequest('', { reads: [{}, { metadata: confirmed.write.metadata }] });
  make('reply with the snapshot', 'reply', fallback, bytes('[]'), snapshot);
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

export const freshCore = () => new Core(module);
