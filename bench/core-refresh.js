// A refresh and a reply by the core alone, without network and KV: driven as shim/perform.js and
// shim/reply.js drive it. What a refresh is told is known before, and comes event by event, as it does
// from a network.

import { readFileSync } from 'node:fs';
import { inRoot } from '../scripts/setup/root.js';
import { Core } from '../shim/core.js';
import { RefreshMachine } from '../shim/machine.js';

/**
 * @typedef {import('../shim/core.js').Core['call']} Call
 * @typedef {import('../shim/messages.js').Effect} Effect
 * @typedef {import('../shim/messages.js').Event} Event
 * @typedef {{bytes: Uint8Array<ArrayBuffer>, metadata: any}} Value as KV holds it
 * @typedef {{recent: Value, snapshot: Value}} Stored
 * @typedef {{core: Core, call: Call, described: any}} OneCore
 *
 * @typedef {object} Machine
 * @property {(facts: string) => Effect[]} begin
 * @property {(events: Event[]) => Effect[]} step
 *
 * @typedef {'plan' | 'read' | 'finish'} Phase
 *
 * @typedef {object} Prepared a refresh that can be repeated
 * @property {() => string} tell what it begins with, as text
 * @property {{phase: Phase, events: Event[]}[]} steps
 * @property {Stored & {asked: string[]}} written the values it writes, and the accounts it polls
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

/** As each isolate has one. @returns {OneCore} */
export function freshCore() {
  const core = new Core(new WebAssembly.Module(readFileSync(inRoot('build/wasm/core.wasm'))));
  const call = core.call.bind(core);
  return { core, call, described: call('describe', {})[0] };
}

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

/** @param {OneCore} core @returns {Machine} */
export const freshMachine = ({ core, described }) => new RefreshMachine(core, described);

/**
 * Refreshes once, and keeps what that was told.
 * @param {OneCore} core
 * @param {Inputs} inputs
 * @returns {Prepared}
 */
export function prepareRefresh(core, inputs) {
  const tellWorker = tellingWith(inputs.settings);
  const times = { scheduledMs: inputs.nowMs, startedMs: inputs.nowMs };
  const tell = () => tellWorker({ ...times, entropy: 2863311530 });
  const world = new World(inputs);
  const machine = freshMachine(core);
  /** @type {Prepared['steps']} */
  const steps = [];
  /** @type {Event[]} */
  const arrived = [];
  for (let effects = machine.begin(tell()); !effects.some(({ name }) => name === 'done'); ) {
    arrived.push(...effects.flatMap((effect) => world.perform(effect)));
    const event = arrived.shift();
    if (event === undefined) throw new Error(`the core waits: ${world.lines.join('\n')}`);
    const hasAsked = world.asked.length > 0;
    const answersNow = event.name === 'response' ? 'read' : 'finish';
    steps.push({ phase: hasAsked ? answersNow : 'plan', events: [event] });
    effects = machine.step([event]);
  }
  const { recent, snapshot } = world.written;
  if (!recent || !snapshot)
    throw new Error(`the core writes too little: ${world.lines.join('\n')}`);
  return { tell, steps, written: { recent, snapshot, asked: world.asked } };
}

/**
 * @param {Machine} machine a fresh one
 * @param {Pick<Prepared, 'tell' | 'steps'>} prepared
 */
export function repeatRefresh(machine, { tell, steps }) {
  machine.begin(tell());
  for (const { events } of steps) machine.step(events);
}

/** @param {OneCore} core @param {Inputs} inputs @returns {Prepared['written']} */
export const refreshWithCore = (core, inputs) => prepareRefresh(core, inputs).written;

/**
 * @param {any[]} rows
 * @param {Pick<Event, 'id' | 'at'>} event
 * @returns {Event} whose bytes are made anew each time that it is told, as shim/d1.js makes them
 */
export const rowsEvent = (rows, event) => ({
  ...event,
  name: 'rows',
  get json() {
    return encoder.encode(JSON.stringify(rows));
  },
});

/** What there is to a refresh: the music service answers at once, and KV holds what was put. */
class World {
  /** @type {string[]} */
  lines = [];
  /** @type {string[]} */
  asked = [];
  /** @type {Partial<Stored>} */
  written = {};
  #inputs;

  /** @param {Inputs} inputs */
  constructor(inputs) {
    this.#inputs = inputs;
  }

  /** @param {Effect} effect @returns {Event[]} what comes of it */
  perform(effect) {
    const { rows, nowMs, bodyOf, stored } = this.#inputs;
    const event = { id: Number(effect.id), at: nowMs };
    const slot = effect.key?.endsWith(':recent') ? 'recent' : 'snapshot';
    switch (effect.name) {
      case 'print':
        this.lines.push(effect.text);
        return [];
      case 'query':
        return [rowsEvent(rows, event)];
      case 'read': {
        const { bytes = null, metadata = {} } = this.written[slot] ?? stored?.[slot] ?? {};
        return [{ ...event, name: 'value', value: bytes, metadata }];
      }
      case 'fetch': {
        const account = new URL(effect.url).searchParams.get('user') ?? '';
        this.asked.push(account);
        const body = bodyOf(account);
        return [{ ...event, name: 'response', status: 200, headers: [], body }];
      }
      case 'put':
        this.written[slot] = { bytes: effect.value, metadata: effect.metadata };
        return [{ ...event, name: 'completed' }];
      default:
        return [];
    }
  }
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
