// How effects are performed, and how a refresh outlives a core that fails. The machine here is a
// script: what it wants done depends on nothing but what it has been told.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { CoreFailure } from '../../shim/core.js';
import { perform } from '../../shim/perform.js';

/**
 * @typedef {import('../../shim/messages.js').Effect} Effect
 * @typedef {import('../../shim/messages.js').Event} Event
 *
 * @typedef {{after: number[], want: Effect[]}} Scene what is wanted once these ids are told of
 *
 * @typedef {object} Script
 * @property {Scene[]} scenes
 * @property {(told: Event[], latest: Event[], nth: number) => boolean} [traps] on what a machine was
 *     told so far and last; nth: which instance it is, from 1
 */

const DONE = { name: 'done' };
/** @param {number} id @param {object} [more] */
const fetchOf = (id, more) => ({
  name: 'fetch',
  id,
  url: `http://music/${id}`,
  setAside: 2,
  ...more,
});
/** @param {string} text */
const printOf = (text) => ({ name: 'print', level: 'log', text });
const answered = (/** @type {string} */ body) => ({ name: 'response', body });

class Play {
  /** What each machine was told, step by step. @type {Event[][][]} */
  steps = [];
  /** What that one was told that has come to its end. @type {Event[][]} */
  #finished = [];
  #script;

  /** @param {Script} script */
  constructor(script) {
    this.#script = script;
  }

  create = () => {
    const { scenes, traps = () => false } = this.#script;
    /** @type {Event[]} */
    const told = [];
    /** @type {Event[][]} */
    const steps = [];
    this.steps.push(steps);
    const nth = this.steps.length;
    const left = new Set(scenes);
    const next = (/** @type {Event[]} */ latest) => {
      told.push(...latest);
      steps.push(latest);
      if (traps(told, latest, nth)) throw new CoreFailure('step_refresh', 'trap');
      const ready = [...left].filter((scene) =>
        scene.after.every((id) => told.some((event) => event.id === id)),
      );
      for (const scene of ready) left.delete(scene);
      const effects = ready.flatMap(({ want }) => want);
      if (effects.includes(DONE)) this.#finished = steps;
      return effects;
    };
    return { begin: () => next([]), step: next };
  };

  /** The same as "id name", or "id crashed". */
  get told() {
    return this.#finished.map((events) =>
      events.map(({ id, name, reason }) => `${id} ${reason ?? name}`),
    );
  }
}

/** @type {string[]} */
let warnings = [];
const realError = console.error;
before(() => {
  console.error = (/** @type {string} */ line) => warnings.push(line);
});
after(() => {
  console.error = realError;
});
afterEach(() => {
  warnings = [];
});
const WARNING = 'WARNING: CoreFailure: the core failed in step_refresh: trap';

/** Performers that keep a record, and answer with the effect's id. */
function counting() {
  /** @type {string[]} */
  const performed = [];
  /** @type {import('../../shim/perform.js').Performers} */
  const performers = {
    print: ({ text }) => {
      performed.push(text);
    },
    fetch: async ({ id }) => {
      performed.push(`fetch ${id}`);
      return answered(`body ${id}`);
    },
    put: async ({ id }) => {
      performed.push(`put ${id}`);
      return { name: 'completed' };
    },
  };
  return { performed, performers };
}

