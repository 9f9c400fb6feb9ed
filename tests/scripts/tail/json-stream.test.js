// The objects in a stream of text, whatever else is in it and wherever it is cut.

import assert from 'node:assert/strict';
import test from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { JsonStream, MAX_VALUE_CHARS } from '../../../scripts/tail/json-stream.js';
import { MAX_DEPTH } from '../../../scripts/tail/value-scan.js';

const ONE = { a: [1, -2.5e3, true, null, {}], s: 'a "}{" \\ and a\nline', e: '\u00e9🎵' };
const TWO = { logs: [{ level: 'log', message: ['x'] }], outcome: 'ok' };
const printed = (/** @type {unknown} */ value) => JSON.stringify(value, null, 2);
const line = (/** @type {unknown} */ value) => `${JSON.stringify(value)}\n`;

/** @param {string} text @param {number} [size] of the pieces in which it comes */
function found(text, size = text.length || 1) {
  const stream = new JsonStream();
  const pieces = [];
  for (let at = 0; at < text.length; at += size)
    pieces.push(...stream.push(text.slice(at, at + size)));
  pieces.push(...stream.end());
  return pieces.map((piece) =>
    'skipped' in piece ? `${piece.skipped}, ${piece.chars} from ${piece.line}` : piece.value,
  );
}

