// npm run bench -- cpu: what a call takes in V8 of this Node, without network and KV: the core, called
// as the shim calls it, against plain JavaScript. The same bytes in; what comes out is compared first.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { inRoot } from '../scripts/setup/root.js';
import {
  freshCore,
  freshMachine,
  prepareRefresh,
  repeatRefresh,
  replyWithCore,
  SETTINGS,
} from './core-refresh.js';
import { assertSameTracks, historyOf, settingsFor, tracksOf } from './history.js';
import { rowsOf } from './members.js';
import { lastfmBody } from './peers/bodies.js';
import { readPlainly, refreshPlainly, replyPlainly } from './plain-jobs.js';
import { alternate, callsFor, figureOf, timeOf } from './rounds.js';

const URL_OF_LIST = 'https://site.example/api/internal/user-listens';
const ROUND_MS = 25;
const ROUNDS = 31;
const NOW = Date.parse('2025-12-04T14:25:00.000Z');

const encoder = new TextEncoder();

/**
 * @typedef {object} Job
 * @property {string} id
 * @property {string} what
 * @property {number} [most] times plain JavaScript's time
 * @property {() => unknown} ours
 * @property {() => unknown} [plain] which has no pages
 */

/** @param {number} count of tracks */
function replyJobs(count) {
  const core = freshCore();
  const { call } = core;
  const { recent } = historyOf(core, count, count, NOW).stored;
  const nowMs = NOW + 1000;
  const request = { url: URL_OF_LIST, nowMs };
  const plain = () => replyPlainly({ ...request, bytes: recent.bytes });
  const sealed = replyWithCore(call, { ...request, value: recent });
  const unsealed = replyWithCore(call, { ...request, value: { ...recent, metadata: {} } });
  for (const { second } of [sealed, unsealed]) assertSameReply(second(), plain());
  return [
    {
      id: `reply-sealed-${count}`,
      what: `reply, ${count} tracks, sealed entry`,
      most: 0.5,
      ours: sealed.second,
      plain,
    },
    {
      id: `reply-sealed-both-${count}`,
      what: `the same, with the call that names the key`,
      ours: () => [sealed.first(), sealed.second()],
      plain,
    },
    {
      id: `reply-unsealed-${count}`,
      what: `reply, ${count} tracks, unsealed entry`,
      most: 1.2,
      ours: unsealed.second,
      plain,
    },
  ];
}

/** @param {any[]} ours @param {ReturnType<typeof replyPlainly>} plain */
function assertSameReply([{ status, headers }, body], plain) {
  assert.equal(status, plain.status);
  const names = (/** @type {Record<string, string>} */ some) => Object.keys(some).sort();
  assert.deepEqual(names(headers), names(plain.headers));
  assert.deepEqual(tracksOf(body), tracksOf(plain.body));
}

// So that planning them hardly counts.
const BODIES = 1500;

/**
 * A step on one answer, with the request that starts next. The core can be told each answer once, so
 * there are many of the same.
 * @param {string} state @param {boolean} isPlaying
 */
function bodyJob(state, isPlaying) {
  const core = freshCore();
  const bodyOf = (/** @type {string} */ user) =>
    encoder.encode(lastfmBody({ user, uts: NOW / 1000 - 600, isPlaying }));
  const inputs = { rows: rowsOf(BODIES), nowMs: NOW, settings: settingsFor(BODIES), bodyOf };
  const { tell, steps, written } = prepareRefresh(core, { ...inputs, stored: null });
  const answers = steps.filter(({ phase }) => phase === 'read');
  const before = steps.slice(0, steps.indexOf(answers[0]));
  let machine = freshMachine(core);
  let next = answers.length;
  const ours = () => {
    if (next === answers.length) {
      machine = freshMachine(core);
      repeatRefresh(machine, { tell, steps: before });
      next = 0;
    }
    const { events } = answers[next++];
    return machine.step(events);
  };
  const [user] = written.asked;
  const body = bodyOf(user);
  const plain = () => readPlainly(user, body);
  const heard = plain();
  assert.ok('listen' in heard && heard.listen !== null);
  assert.ok(new TextDecoder().decode(written.recent.bytes).includes(heard.listen.track));
  return {
    id: `body-${state}`,
    what: `one Last.fm body, ${body.length} bytes (${state})`,
    ours,
    plain,
  };
}

