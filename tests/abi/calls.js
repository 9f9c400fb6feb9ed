// The real module, and one example of every call of the boundary, in the order of a refresh.

import { readdirSync, readFileSync } from 'node:fs';
import { Core } from '../../shim/core.js';
import { TEST_SECRETS } from '../secrets/scan.js';
import '../secrets/watch-core.js';
import { lastfmBody, listenbrainzBody, nothingPlayingBody } from './bodies.js';

export const WASM_FILE = new URL('../../build/wasm/core.wasm', import.meta.url);
export const module = new WebAssembly.Module(readFileSync(WASM_FILE));

export const RENDERER_FILE = new URL('../../build/wasm/renderer.wasm', import.meta.url);
export const rendererModule = new WebAssembly.Module(readFileSync(RENDERER_FILE));

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

/** What the shim tells every call. */
export const ALWAYS = {
  settings: { LASTFM_API_KEY: TEST_SECRETS.LASTFM_API_KEY, MAX_TRACKS: '50' },
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

/**
 * What the shim tells read_response of an answer, but for its body.
 * @param {object} question
 * @param {object} [more] status, headers or failure
 */
export function answerFacts(question, more = { status: 200, headers: {} }) {
  return { ...ALWAYS, question, retriesLeft: 3, entropy: 1425, ...more };
}

/**
 * A question about an account that is called as its member is.
 * @param {string} username
 * @param {string} [source]
 * @param {number} [step]
 */
export function questionAbout(username, source = 'lastfm', step = 0) {
  return { username, source, account: username, step, attempt: 0 };
}

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
  const answers = plan.requests.map((/** @type {any} */ { question }) => {
    const { account } = question;
    const body = bytes(lastfmBody(account));
    return make(`read_response of ${account}`, 'read_response', answerFacts(question), body)[1];
  });
  const { question } = plan.requests[0];
  const timeout = answerFacts(question, { failure: 'timeout' });
  make('read_response of a failure', 'read_response', timeout, null);
  const refusal = answerFacts(question, { status: 429, headers: { 'retry-after': '90' } });
  make('read_response of a refusal', 'read_response', refusal, bytes('{"error":29}'));
  const asked = answerFacts(questionAbout('dora', 'listenbrainz'));
  const [further] = make(
    'read_response that asks further',
    'read_response',
    asked,
    bytes(nothingPlayingBody('dora')),
  );
  make(
    'read_response of a follow-up',
    'read_response',
    answerFacts(further.next.question),
    bytes(listenbrainzBody('dora')),
  );
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
