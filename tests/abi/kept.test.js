// What the shim keeps from request to request, with time as an argument.

import assert from 'node:assert/strict';
import { test } from 'node:test';

// Not by name: their types are those of Workers, which the tests are not checked with.
const shim = (/** @type {string} */ file) =>
  import(new URL(`../../shim/${file}`, import.meta.url).href);
const { Kept } = await shim('kept.js');
const { SharedReads } = await shim('shared-reads.js');

const READY = { status: 200, headers: {}, body: 'x' };

const MOMENTS = [
  { name: 'at once', now: 1000, isFound: true },
  { name: 'at the last moment', now: 1499, isFound: true },
  { name: 'when it is over', now: 1500, isFound: false },
  { name: 'before it was kept', now: 999, isFound: false },
];
for (const { name, now, isFound } of MOMENTS) {
  test(`kept: a reply is found as long as it may be repeated: ${name}`, () => {
    const kept = new Kept();
    kept.keep('q', READY, kept.begin(1000), 500);
    assert.equal(kept.find('q', now), isFound ? READY : undefined);
    assert.equal(kept.find('other', now), undefined);
  });
}

test('kept: a newer reply replaces an older one, and clearing removes it', () => {
  const kept = new Kept();
  const newer = { ...READY, body: 'y' };
  kept.keep('q', READY, kept.begin(1000), 500);
  kept.keep('q', newer, kept.begin(1400), 500);
  assert.equal(kept.find('q', 1600), newer);
  kept.clear();
  assert.equal(kept.find('q', 1600), undefined);
});

test('kept: a reply begun before the kept one, or before clearing, is not kept', () => {
  const kept = new Kept();
  const slow = kept.begin(900);
  kept.keep('q', READY, kept.begin(1000), 500);
  kept.keep('q', { ...READY, body: 'old' }, slow, 500);
  assert.equal(kept.find('q', 1100), READY);
  const underWay = kept.begin(1100);
  kept.clear();
  kept.keep('q', READY, underWay, 500);
  assert.equal(kept.find('q', 1100), undefined);
});

test('kept: its time counts from when the answer was begun', () => {
  const kept = new Kept();
  kept.keep('q', READY, kept.begin(1000), 500);
  assert.equal(kept.find('q', 1499), READY);
  assert.equal(kept.find('q', 1500), undefined);
});

test('kept: at most 4 MB in all, and an eighth of that each', () => {
  const kept = new Kept();
  const large = { ...READY, body: new Uint8Array(512 << 10) };
  for (let i = 0; i < 20; i++) kept.keep(`q${i}`, large, kept.begin(0), 500);
  const found = Array.from({ length: 20 }, (_, i) => i).filter((i) => kept.find(`q${i}`, 0));
  assert.deepEqual(found, [12, 13, 14, 15, 16, 17, 18, 19]);
  kept.keep('larger', { ...READY, body: new Uint8Array((512 << 10) + 1) }, kept.begin(0), 500);
  assert.equal(kept.find('larger', 0), undefined);
  // What is over makes room.
  kept.keep('later', READY, kept.begin(500), 500);
  assert.equal(kept.find('q19', 499), undefined);
  assert.equal(kept.find('later', 500), READY);
});

test('kept: never more than 32, the oldest go', () => {
  const kept = new Kept();
  for (let i = 0; i < 100; i++) kept.keep(`q${i}`, READY, kept.begin(0), 500);
  const found = Array.from({ length: 100 }, (_, i) => i).filter((i) => kept.find(`q${i}`, 0));
  assert.deepEqual(
    found,
    Array.from({ length: 32 }, (_, i) => 68 + i),
  );
});

/**
 * A namespace whose reads end when the test says so.
 */