/** Nested in arrays `depth` levels deep, the object around them counted. @param {number} depth */
const nested = (depth) => `{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;

function memoryInUse() {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}

for (const { name, text, expected } of [
  { name: 'nothing', text: '', expected: [] },
  { name: 'blanks', text: ' \r\n\t\n', expected: [] },
  {
    name: 'as wrangler prints it',
    text: `${printed(ONE)}\n${printed(TWO)}\n`,
    expected: [ONE, TWO],
  },
  { name: 'without a line end', text: printed(ONE) + printed(TWO), expected: [ONE, TWO] },
  { name: 'one a line', text: line(ONE) + line(TWO), expected: [ONE, TWO] },
  {
    name: 'one a line, of another system',
    text: (line(ONE) + line(TWO)).replaceAll('\n', '\r\n'),
    expected: [ONE, TWO],
  },
  { name: 'an array', text: printed([ONE, TWO]), expected: [ONE, TWO] },
  { name: 'an array on one line', text: JSON.stringify([ONE, TWO]), expected: [ONE, TWO] },
  {
    name: 'arrays, one after the other',
    text: `${line([ONE])}${line([TWO])}[]`,
    expected: [ONE, TWO],
  },
  { name: 'a byte order mark', text: `\ufeff${line(ONE)}`, expected: [ONE] },
  {
    name: 'printed without indentation',
    text: printed({ logs: [{ a: 1 }, { b: [{}] }] }).replace(/^ +/gm, ''),
    expected: [{ logs: [{ a: 1 }, { b: [{}] }] }],
  },
  {
    name: 'garbage between values',
    text: `${line(ONE)}⛅ wrangler 4\nmore\n${line(TWO)}`,
    expected: [ONE, 'no JSON, 18 from 2', TWO],
  },
  {
    name: 'garbage before an array',
    text: `Fetching…\n${printed([ONE, TWO])}`,
    expected: ['no JSON, 10 from 1', ONE, TWO],
  },
  { name: 'garbage on the same line', text: `x${line(ONE)}`, expected: ['no JSON, 1 from 1', ONE] },
  {
    name: 'garbage with a brace',
    text: `a { b\n${line(ONE)}`,
    expected: ['no JSON, 6 from 1', ONE],
  },
  { name: 'garbage at the end', text: `${line(ONE)}bye`, expected: [ONE, 'no JSON, 3 from 2'] },
  {
    name: 'values that are no objects',
    text: `1 "a" null\n${line(ONE)}`,
    expected: ['no JSON, 11 from 1', ONE],
  },
  {
    name: 'a file whose beginning is cut off',
    text: `${printed(TWO).slice(30)}\n${printed(ONE)}`,
    expected: [`no JSON, ${printed(TWO).length - 29} from 1`, ONE],
  },
  {
    name: 'cut off at the end',
    text: `${line(ONE)}${printed(TWO).slice(0, 40)}`,
    expected: [ONE, 'cut off before its end, 40 from 2'],
  },
  {
    name: 'cut off where a value may begin, then another one',
    text: `{\n  "logs": [\n${printed(ONE)}`,
    expected: ['cut off before its end, 14 from 1', ONE],
  },
  {
    name: 'cut off where no value may begin, then another one on the same line',
    text: `{"a":1${line(ONE)}`,
    expected: ['cut off before its end, 6 from 1', ONE],
  },
  {
    name: 'cut off within a string, then another one',
    text: `{"a":"it is\n${printed(ONE)}`,
    expected: ['no JSON, 12 from 1', ONE],
  },
  {
    name: 'broken in its middle: what is left of it is no event',
    text: `{\n  "a": ],\n  "logs": [\n    {\n      "b": 1\n    }\n  ]\n}\n${printed(ONE)}`,
    expected: ['no JSON, 55 from 1', ONE],
  },
  {
    name: 'an element of an array that is broken',
    text: printed([ONE, TWO, ONE]).replace('"outcome": "ok"', '"outcome"; "ok"'),
    expected: [ONE, 'no JSON, 135 from 13', ONE],
  },
  {
    name: 'brackets that fit, but no JSON',
    text: `{"a":tru}\n${line(ONE)}`,
    expected: ['no JSON, 9 from 1', ONE],
  },
  { name: 'a comma too many', text: `{"a":1,}${line(ONE)}`, expected: ['no JSON, 8 from 1', ONE] },
  {
    name: 'brackets that do not fit',
    text: `{"a":[}]\n${line(ONE)}`,
    expected: ['no JSON, 9 from 1', ONE],
  },
  {
    name: 'nothing but beginnings',
    text: `${'{'.repeat(1000)}\n${line(ONE)}`,
    expected: ['cut off before its end, 1001 from 1', ONE],
  },
  {
    name: 'nothing but ends',
    text: `${'}'.repeat(1000)}\n${line(ONE)}`,
    expected: ['no JSON, 1001 from 1', ONE],
  },
  {
    name: 'as deep as may be',
    text: nested(MAX_DEPTH),
    expected: [JSON.parse(nested(MAX_DEPTH))],
  },
  {
    name: 'deeper',
    text: `${nested(MAX_DEPTH + 1)}\n${line(ONE)}`,
    expected: [
      `nested deeper than ${MAX_DEPTH} levels, ${nested(MAX_DEPTH + 1).length} from 1`,
      ONE,
    ],
  },
]) {
  test(`a stream: ${name}`, () => {
    assert.deepEqual(found(text), expected, 'in one piece');
    assert.deepEqual(found(text, 1), expected, 'character by character');
    assert.deepEqual(found(text, 7), expected, 'in pieces');
  });
}

test('a stream cut off at every character tells of one thing, and goes on', () => {
  for (const text of [printed(TWO), JSON.stringify(TWO)]) {
    for (let at = 1; at < text.length; at += 1) {
      const [first, ...others] = found(`${text.slice(0, at)}\n${printed(ONE)}`);
      assert.match(
        String(first),
        /^(?:cut off before its end|no JSON), \d+ from 1$/,
        text.slice(0, at),
      );
      assert.deepEqual(others, [ONE], text.slice(0, at));
    }
  }
});

test('50 MB in one value are passed over in one line, and not kept', () => {
  const chars = 50_000_000;
  const stream = new JsonStream();
  const before = memoryInUse();
  const pieces = stream.push('{"a":"');
  for (let at = 0; at < chars; at += 1_000_000) pieces.push(...stream.push('x'.repeat(1_000_000)));
  const kept = memoryInUse() - before;
  assert.ok(kept < chars / 2, `${kept} bytes`);
  pieces.push(...stream.push(`"}\n${line(ONE)}`));
  assert.deepEqual(pieces, [
    { skipped: `longer than ${MAX_VALUE_CHARS} characters`, chars: chars + 8, line: 1 },
    { value: ONE, chars: line(ONE).length - 1, line: 2 },
  ]);
});

test('a million levels are passed over in one line', () => {
  const depth = 1_000_000;
  assert.deepEqual(found(`${nested(depth)}\n${line(ONE)}`), [
    `nested deeper than ${MAX_DEPTH} levels, ${nested(depth).length} from 1`,
    ONE,
  ]);
});
