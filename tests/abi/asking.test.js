// How the shim keeps to a plan: the pace with time as an argument, and requests whose answers come
// all at once.

import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { Pace } from '../../shim/pace.js';
import { ask } from '../../shim/upstream.js';

// What the platform has and Node has not.
Object.assign(globalThis, { scheduler: { wait } });
const realFetch = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = realFetch;
});
// A timeout's timer does not keep Node running, and in Node 22 the test runner does not either.
const running = setInterval(() => {}, 1e6);
after(() => clearInterval(running));

/** @param {Pace} pace @param {number} count of requests, as early as the pace allows from 0 on */
function startsOf(pace, count) {
  const starts = [];
  for (let now = 0; starts.length < count; ) {
    now = Math.max(now, pace.opensAt());
    pace.start(now);
    starts.push(now);
  }
  return starts;
}

const PACES = [
  {
    name: 'a burst, then one by one',
    limits: { burst: 3, everyMs: 200, windowMs: 0 },
    starts: [0, 0, 0, 200, 400, 600],
  },
  {
    name: 'never more than the burst in a window',
    limits: { burst: 3, everyMs: 100, windowMs: 1000 },
    starts: [0, 0, 0, 1000, 1100, 1200, 2000],
  },
  {
    name: 'a burst of one',
    limits: { burst: 1, everyMs: 100, windowMs: 1000 },
    starts: [0, 1000, 2000],
  },
];
for (const { name, limits, starts } of PACES) {
  test(`pace: ${name}`, () => {
    assert.deepEqual(startsOf(new Pace(limits), starts.length), starts);
  });
}

test('pace: a pause holds for all, and the longer one counts', () => {
  const pace = new Pace({ burst: 9, everyMs: 0, windowMs: 0 });
  pace.closeUntil(700);
  pace.closeUntil(300);
  assert.equal(pace.opensAt(), 700);
  pace.closeUntil(Number.POSITIVE_INFINITY);
  assert.equal(pace.opensAt(), Number.POSITIVE_INFINITY);
});

/**
 * @param {{source: string, name: string}[]} questions
 * @param {object} [others]
 * @returns {import('../../shim/upstream.js').Plan}
 */
function planOf(questions, others) {
  const service = { burst: 1000, everyMs: 0, windowMs: 0, parallel: 4, headers: {} };
  return {
    requests: questions.map((question) => ({ question, url: `http://music/${question.name}` })),
    services: { one: service, other: service },
    retries: 0,
    answerHeaders: [],
    parallel: 6,
    timeoutMs: 1000,
    deadlineMs: 5000,
    maxBytes: 1000,
    ...others,
  };
}

/** @param {string} source @param {number} count */
const questionsTo = (source, count) =>
  Array.from({ length: count }, (_, i) => ({ source, name: `${source}${i}` }));

test('retries: no more than there are, when all fail in the same moment', async () => {
  let fetches = 0;
  const waiting = /** @type {((error: Error) => void)[]} */ ([]);
  globalThis.fetch = () =>
    new Promise((_, reject) => {
      fetches += 1;
      waiting.push(reject);
      if (waiting.length > 1) return;
      setTimeout(() => {
        for (const fail of waiting.splice(0)) fail(new TypeError('no network'));
      });
    });
  const plan = planOf(questionsTo('one', 40), { retries: 5 });
  const left = /** @type {number[]} */ ([]);
  await ask(plan, (planned, _question, facts) => {
    const { retriesLeft } = /** @type {{retriesLeft: number}} */ (facts);
    left.push(retriesLeft);
    if (retriesLeft === 0) return { stopsService: false };
    return { stopsService: false, next: planned, afterMs: 0, isRetry: true };
  });
  assert.equal(fetches, 45);
  assert.equal(Math.min(...left), 0);
});

test('a further question about an account goes before those about others', async () => {
  const asked = /** @type {string[]} */ ([]);
  globalThis.fetch = async (url) => {
    asked.push(String(url).slice('http://music/'.length));
    return new Response('');
  };
  await ask(planOf(questionsTo('one', 3), { parallel: 1 }), (planned, question) => {
    const isFirst = question === planned.question;
    const next = { question: { ...question }, url: `${planned.url}-further` };
    return { stopsService: false, ...(isFirst && { next }) };
  });
  assert.deepEqual(
    asked.filter((name) => !name.endsWith('further')),
    ['one0', 'one1', 'one2'],
  );
  // By then the next one may have started, but not the one after it.
  assert.ok(asked.indexOf('one0-further') < asked.indexOf('one2'), asked.join(' '));
});

test('a service that hangs does not take all connections', async () => {
  let atOnce = 0;
  let mostAtOnce = 0;
  const asked = /** @type {string[]} */ ([]);
  globalThis.fetch = async (url, init) => {
    const name = String(url).slice('http://music/'.length);
    asked.push(name);
    if (name.startsWith('other')) return new Response('');
    atOnce += 1;
    mostAtOnce = Math.max(mostAtOnce, atOnce);
    return new Promise((_, reject) => {
      init?.signal?.addEventListener('abort', () => {
        atOnce -= 1;
        reject(new Error('aborted'));
      });
    });
  };
  const questions = [...questionsTo('one', 8), ...questionsTo('other', 20)];
  const failures = /** @type {string[]} */ ([]);
  await ask(planOf(questions, { timeoutMs: 50, deadlineMs: 80 }), (_planned, question, facts) => {
    const { failure } = /** @type {{failure?: string}} */ (facts);
    if (failure) failures.push(`${question.source}: ${failure}`);
    return { stopsService: false };
  });
  assert.equal(mostAtOnce, 4);
  assert.equal(asked.filter((name) => name.startsWith('other')).length, 20);
  assert.deepEqual(
    failures.map((failure) => failure.split(':')[0]),
    Array(8).fill('one'),
    failures.join(', '),
  );
});

test('a request that cannot be sent is reported once, a further question not at all', async () => {
  globalThis.fetch = async () => new Response('');
  const reports = /** @type {string[]} */ ([]);
  await ask(planOf(questionsTo('one', 3), { parallel: 1 }), (planned, question, facts) => {
    const { failure } = /** @type {{failure?: string}} */ (facts);
    reports.push(failure ?? 'answered');
    const next = { question: { ...question }, url: planned.url };
    return { stopsService: true, ...(!failure && { next }) };
  });
  assert.deepEqual(reports.sort(), ['answered', 'not_sent', 'not_sent']);
});
