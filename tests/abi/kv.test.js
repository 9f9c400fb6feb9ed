// How the shim reads KV and D1, and puts: what it tells the core of it.

import assert from 'node:assert/strict';
import { test } from 'node:test';

// Not by name: their types are those of Workers, which the tests are not checked with.
const shim = (/** @type {string} */ file) =>
  import(new URL(`../../shim/${file}`, import.meta.url).href);
const { put, read, readStored } = await shim('kv.js');
const { query } = await shim('d1.js');

const encoder = new TextEncoder();
const READ = { key: 'k', cacheTtl: 30, timeoutMs: 5000, maxSealedBytes: 20, maxUnsealedBytes: 10 };

/** @param {number | null} size @param {unknown} [metadata] */
const namespaceWith = (size, metadata = null) => ({
  getWithMetadata: async () => ({ value: size === null ? null : new ArrayBuffer(size), metadata }),
});

const VALUES = [
  { name: 'no value', size: null, metadata: null, isRead: true },
  { name: 'as many bytes as any value may have', size: 10, metadata: null, isRead: true },
  { name: 'one more', size: 11, metadata: null, isRead: false },
  { name: 'one more, whose seal has its length', size: 11, metadata: { length: 11 }, isRead: true },
  { name: 'one more, whose seal has another', size: 11, metadata: { length: 10 }, isRead: false },
  { name: 'one more, whose seal is a text', size: 11, metadata: { length: '11' }, isRead: false },
  { name: 'as many as a sealed one may have', size: 20, metadata: { length: 20 }, isRead: true },
  { name: 'one more than that', size: 21, metadata: { length: 21 }, isRead: false },
];
for (const { name, size, metadata, isRead } of VALUES) {
  test(`a value of KV is read, or its size is told: ${name}`, async () => {
    const found = await read(namespaceWith(size, metadata), READ);
    const stored = await readStored(namespaceWith(size, metadata), READ);
    if (isRead) {
      assert.equal(found.name, 'value');
      assert.equal(found.value?.length, size ?? undefined);
      assert.equal(stored.value?.length, size ?? undefined);
    } else {
      assert.deepEqual(found, { name: 'oversize', bytes: size });
      assert.deepEqual(stored, { value: null, facts: { tooLarge: size } });
    }
  });
}

test('of metadata, the numbers are told', async () => {
  const metadata = { version: 2, nested: { a: 1 }, text: '3', '\ud800': 4, count: 5 };
  const { metadata: told } = await read(namespaceWith(1, metadata), READ);
  assert.deepEqual(told, { version: 2, count: 5 });
});

/** Never ends. */
const hang = () => new Promise(() => {});
const FAST = { ...READ, timeoutMs: 20 };
const PUT = { ...FAST, value: new Uint8Array(1), expirationTtl: 60, metadata: {} };

test('what hangs is given up', async () => {
  const database = { prepare: () => ({ all: hang }) };
  const namespace = { getWithMetadata: hang, put: hang };
  const gaveUp = { message: 'no answer within 20 ms' };
  await assert.rejects(read(namespace, FAST), gaveUp);
  await assert.rejects(put(namespace, PUT), gaveUp);
  await assert.rejects(query(database, { sql: 's', timeoutMs: 20 }), gaveUp);
});

test('a put has expiry and metadata', async () => {
  /** @type {unknown[]} */
  const puts = [];
  await put({ put: async (/** @type {unknown[]} */ ...given) => puts.push(given) }, PUT);
  assert.deepEqual(puts, [['k', PUT.value, { expirationTtl: 60, metadata: {} }]]);
});

test('rows are JSON', async () => {
  const results = [{ username: 'björn' }];
  const database = {
    prepare: (/** @type {string} */ sql) => ({
      all: async () => ({ results: sql === 'the query' ? results : [] }),
    }),
  };
  assert.deepEqual(await query(database, { sql: 'the query', timeoutMs: 1000 }), {
    name: 'rows',
    json: encoder.encode(JSON.stringify(results)),
  });
});
