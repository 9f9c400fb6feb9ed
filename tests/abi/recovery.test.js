// A call that throws costs one retry on a new instance, whatever was thrown, and never the next call.
// A refresh that throws is of no use any more: perform.test.js has what is done then.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Core, CoreFailure, exchange, instantiate } from '../../shim/core.js';
import {
  ALWAYS,
  bytes,
  DESCRIBED,
  everyCall,
  freshCore,
  freshMachine,
  listRequest,
  module,
  run,
} from './calls.js';
import { performersIn, play } from './refreshes.js';

const EXAMPLES = everyCall(freshCore());

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
    call: 'reply',
    facts: { ...listRequest(), nowMs: 'now' },
    parts: [],
  },
  {
    name: 'a part larger than all memory',
    call: 'reply',
    facts: listRequest('', { reads: [{}] }),
    parts: [new Uint8Array(130 * 1024 * 1024)],
  },
  { name: 'a call that does not exist', call: 'no_such_call', facts: {}, parts: [] },
];

for (const { name, call, facts, parts } of POISON) {
  test(`${name}: CoreFailure, and the next calls are as ever`, () => {
    const core = freshCore();
    assert.throws(() => core.call(call, facts, ...parts), isFailureOf(call));
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

/** @typedef {import('../../shim/machine.js').RefreshMachine} RefreshMachine */

const NO_VALUE = { name: 'value', id: 1, at: 0, value: null, metadata: {} };
const { events: KINDS } = DESCRIBED;

/** @type {{name: string, call: string, use: (machine: RefreshMachine) => unknown}[]} */
const MISUSES = [
  {
    name: 'facts that are no JSON',
    call: 'begin_refresh',
    use: (machine) => machine.begin('{'),
  },
  {
    name: 'facts without the time',
    call: 'begin_refresh',
    use: (machine) => machine.begin('{"scheduledMs":1}'),
  },
  {
    name: 'an event before it has begun',
    call: 'step_refresh',
    use: (machine) => machine.step([NO_VALUE]),
  },
  {
    name: 'a value larger than all memory',
    call: 'step_refresh',
    use: (machine) => {
      machine.begin(JSON.stringify(ALWAYS));
      machine.step([{ ...NO_VALUE, value: new Uint8Array(130 * 1024 * 1024) }]);
    },
  },
];
for (const { name, call, use } of MISUSES) {
  test(`a refresh with ${name}: CoreFailure, and the next refresh is as ever`, () => {
    assert.throws(() => use(freshMachine()), isFailureOf(call));
    const { event } = play(freshMachine(), ALWAYS, performersIn({}));
    assert.equal(event.confirmation, 'confirmed');
  });
}

const COMPLETED = KINDS.findIndex((/** @type {any} */ { name }) => name === 'completed');
const NO_EVENTS = [
  { name: 'no kind that there is', events: [KINDS.length, ...Array(16).fill(0)] },
  { name: 'an event that ends within its time', events: [COMPLETED, 0, 0, 0] },
  { name: 'an event that ends within its id', events: [COMPLETED, ...Array(15).fill(0)] },
  { name: 'a byte behind an event', events: [COMPLETED, ...Array(16).fill(0), COMPLETED] },
  { name: 'a text that is longer than all', events: [KINDS.length - 1, ...Array(20).fill(255)] },
];
for (const { name, events } of NO_EVENTS) {
  test(`bytes that are no events trap: ${name}`, () => {
    const exports = instantiate(module);
    exchange(exports, 'begin_refresh', [bytes(JSON.stringify(ALWAYS))]);
    assert.throws(
      () => exchange(exports, 'step_refresh', [Uint8Array.from(events)]),
      WebAssembly.RuntimeError,
    );
  });
}

/** @param {string} call */
function isFailureOf(call) {
  return (/** @type {unknown} */ error) =>
    error instanceof CoreFailure &&
    error.name === 'CoreFailure' &&
    error.cause !== undefined &&
    error.message.startsWith(`the core failed in ${call}: `);
}