function slowNamespace() {
  /** @type {{key: string, how: object, end: (value: any) => void, fail: (error: Error) => void}[]} */
  const reads = [];
  const getWithMetadata = (/** @type {string} */ key, /** @type {object} */ how) =>
    new Promise((end, fail) => reads.push({ key, how, end, fail }));
  /** @type {Promise<unknown>[]} */
  const waited = [];
  const context = { waitUntil: (/** @type {Promise<unknown>} */ one) => waited.push(one) };
  return { reads, namespace: { getWithMetadata }, context, waited };
}

const VALUE = { value: new TextEncoder().encode('v').buffer, metadata: null };

/** @param {string} key */
const reading = (key) => ({
  key,
  cacheTtl: 30,
  timeoutMs: 5000,
  maxSealedBytes: 9,
  maxUnsealedBytes: 9,
});

test('shared reads: requests at the same time share one read, a later one begins another', async () => {
  const { reads, namespace, context, waited } = slowNamespace();
  const shared = new SharedReads();
  const ask = (/** @type {string} */ key) => shared.read(namespace, reading(key), context);
  const answers = [ask('a'), ask('a'), ask('b'), ask('a')];
  assert.deepEqual(
    reads.map(({ key }) => key),
    ['a', 'b'],
  );
  assert.deepEqual(reads[0].how, { type: 'arrayBuffer', cacheTtl: 30 });
  for (const { end } of reads) end(VALUE);
  for (const { value } of await Promise.all(answers)) assert.equal(String(value), '118');
  // The request that began it waits until it is over, whoever has gone.
  await Promise.all(waited);
  assert.equal(waited.length, 2);
  ask('a');
  assert.equal(reads.length, 3);
  reads[2].end(VALUE);
});

test('shared reads: a failure is shared too', async () => {
  const { reads, namespace, context } = slowNamespace();
  const shared = new SharedReads();
  const answers = [1, 2].map(() => shared.read(namespace, reading('a'), context));
  reads[0].fail(new Error('KV is down'));
  for (const { facts } of await Promise.all(answers)) {
    assert.deepEqual(facts, { error: 'Error: KV is down' });
  }
});

test('shared reads: a read cut off with its request holds up no other', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: 0 });
  const { reads, namespace, context } = slowNamespace();
  const shared = new SharedReads();
  const slow = [1, 2].map(() => shared.read(namespace, reading('a'), context));
  t.mock.timers.tick(5000);
  for (const { facts } of await Promise.all(slow)) {
    assert.deepEqual(facts, { error: 'Error: no answer within 5000 ms' });
  }
  t.mock.timers.tick(51);
  const next = shared.read(namespace, reading('a'), context);
  assert.equal(reads.length, 2);
  reads[1].end(VALUE);
  assert.equal(String((await next).value), '118');
});

test('shared reads: a request that waits for a read without end reads for itself', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now: 0 });
  const { reads, namespace, context } = slowNamespace();
  const shared = new SharedReads();
  // Its timers went with its request.
  const cutOff = { waitUntil: () => {} };
  const within = globalThis.setTimeout;
  globalThis.setTimeout = /** @type {any} */ (() => 0);
  shared.read(namespace, reading('a'), cutOff);
  globalThis.setTimeout = within;
  const waiting = shared.read(namespace, reading('a'), context);
  assert.equal(reads.length, 1);
  t.mock.timers.tick(5050);
  for (let turn = 0; turn < 5; turn++) await null;
  assert.equal(reads.length, 2);
  reads[1].end(VALUE);
  assert.equal(String((await waiting).value), '118');
});

test('shared reads: after a refresh no request joins a read from before it', async () => {
  const { reads, namespace, context } = slowNamespace();
  const shared = new SharedReads();
  const before = shared.read(namespace, reading('a'), context);
  shared.clear();
  const after = shared.read(namespace, reading('a'), context);
  assert.equal(reads.length, 2);
  reads[1].end(VALUE);
  reads[0].end({ value: null, metadata: null });
  assert.equal(String((await after).value), '118');
  assert.equal((await before).value, null);
});
