// How much memory an instance has after refreshes and replies: it is what an isolate pays for, and
// WebAssembly never gives it back.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exchange, instantiate } from '../../shim/core.js';
import { ALWAYS, json, listRequest, module, NOW, text } from './calls.js';
import { RawMachine } from './raw.js';
import { performersIn, play, RECENT } from './refreshes.js';

const MIB = 1024 * 1024;
const TICK_MS = 300_000;

/**
 * Refreshes and replies, one after the other, by one instance.
 * @param {number} members
 * @param {number} rounds
 * @returns {number} bytes
 */
function memoryAfter(members, rounds) {
  const exports = /** @type {any} */ (instantiate(module));
  const names = Array.from({ length: members }, (_, i) => `member${i}`);
  const rows = json(names.map((username) => ({ username, lastfm_username: username })));
  /** @type {Record<string, import('./refreshes.js').Stored>} */
  const stored = {};
  for (let round = 0; round < rounds; round++) {
    const now = NOW + round * TICK_MS;
    const facts = { ...ALWAYS, startedMs: now, scheduledMs: now };
    const { event } = play(new RawMachine(exports), facts, performersIn({ rows, stored }));
    assert.equal(event.confirmation, 'confirmed');
    const { value, metadata } = stored[RECENT];
    const asked = { ...listRequest(), nowMs: now, reads: [{ metadata }] };
    const [decision] = exchange(exports, 'reply', [json(asked), value]);
    assert.equal(JSON.parse(text(decision)).status, 200);
  }
  return exports.memory.buffer.byteLength;
}

for (const { members, mebibytes } of [
  { members: 14, mebibytes: 1 },
  { members: 500, mebibytes: 2 },
]) {
  test(`an instance that refreshes ${members} members has ${mebibytes} MiB, and keeps them`, (t) => {
    const few = memoryAfter(members, 2);
    const many = memoryAfter(members, 40);
    t.diagnostic(`${few} bytes after 2 refreshes, ${many} after 40`);
    assert.ok(few <= mebibytes * MIB, `${few} bytes after 2 refreshes`);
    assert.ok(many <= mebibytes * MIB, `${many} bytes after 40 refreshes`);
  });
}
