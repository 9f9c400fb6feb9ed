// Effects and events as bytes: what is written can be read again, by the tables that the real module
// publishes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeEffects } from '../../shim/messages.js';
import { ALWAYS, bytes, DESCRIBED, encodedEvents, freshMachine } from './calls.js';
import { failed, performersIn, play, RECENT, SNAPSHOT } from './refreshes.js';

/** @typedef {import('../../shim/messages.js').Event} Event */

const { effects: EFFECTS, events: EVENTS } = DESCRIBED;

test('the module names every effect and event that the shim performs and tells', () => {
  const names = (/** @type {{name: string}[]} */ kinds) => kinds.map(({ name }) => name);
  assert.deepEqual(names(EFFECTS), ['print', 'query', 'read', 'fetch', 'put', 'wait', 'done']);
  assert.deepEqual(names(EVENTS), ['rows', 'value', 'oversize', 'response', 'completed', 'failed']);
});

/**
 * Writes events, and reads them as if they were effects: the layout is the same, but that an event has
 * its time in front.
 * @param {Event[]} events
 */
function thereAndBack(events) {
  const kinds = EVENTS.map((/** @type {any} */ { name, fields }) => ({
    name,
    fields: [['at', 'number'], ...fields],
  }));
  return decodeEffects(kinds, encodedEvents(events));
}

const AT = ALWAYS.startedMs;
const ODD = 'é, 椎名林檎, 👩‍👩‍👧‍👦 and \u0000';

/** @type {{name: string, event: Event}[]} */
const EXAMPLES = [
  { name: 'rows', event: { name: 'rows', id: 1, at: AT, json: bytes('[]') } },
  { name: 'no rows at all', event: { name: 'rows', id: 1, at: AT, json: null } },
  {
    name: 'a value with a seal',
    event: {
      name: 'value',
      id: 2 ** 32 - 1,
      at: AT,
      value: bytes('v'),
      metadata: { version: 2, count: 0, length: -1, crc32c: 2 ** 53, other: 0.5, [ODD]: 1e300 },
    },
  },
  {
    name: 'no value, and no metadata',
    event: { name: 'value', id: 0, at: 0, value: null, metadata: {} },
  },
  {
    name: 'an empty value',
    event: { name: 'value', id: 0, at: 0.5, value: new Uint8Array(0), metadata: {} },
  },
  { name: 'a value that is too large', event: { name: 'oversize', id: 3, at: AT, bytes: 2 ** 40 } },
  {
    name: 'a response',
    event: {
      name: 'response',
      id: 4,
      at: AT,
      status: 599,
      headers: [
        ['retry-after', ''],
        [ODD, 'ü'.repeat(5000)],
      ],
      body: Uint8Array.from({ length: 256 }, (_, i) => i),
    },
  },
  {
    name: 'a response without headers, whose body is large',
    event: {
      name: 'response',
      id: 4,
      at: AT,
      status: 200,
      headers: [],
      body: new Uint8Array(5_000_000).fill(7),
    },
  },
  { name: 'a completion', event: { name: 'completed', id: 5, at: AT } },
  { name: 'a failure', event: { name: 'failed', id: 6, at: AT, reason: '', message: ODD } },
];
for (const { name, event } of EXAMPLES) {
  test(`there and back: ${name}`, () => {
    assert.deepEqual(thereAndBack([event]), [event]);
  });
}

test('there and back: all of them together, and nothing', () => {
  const events = EXAMPLES.map(({ event }) => event);
  assert.deepEqual(thereAndBack(events), events);
  assert.deepEqual(thereAndBack([]), []);
});

test('half a character of UTF-16 becomes one that stands for what was broken', () => {
  const event = { name: 'failed', id: 1, at: AT, reason: '', message: 'a\ud83d, \udc00b' };
  assert.deepEqual(thereAndBack([event]), [{ ...event, message: 'a\ufffd, \ufffdb' }]);
});

test('the core reads what the shim writes, and the other way about', () => {
  const stored = { [RECENT]: { value: null }, [SNAPSHOT]: { value: null } };
  const { lines, requests, puts, effects } = play(
    freshMachine(),
    ALWAYS,
    performersIn({ stored, answer: () => failed('timeout') }),
  );
  assert.ok(
    lines.some((line) => line.includes('timeout')),
    lines.join('\n'),
  );
  assert.equal(puts.length, 0);
  const [fetch] = requests;
  assert.deepEqual(
    fetch.headers.map(([name = '']) => name.toLowerCase()).includes('user-agent'),
    true,
  );
  assert.equal(fetch.responseHeaders, 'retry-after x-ratelimit-remaining x-ratelimit-reset-in');
  // Each effect has all fields that were published, in that order.
  for (const { name, ...fields } of effects) {
    const kind = EFFECTS.find((/** @type {any} */ one) => one.name === name);
    assert.deepEqual(
      Object.keys(fields),
      kind.fields.map(([field = '']) => field),
    );
  }
});

test('the seal of a value comes as it was put', () => {
  /** @type {Record<string, import('./refreshes.js').Stored>} */
  const stored = {};
  const { puts } = play(freshMachine(), ALWAYS, performersIn({ stored }));
  for (const { key, value, metadata, expirationTtl, isFirst, writtenMs } of puts) {
    assert.deepEqual(Object.keys(metadata), ['version', 'count', 'length', 'crc32c']);
    assert.equal(metadata.length, value.length);
    assert.equal(isFirst, key === RECENT);
    assert.equal(writtenMs, AT);
    assert.ok(expirationTtl >= 60);
  }
  assert.equal(puts.length, 2);
});