/** Until all that can happen at once has happened. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

test('each effect is performed once, in order, and those after done never', async () => {
  const play = new Play({
    scenes: [
      { after: [], want: [printOf('begins'), fetchOf(1)] },
      { after: [1], want: [printOf('ends'), { name: 'put', id: 2 }] },
      { after: [2], want: [DONE, fetchOf(3)] },
    ],
  });
  const { performed, performers } = counting();
  await perform(play.create, performers);
  assert.deepEqual(performed, ['begins', 'fetch 1', 'ends', 'put 2']);
  assert.deepEqual(play.told, [[], ['1 response'], ['2 completed']]);
});

test('an effect that nobody performs, and one that nothing follows, are done', async () => {
  const play = new Play({
    scenes: [
      { after: [], want: [{ name: 'dance', id: 9 }, printOf('a line'), fetchOf(1)] },
      { after: [1], want: [DONE] },
    ],
  });
  await perform(play.create, counting().performers);
  assert.deepEqual(play.told, [[], ['1 response']]);
});

test('what comes together is told in one step, and each with its time', async () => {
  const play = new Play({
    scenes: [
      { after: [], want: [fetchOf(1), fetchOf(2), fetchOf(3)] },
      { after: [1, 2, 3], want: [DONE] },
    ],
  });
  /** @type {Map<number, (outcome: any) => void>} */
  const open = new Map();
  const fetch = (/** @type {any} */ { id }) => new Promise((resolve) => open.set(id, resolve));
  const begin = Date.now();
  const performing = perform(play.create, { fetch });
  await settle();
  open.get(2)?.(answered('2'));
  await settle();
  open.get(3)?.(answered('3'));
  open.get(1)?.(answered('1'));
  await performing;
  assert.deepEqual(play.told, [[], ['2 response'], ['3 response', '1 response']]);
  for (const { at } of play.steps.flat(2)) assert.ok(at >= begin && at <= Date.now());
});

test('what a performer fails with is told', async () => {
  const play = new Play({
    scenes: [
      { after: [], want: [fetchOf(1)] },
      { after: [1], want: [DONE] },
    ],
  });
  await perform(play.create, { fetch: () => Promise.reject(new TypeError('no network')) });
  const [[, [event]] = []] = play.steps;
  const { at, ...told } = event;
  assert.deepEqual(told, {
    id: 1,
    name: 'failed',
    reason: '',
    message: 'TypeError: no network',
  });
});

test('done ends it, whatever is still under way', async () => {
  const play = new Play({
    scenes: [
      { after: [], want: [fetchOf(1), { name: 'wait', id: 2, durationMs: 1e6 }] },
      { after: [1], want: [DONE] },
    ],
  });
  await perform(play.create, { ...counting().performers, wait: () => new Promise(() => {}) });
  assert.deepEqual(play.told, [[], ['1 response']]);
});

/** Three requests, then a put. @param {Script['traps']} traps @returns {Script} */
const refreshThat = (traps) => ({
  scenes: [
    { after: [], want: [printOf('begins'), { ...fetchOf(10), setAside: 4 }] },
    { after: [10], want: [fetchOf(1), fetchOf(2), fetchOf(3)] },
    { after: [1, 2, 3], want: [printOf('ends'), { name: 'put', id: 20, writtenMs: 1 }] },
    { after: [20], want: [DONE] },
  ],
  traps,
});
const ALL = ['begins', 'fetch 10', 'fetch 1', 'fetch 2', 'fetch 3', 'ends', 'put 20'];

for (const { name, at } of [
  { name: 'when it begins', at: 0 },
  { name: 'on the first result', at: 10 },
  { name: 'on those in the middle', at: 2 },
  { name: 'on the last result', at: 20 },
]) {
  test(`a core that fails once, ${name}: nobody hears of it, nothing is done twice`, async () => {
    const play = new Play(
      refreshThat(
        (_, latest, nth) =>
          nth === 1 && (at === 0 ? latest.length === 0 : latest.some(({ id }) => id === at)),
      ),
    );
    const { performed, performers } = counting();
    await perform(play.create, performers);
    assert.deepEqual(performed, ALL);
    assert.equal(play.steps.length, 2);
    assert.deepEqual(play.told.flat().sort(), [
      '1 response',
      '10 response',
      '2 response',
      '20 completed',
      '3 response',
    ]);
    assert.deepEqual(warnings, []);
  });
}

/** @param {Event[]} told @param {number} id */
const isTold = (told, id) => told.some((event) => event.id === id && event.name !== 'failed');

