// A refresh and a reply by the core alone, without network and KV: the calls and the facts are those
// of shim/refresh.js and shim/reply.js, the answers of the music service come at once.

import { readFileSync } from 'node:fs';
import { inRoot } from '../scripts/setup/root.js';
import { Core } from '../shim/core.js';

/**
 * @typedef {import('../shim/core.js').Core['call']} Call
 * @typedef {{bytes: Uint8Array<ArrayBuffer>, metadata: any}} Value as KV holds it
 * @typedef {{recent: Value, snapshot: Value}} Stored
 *
 * @typedef {object} Inputs of a refresh
 * @property {any[]} rows of the roster
 * @property {Stored | null} stored by the last refresh
 * @property {number} nowMs
 * @property {Record<string, string>} settings
 * @property {(account: string) => Uint8Array} bodyOf the music service's answer
 */

const encoder = new TextEncoder();

export const SETTINGS = {
  LASTFM_API_KEY: '0123456789abcdef0123456789abcdef',
  USER_LISTENS_TTL_MINUTES: '7',
  MAX_TRACKS: '50',
  POLL_BUDGET: '45',
  LASTFM_API_URL: 'https://ws.audioscrobbler.com/2.0/',
  ALLOWED_ORIGINS: '',
};

export const DEPLOYMENT = {
  id: '8e7a1c5e-5d0f-4b39-9f0e-3f2b8f3f4c11',
  tag: '',
  timestamp: '2025-12-01T00:00:00.000Z',
};

/**
 * An instance of its own, as each Worker has one.
 * @param {'core' | 'renderer'} [name]
 * @returns {Call}
 */
export function freshCall(name = 'core') {
  const core = new Core(moduleOf(name));
  return core.call.bind(core);
}

/** @param {'core' | 'renderer'} name */
export const moduleOf = (name) =>
  new WebAssembly.Module(readFileSync(inRoot(`build/wasm/${name}.wasm`)));

// Not by name: its types are those of Workers, which this is not checked with.
const { Constants } = await import(new URL('../shim/facts.js', import.meta.url).href);

/**
 * Tells the core what a call is about, and what the Worker is, as the shim does.
 * @param {Record<string, string>} settings
 * @returns {(facts: object) => string}
 */
export function tellingWith(settings) {
  const constants = new Constants(Object.keys(settings));
  const env = { ...settings, CF_VERSION_METADATA: DEPLOYMENT, CACHE: {}, DB: {} };
  return (facts) => constants.with(env, facts);
}

/**
 * @param {Call} call
 * @param {Inputs} inputs
 * @returns {Stored & {asked: string[]}} what it writes, and whom it asked about
 */
export function refreshWithCore(call, { rows, stored, nowMs, settings, bodyOf }) {
  const times = { scheduledMs: nowMs, startedMs: nowMs, nowMs };
  const tell = tellingWith(settings);
  const roster = encoder.encode(JSON.stringify(rows));
  const values = [stored?.recent ?? null, stored?.snapshot ?? null];
  const reads = values.map((value) => ({ metadata: value?.metadata ?? {} }));
  const parts = [roster, ...values.map((value) => value?.bytes ?? null)];
  const [plan] = call('plan_refresh', tell({ ...times, reads }), ...parts);
  if (!plan.goesOn) throw new Error(`the core does not refresh: ${textOf(plan.log)}`);
  const headers = Object.fromEntries(
    plan.answerHeaders.map((/** @type {string} */ name) => [name, null]),
  );
  const answers = plan.requests.map((/** @type {any} */ { question }) => {
    const answer = { status: 200, headers, retriesLeft: plan.retries, entropy: 2863311530 };
    const body = bodyOf(question.account);
    return call('read_response', tell({ ...times, question, ...answer }), body)[1];
  });
  const [finished, list, draft] = call(
    'finish_refresh',
    tell({ ...times, reads }),
    ...parts,
    ...answers,
  );
  if (!finished.write) throw new Error(`the core writes nothing: ${textOf(finished.log)}`);
  const { carry, write } = finished;
  const look = tell({ ...times, carry, look: 1, readBack: { metadata: write.metadata } });
  const [confirmed, snapshot] = call('confirm_write', look, list, list, draft);
  if (!confirmed.write) throw new Error(`the core keeps no snapshot: ${textOf(finished.log)}`);
  return {
    recent: { bytes: list, metadata: write.metadata },
    snapshot: { bytes: snapshot, metadata: confirmed.write.metadata },
    asked: plan.requests.map((/** @type {any} */ { question }) => question.account),
  };
}

/**
 * @param {Call} call
 * @param {{url: string, nowMs: number, value: Value}} request
 * @returns {{first: () => any, second: () => any}} the call that names the key to read, and the one
 *     that answers
 */
export function replyWithCore(call, { url, nowMs, value }) {
  const tell = tellingWith(SETTINGS);
  const asked = { method: 'GET', url, ifNoneMatch: null, origin: null, nowMs };
  const reads = [{ metadata: value.metadata }];
  return {
    first: () => call('reply', tell({ ...asked, reads: [] })),
    second: () => call('reply', tell({ ...asked, reads }), value.bytes),
  };
}

/** @param {{text: string}[]} [log] */
const textOf = (log = []) => log.map(({ text }) => text).join('\n');