/** @param {number} count of members @param {number} [most] */
function refreshJob(count, most) {
  const core = freshCore();
  const { inputs, stored } = historyOf(core, count, count, NOW);
  const storedBytes = { recent: stored.recent.bytes, snapshot: stored.snapshot.bytes };
  const prepared = prepareRefresh(core, { ...inputs, stored });
  const ours = () => repeatRefresh(freshMachine(core), prepared);
  const plain = () => refreshPlainly({ ...inputs, stored: storedBytes });
  const { written } = prepared;
  assertSameTracks(written.recent.bytes, plain().recent);
  const asked = Number(settingsFor(count).POLL_BUDGET);
  assert.equal(written.asked.length, asked);
  return {
    id: `refresh-${count}`,
    what: `refresh of ${count.toLocaleString('en')} members${asked < count ? `, ${asked.toLocaleString('en')} asked` : ''}`,
    most,
    ours,
    plain,
  };
}

/** @param {number} count of tracks */
function pageJob(count) {
  const core = freshCore();
  const { call } = core;
  const { recent } = historyOf(core, count, count, NOW).stored;
  const request = { url: 'https://site.example/', nowMs: NOW + 1000, value: recent };
  const { first, second } = replyWithCore(call, request);
  const template = readFileSync(inRoot('templates/page.html'));
  const ours = () => {
    first();
    const [decision, scene] = second();
    assert.equal(decision.template, 'page.html');
    return call('render', {}, scene, template)[1];
  };
  assert.equal(String(Buffer.from(ours())).match(/<li /g)?.length, count);
  return { id: `page-${count}`, what: `the page, ${count} tracks, both calls and its HTML`, ours };
}

/** A free plan's refresh of a large roster. @param {number} count of members */
function budgetedJob(count) {
  const core = freshCore();
  const budget = Number(SETTINGS.POLL_BUDGET);
  const { inputs, stored } = historyOf(core, count, budget, NOW);
  const prepared = prepareRefresh(core, { ...inputs, stored });
  const ours = () => repeatRefresh(freshMachine(core), prepared);
  assert.equal(prepared.written.asked.length, budget);
  const members = count.toLocaleString('en');
  return {
    id: `refresh-${count}-${budget}`,
    what: `refresh of ${members} members, ${budget} asked`,
    ours,
  };
}

/** @returns {Job[]} */
const jobs = () => [
  ...replyJobs(14),
  ...replyJobs(50),
  bodyJob('idle', false),
  bodyJob('playing', true),
  refreshJob(14, 1.5),
  refreshJob(1500, 1.1),
  refreshJob(10_000),
  pageJob(14),
  budgetedJob(500),
  budgetedJob(10_000),
];

/** @param {() => unknown} job @returns {() => number} */
function roundOf(job) {
  const calls = callsFor(job, ROUND_MS);
  return () => timeOf(job, calls);
}

/**
 * @param {Job} job
 * @param {number} rounds
 * @returns {Promise<import('./results.js').Measurement>}
 */
async function measure({ id, what, most, ours, plain }, rounds) {
  const contestants = { ours: roundOf(ours), ...(plain && { plain: roundOf(plain) }) };
  const times = await alternate(contestants, rounds);
  return {
    id,
    what,
    unit: 'µs',
    figures: { ours: figureOf(times.ours), ...(plain && { plain: figureOf(times.plain) }) },
    targets: most === undefined ? [] : [{ against: 'plain', atMost: most }],
  };
}

/** @type {import('./parts.js').Part} */
export async function measureCpu({ rounds = ROUNDS, sign }) {
  const measurements = [];
  for (const job of jobs()) {
    sign(job.what);
    measurements.push(
      await measure(job, job.id.startsWith('refresh-10000') ? Math.min(rounds, 9) : rounds),
    );
  }
  return { measurements };
}