test('a core that fails on one result of those that came last: that one is set aside', async () => {
  const play = new Play(refreshThat((told) => isTold(told, 2)));
  const { performed, performers } = counting();
  await perform(play.create, performers);
  assert.deepEqual(performed, ALL);
  assert.deepEqual(play.told.flat().sort(), [
    '1 response',
    '10 response',
    '2 crashed',
    '20 completed',
    '3 response',
  ]);
  const crashed = play.steps
    .at(-1)
    ?.flat()
    .find(({ id }) => id === 2);
  assert.equal(crashed?.message, 'CoreFailure: the core failed in step_refresh: trap');
  assert.deepEqual(warnings, [WARNING]);
});

test('a core that fails late on an early result: first the last ones, then by their order', async () => {
  // The core fails on result 10 only when it is told of the put: 10 came first and is set aside last.
  const play = new Play(refreshThat((told) => isTold(told, 10) && isTold(told, 20)));
  const { performed, performers } = counting();
  await perform(play.create, performers);
  assert.deepEqual(performed, ALL);
  assert.ok(play.told.flat().includes('10 crashed'));
  // Neither what is never set aside, nor what need not be.
  for (const one of ['1 response', '2 response', '3 response', '20 completed']) {
    assert.ok(play.told.flat().includes(one), play.told.join(' / '));
  }
});

test('the results of the step that fails go first, whatever their order', async () => {
  const play = new Play({
    scenes: [
      { after: [], want: [fetchOf(1, { setAside: 1 })] },
      { after: [1], want: [fetchOf(2, { setAside: 4 })] },
      { after: [2], want: [DONE] },
    ],
    traps: (told) => isTold(told, 1) && isTold(told, 2),
  });
  await perform(play.create, counting().performers);
  assert.deepEqual(play.told, [[], ['1 response'], ['2 crashed']]);
});

test('what is set aside stays so', async () => {
  const play = new Play({
    scenes: [
      { after: [], want: [fetchOf(1)] },
      { after: [1], want: [fetchOf(2)] },
      { after: [2], want: [fetchOf(3)] },
      { after: [3], want: [DONE] },
    ],
    traps: (told) => isTold(told, 1) || isTold(told, 3),
  });
  const { performed, performers } = counting();
  await perform(play.create, performers);
  assert.deepEqual(play.told, [[], ['1 crashed'], ['2 response'], ['3 crashed']]);
  assert.deepEqual(performed, ['fetch 1', 'fetch 2', 'fetch 3']);
  assert.deepEqual(warnings, [WARNING, WARNING]);
});

for (const { name, poison } of [
  { name: 'one', poison: [31] },
  { name: 'two', poison: [0, 22] },
  { name: 'none of them alone, all together', poison: [] },
]) {
  test(`of 40 results as few are set aside as it takes: ${name}`, async () => {
    const ids = Array.from({ length: 40 }, (_, i) => i + 100);
    const isPoison = (/** @type {Event[]} */ told) =>
      poison.some((place) => isTold(told, 100 + place)) ||
      (poison.length === 0 && ids.every((id) => isTold(told, id)));
    const play = new Play({
      scenes: [
        { after: [], want: ids.map((id) => fetchOf(id)) },
        { after: ids, want: [{ name: 'put', id: 1 }] },
        { after: [1], want: [DONE] },
      ],
      traps: (told) => isPoison(told),
    });
    await perform(play.create, counting().performers);
    const crashed = play.told.flat().filter((one) => one.endsWith('crashed'));
    if (poison.length > 0) {
      assert.deepEqual(
        crashed,
        poison.map((place) => `${100 + place} crashed`),
      );
    } else {
      assert.equal(crashed.length, 1);
    }
    // One that failed, one more, one without all of them, and 28.
    assert.ok(play.steps.length <= 31, `${play.steps.length} instances`);
  });
}

