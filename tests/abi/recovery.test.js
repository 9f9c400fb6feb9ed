// A call that throws costs one retry on a new instance, whatever was thrown, and never the next call.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Core, CoreFailure } from '../../shim/core.js';
import {
  ALWAYS,
  answerFacts,
  bytes,
  everyCall,
  freshCore,
  listRequest,
  module,
  questionAbout,
  ROWS,
  run,
} from './calls.js';

const EXAMPLES = everyCall(freshCore());
const READS = { ...ALWAYS, reads: [{}, {}] };
const [, ANSWER] = freshCore().call('read_response', answerFacts(questionAbout('anna')), null);

/** @type {{name: string, call: string, facts: any, parts: import('./calls.js').Part[]}[]} */
const POISON = [
  { name: 'facts that are no JSON', call: 'reply', facts: undefined, parts: [] },
  {
    name: 'facts without the time',
    call: 'reply',
    facts: { method: 'GET', url: 'http://a/' },
    parts: [],
  },
  {
    name: 'facts with a time that is text',
    call: 'open_refresh',
    facts: { nowMs: 'now' },
    parts: [],
  },
  {
    name: 'answers that are not ours',
    call: 'finish_refresh',
    facts: READS,
    parts: [ROWS, null, null, bytes('{}')],
  },
  {
    name: 'an answer without its last byte',
    call: 'finish_refresh',
    facts: READS,
    parts: [ROWS, null, null, ANSWER.subarray(0, -1)],
  },
  {
    name: 'no roster to finish with',
    call: 'finish_refresh',
    facts: READS,
    parts: [null, null, null],
  },
  {
    name: 'a part larger than all memory',
    call: 'read_response',
    facts: answerFacts(questionAbout('anna')),
    parts: [new Uint8Array(130 * 1024 * 1024)],
  },
  { name: 'a call that does not exist', call: 'no_such_call', facts: {}, parts: [] },
];

for (const { name, call, facts, parts } of POISON) {
  test(`${name}: CoreFailure, and the next calls are as ever`, () => {
    const core = freshCore();
    assert.throws(
      () => core.call(call, facts, ...parts),
      (error) =>
        error instanceof CoreFailure &&
        error.name === 'CoreFailure' &&
        error.cause !== undefined &&
        error.message.startsWith(`the core failed in ${call}: `),
    );
    for (const example of EXAMPLES) {
      assert.deepEqual(run(core, example), run(freshCore(), example), example.name);
    }
  });
}

const THROWN = [
  {
    name: 'a RangeError, as deep recursion gives',
    thrown: new RangeError('Maximum call stack size exceeded'),
  },
  { name: 'a RuntimeError, as a trap gives', thrown: new WebAssembly.RuntimeError('unreachable') },
  { name: 'a plain Error, as an abort gives', thrown: new Error('Aborted()') },
  { name: 'a string', thrown: 'gone' },
  { name: 'undefined', thrown: undefined },
  { name: 'null', thrown: null },
];
const PLACES = ['_initialize', 'input', 'reply'];

/**
 * Replaces WebAssembly.Instance for the time of a test by one that may fail.
 * @param {import('node:test').TestContext} t
 * @param {(nth: number) => Record<string, Function | undefined>} exportsOf what the nth instance has instead
 * @returns {{made: number}} how many instances there have been
 */
function replaceInstances(t, exportsOf) {
  const Real = WebAssembly.Instance;
  const count = { made: 0 };
  t.after(() => {
    WebAssembly.Instance = Real;
  });
  // @ts-expect-error a stand-in, which is all that the shim needs
  WebAssembly.Instance = class {
    /** @param {WebAssembly.Module} of @param {WebAssembly.Imports} imports */
    constructor(of, imports) {
      count.made += 1;
      this.exports = { ...new Real(of, imports).exports, ...exportsOf(count.made) };
    }
  };
  return count;
}

/** @param {unknown} thrown */
const throwing = (thrown) => () => {
  throw thrown;
};

const expected = run(freshCore(), { name: '', call: 'reply', facts: listRequest(), parts: [] });
const firstStep = { name: '', call: 'reply', facts: listRequest(), parts: [] };

for (const { name, thrown } of THROWN) {
  for (const place of PLACES) {
    test(`${name}, once, in ${place}: retried on a new instance`, (t) => {
      const instances = replaceInstances(t, (nth) =>
        nth === 1 ? { [place]: throwing(thrown) } : {},
      );
      const core = new Core(module);
      assert.deepEqual(run(core, firstStep), expected);
      assert.deepEqual(run(core, firstStep), expected);
      assert.equal(instances.made, 2, 'the good instance is used again');
    });

    test(`${name}, twice, in ${place}: CoreFailure, then a new instance`, (t) => {
      const instances = replaceInstances(t, (nth) =>
        nth <= 2 ? { [place]: throwing(thrown) } : {},
      );
      const core = new Core(module);
      assert.throws(
        () => run(core, firstStep),
        (error) => error instanceof CoreFailure && error.cause === thrown,
      );
      assert.equal(instances.made, 2, 'no third try');
      assert.deepEqual(run(core, firstStep), expected);
      assert.equal(instances.made, 3);
    });
  }
}

test('an instance that has worked is used for all calls', (t) => {
  const instances = replaceInstances(t, () => ({}));
  const core = new Core(module);
  for (const example of EXAMPLES) run(core, example);
  assert.equal(instances.made, 1);
});

test('a result that lies outside of memory is a failure of the instance', (t) => {
  const instances = replaceInstances(t, (nth) => (nth === 1 ? { reply: () => 0xfffffff0 } : {}));
  assert.deepEqual(run(new Core(module), firstStep), expected);
  assert.equal(instances.made, 2);
});
