// What npm run tail prints, whole: goldens of a bad day's real events, of bad ends, of hostile input.
//
// UPDATE_GOLDEN=1 writes them anew. They are read by eye before they are committed.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import test from 'node:test';
import util from 'node:util';
import { TailReader } from '../../../scripts/tail/reader.js';
import { BAD_ENDS, CRON, eventWith, line, request } from './events.js';

/** @typedef {import('../../../scripts/tail/reader.js').Wishes} Wishes */

const DAY = readFileSync(new URL('fixtures/day.txt', import.meta.url), 'utf8');
const CHUNK = 1000;

/** @type {Wishes} */
const PLAIN = {
  paint: (_, text) => text,
  utc: true,
  verbose: false,
  host: false,
  warnings: false,
  json: false,
};

/** @type {import('../../../scripts/tail/layout.js').Paint} */
const inColour = (style, text) => util.styleText(style, text, { validateStream: false });

/** @param {string} text @param {Partial<Wishes>} [wishes] */
function printed(text, wishes) {
  const reader = new TailReader({ ...PLAIN, ...wishes });
  const pieces = [];
  for (let at = 0; at < text.length; at += CHUNK)
    pieces.push(...reader.push(text.slice(at, at + CHUNK)));
  return [...pieces, ...reader.end()].join('');
}

/** @param {unknown[]} events */
const asStream = (...events) =>
  events.map((event) => `${JSON.stringify(event, null, 2)}\n`).join('');

/** Every field of a type that it must not have. */
const WRONG = [1, 'x', true, [], [[]], {}, null, 1e308].map((wrong) =>
  Object.fromEntries(Object.keys(eventWith({})).map((name) => [name, wrong])),
);

const HOSTILE = [
  'an unhandled line\n',
  asStream(eventWith({ event: request() })),
  asStream(...WRONG),
  asStream(
    eventWith({ event: request(undefined, 200), logs: 'x', exceptions: {}, eventTimestamp: 'now' }),
    eventWith({
      event: { request: 'x', response: [] },
      logs: [
        1,
        null,
        { level: 3, message: 'no array' },
        { message: [[], {}, '\u001b[31mred\u0007'] },
      ],
      exceptions: [null, { name: 1, message: { a: 1 }, stack: [] }],
      cpuTime: '3',
    }),
    eventWith({ event: { cron: 3, scheduledTime: 1e300 } }),
    eventWith({
      event: CRON,
      logs: [
        line(
          'log',
          '{"event":"refresh","counts":[1],"durationMs":"x","confirmation":{},"writer":3}',
        ),
      ],
    }),
    eventWith({ event: CRON, logs: [line('log', '{"event":"refresh","counts":{"__proto__":1,')] }),
    eventWith({ event: { __proto__: null, constructor: 1 }, outcome: 'constructor' }),
    eventWith({ event: request('not a URL'), outcome: '\u001b]0;title\u0007' }),
  ),
  '{"outcome":"ok","logs":[\n',
  asStream(eventWith({ event: request() })),
  `{"outcome":"ok","event":${'['.repeat(100_000)}`,
].join('');

for (const {
  name,
  text,
  wishes,
} of /** @type {{name: string, text: string, wishes?: Partial<Wishes>}[]} */ ([
  { name: 'day.txt', text: DAY },
  { name: 'day-in-colour.txt', text: DAY, wishes: { paint: inColour } },
  { name: 'day-verbose.txt', text: DAY, wishes: { verbose: true, host: true } },
  { name: 'day-warnings.txt', text: DAY, wishes: { warnings: true } },
  { name: 'day-json.txt', text: DAY, wishes: { json: true } },
  { name: 'bad-ends.txt', text: asStream(...BAD_ENDS) },
  { name: 'bad-ends-warnings.txt', text: asStream(...BAD_ENDS), wishes: { warnings: true } },
  { name: 'bad-ends-in-colour.txt', text: asStream(...BAD_ENDS), wishes: { paint: inColour } },
  { name: 'hostile.txt', text: HOSTILE },
  { name: 'hostile-json.txt', text: HOSTILE, wishes: { json: true } },
])) {
  test(`what is printed is golden/${name}`, () => {
    const file = new URL(`golden/${name}`, import.meta.url);
    const output = printed(text, wishes);
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, output);
    assert.equal(output, readFileSync(file, 'utf8'), 'UPDATE_GOLDEN=1 writes it anew');
  });
}

test('events one a line, or in an array, are read the same', () => {
  const events = JSON.parse(`[${DAY.replaceAll('\n}\n{', '\n},\n{')}]`);
  const expected = printed(DAY);
  assert.equal(
    printed(events.map((/** @type {any} */ one) => `${JSON.stringify(one)}\n`).join('')),
    expected,
  );
  assert.equal(printed(JSON.stringify(events)), expected);
  assert.equal(printed(JSON.stringify(events, null, 2)), expected);
});

test('--json is one line of JSON an event, and one for what was skipped', () => {
  for (const text of [DAY, HOSTILE]) {
    const lines = printed(text, { json: true }).trimEnd().split('\n');
    for (const one of lines) assert.equal(typeof JSON.parse(one).kind, 'string');
  }
  const reader = new TailReader({ ...PLAIN, json: true });
  const all = reader.push(DAY);
  assert.equal(all.length, reader.events);
});

test('an event is printed as soon as it is whole, in one piece', () => {
  const reader = new TailReader(PLAIN);
  const text = JSON.stringify(BAD_ENDS[1]);
  assert.deepEqual(reader.push(text.slice(0, -1)), []);
  const [piece = '', ...others] = reader.push(text.slice(-1));
  assert.deepEqual(others, []);
  assert.equal(piece.split('\n').length, 6);
});

test('of hostile input nothing reaches the terminal that could move its cursor', () => {
  for (const wishes of [{}, { verbose: true }, { json: true }]) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not get through
    assert.doesNotMatch(printed(HOSTILE, wishes), /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  }
});

test('the clock is that of this machine, or UTC; the day is told when it begins', () => {
  const zone = process.env.TZ;
  try {
    process.env.TZ = 'Asia/Tokyo';
    const text = asStream(
      eventWith({ event: request() }),
      eventWith({ event: CRON }),
      eventWith({ event: request(), eventTimestamp: -8.64e15 }),
    );
    const clocks = (/** @type {boolean} */ utc) =>
      printed(text, { utc })
        .split('\n')
        .filter((one) => /^[-+\d]/.test(one))
        .map((one) => one.split(' ')[0]);
    assert.deepEqual(clocks(true), [
      ...['2025-12-04', '23:59:50', '2025-12-05', '00:00:00'],
      ...['-271821-04-20', '00:00:00'],
    ]);
    assert.deepEqual(clocks(false).slice(0, 3), ['2025-12-05', '08:59:50', '09:00:00']);
  } finally {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  }
});