test('a core that fails on the sum of an early result and a later one of lower order: the lower one', async () => {
  const play = new Play({
    scenes: [
      {
        after: [],
        want: [
          { ...fetchOf(1), setAside: 3 },
          { ...fetchOf(2), setAside: 1 },
        ],
      },
      { after: [1, 2], want: [{ name: 'put', id: 3 }] },
      { after: [3], want: [DONE] },
    ],
    traps: (told) => isTold(told, 1) && isTold(told, 2) && isTold(told, 3),
  });
  await perform(play.create, counting().performers);
  assert.deepEqual(play.told, [[], ['1 response', '2 crashed'], ['3 completed']]);
});

test('a core that fails on two of different orders at last: both are set aside', async () => {
  const play = new Play({
    scenes: [
      {
        after: [],
        want: [
          { ...fetchOf(1), setAside: 3 },
          { ...fetchOf(2), setAside: 1 },
        ],
      },
      { after: [1, 2], want: [{ name: 'put', id: 3 }] },
      { after: [3], want: [DONE] },
    ],
    traps: (told) => isTold(told, 3) && (isTold(told, 1) || isTold(told, 2)),
  });
  await perform(play.create, counting().performers);
  assert.deepEqual(play.told, [[], ['1 crashed', '2 crashed'], ['3 completed']]);
});

for (const { name, traps } of [
  { name: 'from the beginning', traps: () => true },
  {
    name: 'whatever is set aside',
    traps: (/** @type {Event[]} */ told) => told.some(({ id }) => id === 1),
  },
  {
    name: 'on a result that is never set aside',
    traps: (/** @type {Event[]} */ told) => told.some(({ id }) => id === 20),
  },
]) {
  test(`a core that fails ${name}: the refresh fails`, async () => {
    const play = new Play(refreshThat(traps));
    const { performed, performers } = counting();
    await assert.rejects(perform(play.create, performers), CoreFailure);
    assert.ok(play.steps.length <= 100, `${play.steps.length} instances`);
    assert.equal(new Set(performed).size, performed.length, 'nothing twice');
  });
}

test('what is no failure of the core is thrown as it is', async () => {
  const create = () => {
    throw new TypeError('a defect of the shim');
  };
  await assert.rejects(perform(create, {}), TypeError);
});

test('what is under way while the core fails is waited for, and not asked again', async () => {
  const play = new Play({
    scenes: [
      { after: [], want: [fetchOf(1), fetchOf(2)] },
      { after: [1, 2], want: [DONE] },
    ],
    traps: (told, _, nth) => nth === 1 && isTold(told, 1),
  });
  /** @type {[number, (outcome: any) => void][]} */
  const open = [];
  const fetch = (/** @type {any} */ { id }) => new Promise((resolve) => open.push([id, resolve]));
  const performing = perform(play.create, { fetch });
  await settle();
  open[0][1](answered('1'));
  await settle();
  assert.deepEqual(
    open.map(([id]) => id),
    [1, 2],
  );
  open[1][1](answered('2'));
  await performing;
  assert.deepEqual(play.told, [[], ['1 response'], ['2 response']]);
  assert.equal(play.steps.length, 2);
});

for (const { name, putBy, expected } of [
  {
    name: 'another value is put again',
    putBy: (/** @type {number} */ nth) => ({ metadata: { crc32c: nth } }),
    expected: 2,
  },
  {
    name: 'a value of another time is the same',
    putBy: (/** @type {number} */ nth) => ({ metadata: { crc32c: 0 }, writtenMs: nth }),
    expected: 1,
  },
]) {
  test(`what another attempt makes: ${name}`, async () => {
    let made = 0;
    const create = () => {
      made += 1;
      const nth = made;
      const put = { name: 'put', id: 3, value: new Uint8Array(9), ...putBy(Math.min(nth, 2)) };
      return new Play({
        scenes: [
          { after: [], want: [fetchOf(1)] },
          { after: [1], want: [put] },
          { after: [3], want: [DONE] },
        ],
        traps: (told) => nth === 1 && isTold(told, 3),
      }).create();
    };
    const { performed, performers } = counting();
    await perform(create, performers);
    assert.equal(performed.filter((one) => one === 'put 3').length, expected);
  });
}
