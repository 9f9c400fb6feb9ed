// How much memory a reply takes. Nothing is freed within a call (wasm/runtime.h), so every allocation
// counts, and a copy of the list that is one too many is seen here.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exchange, instantiate } from '../../shim/core.js';
import { lastfmBody } from './bodies.js';
import {
  answerFacts,
  bytes,
  freshCore,
  json,
  listRequest,
  module,
  questionAbout,
} from './calls.js';

// Arenas of 4 KB for texts; facts, headers and the decision.
const MOST_BESIDE_THE_BODY = 28_000;

/** @param {number} count of tracks */
function storedList(count) {
  const core = freshCore();
  const members = Array.from({ length: count }, (_, i) => `member${i}`);
  const rows = json(members.map((username) => ({ username, lastfm_username: username })));
  const answers = members.map((account) => {
    const body = bytes(lastfmBody(account));
    return core.call('read_response', answerFacts(questionAbout(account)), body)[1];
  });
  const facts = { ...listRequest(), reads: [{}, {}] };
  const [{ write }, list] = core.call('finish_refresh', facts, rows, null, null, ...answers);
  assert.equal(write.metadata.count, count);
  return { list, metadata: write.metadata };
}

/**
 * Bytes of the heap that one call takes, its input left out.
 * @param {any} facts
 * @param {Uint8Array} value
 */
function bytesTaken(facts, value) {
  const real = /** @type {any} */ (instantiate(module));
  let end = 0;
  let taken = 0;
  const watched = {
    memory: real.memory,
    input: (/** @type {number} */ size) => {
      const begin = real.input(size) >>> 0;
      end = begin + size;
      return begin;
    },
    // The table of the output is what is allocated last.
    reply: (/** @type {number} */ parts) => {
      const table = real.reply(parts) >>> 0;
      taken = table - end;
      return table;
    },
  };
  exchange(watched, 'reply', [json(facts), value]);
  return taken;
}

for (const count of [14, 50]) {
  test(`a sealed list of ${count} tracks is copied once, from value to reply`, (t) => {
    const { list, metadata } = storedList(count);
    const taken = bytesTaken(listRequest('', { reads: [{ metadata }] }), list);
    t.diagnostic(`${taken} bytes beside the input, for a list of ${list.length}`);
    assert.ok(taken > list.length / 2, `only ${taken} bytes: is this still what is measured?`);
    assert.ok(taken < list.length + MOST_BESIDE_THE_BODY, `${taken} bytes`);
  });
}

test('a 304 takes no more memory than the list', (t) => {
  const { list, metadata } = storedList(50);
  const facts = listRequest('', { ifNoneMatch: '*', reads: [{ metadata }] });
  const taken = bytesTaken(facts, list);
  t.diagnostic(`${taken} bytes beside the input`);
  assert.ok(taken < list.length + MOST_BESIDE_THE_BODY, `${taken} bytes`);
});
