// The examiner's module: what it asks of its host, that it is never uploaded, and hostile values.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { examine, keyOfValue, ourKeys, served } from '../../scripts/doctor/examine.js';
import { absentKey } from '../../scripts/doctor/keys.js';
import { loadedModules } from '../../scripts/doctor/modules.js';
import { exchange, instantiate } from '../../shim/core.js';
import { ODD_VALUES } from './bodies.js';
import { bytes, json, text } from './calls.js';

const FILE = new URL('../../build/wasm/examiner.wasm', import.meta.url);
const module = new WebAssembly.Module(readFileSync(FILE));
const modules = loadedModules();
const NOW = Date.parse('2025-12-04T14:25:00.000Z');
const MEGABYTE = 1 << 20;

test('the examiner imports nothing, and has the one call', () => {
  assert.deepEqual(WebAssembly.Module.imports(module), []);
  const names = WebAssembly.Module.exports(module).map(({ name }) => name);
  assert.ok(names.includes('examine') && names.includes('input') && !names.includes('reply'));
});

test('the examiner is not uploaded', () => {
  const uploaded = readdirSync(new URL('../../build/worker/', import.meta.url));
  assert.ok(
    uploaded.some((name) => name.endsWith('-core.wasm')),
    uploaded.join(),
  );
  assert.deepEqual(
    uploaded.filter((name) => /examiner/.test(name)),
    [],
  );
});

/** @param {number} seed */
function noise(seed) {
  let state = seed;
  return Uint8Array.from({ length: 300 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
}

/** @type {[string, Uint8Array][]} */
const HOSTILE = [
  ...ODD_VALUES.map((value) => /** @type {[string, Uint8Array]} */ ([value, bytes(value)])),
  ['a thousand brackets', bytes('['.repeat(1000))],
  ['more than a list may have', bytes(`{"tracks":[${'1,'.repeat(3 * MEGABYTE)}1]}`)],
  ['as much as KV holds', new Uint8Array(25 * MEGABYTE)],
  ['a name with everything', bytes('{"version":3,"writer":{"id":"\\u0000\\ud800\u001b[31m"}}')],
  ...Array.from(
    { length: 20 },
    (_, seed) => /** @type {[string, Uint8Array]} */ ([`noise ${seed}`, noise(seed)]),
  ),
];

const METADATA = [
  null,
  undefined,
  'text',
  { version: 2, count: -1, length: 0.5, crc32c: 1e300 },
  { '\ud800': 1, by: JSON.parse('['.repeat(99) + ']'.repeat(99)) },
];

for (const [name, value] of HOSTILE) {
  test(`the examiner explains any value: ${name.slice(0, 60)}`, () => {
    for (const key of [...ourKeys(modules), 'user-listens:recent', 'user-listens:\ud800']) {
      for (const metadata of METADATA) {
        const found = examine(modules, { ...absentKey(key), value, metadata }, NOW);
        assert.equal(found.bytes, value.length);
        assert.notEqual('list' in found ? found.list : found.snapshot, undefined);
        assert.notEqual(found.fault, 'the core fails on it');
      }
    }
    assert.ok(ourKeys(modules).includes(keyOfValue(modules, value)));
  });
}

test('the core tells what readers get, whatever is stored', () => {
  const worker = { settings: {}, hasCache: true, hasDatabase: true };
  for (const [, value] of HOSTILE) {
    const keys = ourKeys(modules).map((key) => ({ ...absentKey(key), value }));
    assert.notEqual(served(modules, keys, worker, NOW), null);
  }
});

test('the same facts give the same bytes, on a fresh and on a used instance', () => {
  const used = instantiate(module);
  for (const value of ODD_VALUES) {
    const parts = [json({ key: 'user-listens:v2:recent', nowMs: NOW }), bytes(value)];
    const [first, again] = [instantiate(module), used].map((exports) =>
      text(/** @type {Uint8Array} */ (exchange(exports, 'examine', parts)[0])),
    );
    assert.equal(again, first);
  }
});
