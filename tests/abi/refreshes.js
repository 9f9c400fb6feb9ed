// Refreshes by the real module, without a Worker: whatever the core wants done is done at once, with
// plain values.

import { numbersOf } from '../../shim/numbers.js';
import { lastfmBody, listenbrainzBody, ROWS } from './bodies.js';

const encoder = new TextEncoder();

export const RECENT = 'user-listens:v2:recent';
export const SNAPSHOT = 'user-listens:v2:snapshot';

/**
 * @typedef {import('../../shim/messages.js').Effect} Effect
 * @typedef {import('../../shim/messages.js').Event} Event
 * @typedef {Omit<Event, 'id' | 'at'>} Outcome
 * @typedef {Record<string, (effect: any) => Outcome | void>} Performers by the effect's name
 *
 * @typedef {object} Machine
 * @property {(facts: string) => Effect[]} begin
 * @property {(events: Event[]) => Effect[]} step
 *
 * @typedef {{value: Uint8Array | null, metadata?: unknown}} Stored
 * @typedef {{source: string, account: string, isFollowUp: boolean}} Asked
 *
 * @typedef {object} World
 * @property {Uint8Array | string} [rows] a text: why there are none
 * @property {Record<string, Stored>} [stored] by key; what is put stands here
 * @property {(asked: Asked) => Outcome} [answer] of a music service
 */

/** @param {Uint8Array | string} body @param {object} [more] status or headers */
export function response(body, more = {}) {
  const known = typeof body === 'string' ? encoder.encode(body) : body;
  return { name: 'response', status: 200, headers: [], body: known, ...more };
}

/** @param {string} reason @param {string} [message] @returns {Outcome} */
export const failed = (reason, message = '') => ({ name: 'failed', reason, message });

/** Everybody has played something. @param {Asked} asked @returns {Outcome} */
export function plays({ source, account }) {
  return response(source === 'listenbrainz' ? listenbrainzBody(account) : lastfmBody(account));
}

/** @param {string} url of a request @returns {Asked} */
export function askedBy(url) {
  const { hostname, pathname, searchParams } = new URL(url);
  const account = searchParams.get('user');
  if (account !== null) {
    return {
      source: hostname.includes('libre') ? 'librefm' : 'lastfm',
      account,
      isFollowUp: false,
    };
  }
  const [, name = '', question] = /\/user\/([^/]+)\/([^/]+)$/.exec(pathname) ?? [];
  return {
    source: 'listenbrainz',
    account: decodeURIComponent(name),
    isFollowUp: question === 'listens',
  };
}

/** @param {World} world @returns {Performers} */
export function performersIn({ rows = ROWS, stored = {}, answer = plays }) {
  return {
    query: () => (typeof rows === 'string' ? failed('', rows) : { name: 'rows', json: rows }),
    read: ({ key }) => {
      const { value, metadata } = stored[key] ?? { value: null };
      return { name: 'value', value, metadata: numbersOf(metadata) };
    },
    fetch: ({ url }) => answer(askedBy(url)),
    put: ({ key, value, metadata }) => {
      stored[key] = { value, metadata };
      return { name: 'completed' };
    },
  };
}

/**
 * A whole refresh. All that comes at the same time is told in one step; a wait is over when nothing
 * else can happen.
 * @param {Machine} machine
 * @param {{startedMs: number, [name: string]: unknown}} facts
 * @param {Performers} performers
 */
export function play(machine, facts, performers) {
  /** @type {Effect[]} */
  const effects = [];
  /** @type {Event[][]} */
  const steps = [];
  /** @type {{id: number, over: number}[]} */
  const waits = [];
  let now = facts.startedMs;
  for (let next = machine.begin(JSON.stringify(facts)); ; ) {
    effects.push(...next);
    if (next.some(({ name }) => name === 'done')) return { effects, steps, ...summaryOf(effects) };
    /** @type {Event[]} */
    const events = [];
    for (const effect of next) {
      const id = Number(effect.id);
      if (effect.name === 'wait') waits.push({ id, over: now + effect.durationMs });
      const outcome = performers[effect.name]?.(effect);
      if (outcome) events.push(/** @type {Event} */ ({ ...outcome, id, at: now }));
    }
    if (events.length === 0) {
      const { id, over } =
        waits.sort((one, other) => one.over - other.over).shift() ?? nothingLeft();
      now = Math.max(now, over);
      events.push({ name: 'completed', id, at: now });
    }
    steps.push(events);
    next = machine.step(events);
  }
}

/** @returns {never} */
function nothingLeft() {
  throw new Error('the core waits for nothing, and is not done');
}

/** @param {Effect[]} effects */
function summaryOf(effects) {
  const of = (/** @type {string} */ name) => effects.filter((effect) => effect.name === name);
  const lines = of('print').map(({ text }) => /** @type {string} */ (text));
  const event = lines.find((line) => line.startsWith('{"event"'));
  return {
    lines,
    /** What the refresh says of itself at its end. */
    event: event === undefined ? undefined : JSON.parse(event),
    requests: of('fetch'),
    puts: of('put'),
  };
}
