// npm run bench -- growth: time and memory of a refresh against the size of the roster. At most 1,500
// members are asked about; the others are remembered, as far as there is room.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { CoreFailure, invoke } from '../shim/core.js';
import { decodeEffects, eventsPart } from '../shim/messages.js';
import { freshCore, freshMachine, prepareRefresh, repeatRefresh } from './core-refresh.js';
import { historyOf } from './history.js';
import { refreshPlainly } from './plain-jobs.js';
import { alternate, counted, figureOf, median } from './rounds.js';

const SIZES = [14, 50, 150, 500, 1500, 5000, 10_000, 50_000, 100_000];
const MOST_ASKED = 1500;
const MIB = 2 ** 20;

/**
 * @typedef {import('./core-refresh.js').OneCore} OneCore
 * @typedef {Awaited<ReturnType<typeof measureSize>>} Size
 */

/**
 * What each phase of a refresh takes.
 * @param {OneCore} core
 * @param {import('./core-refresh.js').Prepared} prepared
 * @returns {Record<import('./core-refresh.js').Phase | 'inAll', number>} ms
 */
function timedRefresh(core, { tell, steps }) {
  const spent = { plan: 0, read: 0, finish: 0 };
  const begin = performance.now();
  const machine = freshMachine(core);
  machine.begin(tell());
  let from = begin;
  for (const { phase, events } of steps) {
    machine.step(events);
    const now = performance.now();
    spent[phase] += now - from;
    from = now;
  }
  return { ...spent, inAll: from - begin };
}

/** A machine whose memory can be looked at. @param {OneCore} core */
function measurableMachine({ core, described }) {
  const exports = core.take();
  const make = (/** @type {string} */ call, /** @type {import('../shim/core.js').Part} */ part) =>
    decodeEffects(described.effects, invoke(exports, call, [part])[0]);
  return {
    begin: (/** @type {string} */ facts) => make('begin_refresh', facts),
    step: (/** @type {import('./core-refresh.js').Event[]} */ events) =>
      make('step_refresh', eventsPart(described.events, events)),
    bytes: () => /** @type {number} */ (exports.memory.buffer.byteLength),
  };
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

/** @returns {number} bytes that JavaScript holds, garbage left out */
function held() {
  // What the first one finalises, the next one frees.
  for (let time = 0; time < 3; time++) collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/**
 * @param {() => object} job
 * @returns {number} bytes of what it returns and holds
 */
function heldBy(job) {
  const before = held();
  const kept = [job()];
  const after = held();
  kept.pop();
  return after - before;
}

/** The shorter it takes, the more of them. @param {number} members */
const roundsFor = (members) => (members > 10_000 ? 3 : members > 500 ? 9 : 41);

/** @param {number} members @param {number} rounds */
async function measureSize(members, rounds) {
  const core = freshCore();
  const { inputs, stored, storedPlainly } = historyOf(core, members, MOST_ASKED);
  const prepared = prepareRefresh(core, { ...inputs, stored });
  const ours = () => timedRefresh(core, prepared);
  const plain = () => {
    const from = performance.now();
    refreshPlainly({ ...inputs, stored: storedPlainly });
    return { inAll: performance.now() - from };
  };
  /** @type {Record<string, () => Record<string, number>>} */
  const lanes = { ours, plain };
  await alternate(lanes, Math.ceil(rounds / 2));
  const times = await alternate(lanes, rounds);
  const pick = (/** @type {'ours' | 'plain'} */ lane, /** @type {string} */ name) =>
    figureOf(times[lane].map((time) => time[name]));

  const machine = measurableMachine(freshCore());
  repeatRefresh(machine, prepared);
  const plainBytes = Array.from({ length: 3 }, () =>
    heldBy(() => refreshPlainly({ ...inputs, stored: storedPlainly })),
  );
  return {
    members,
    // How many the core has room to remember, of the plain peer's all.
    remembered: stored.snapshot.metadata.count,
    asked: Math.min(members, MOST_ASKED),
    planMs: pick('ours', 'plan'),
    readMs: pick('ours', 'read'),
    finishMs: pick('ours', 'finish'),
    oursMs: pick('ours', 'inAll'),
    plainMs: pick('plain', 'inAll'),
    coreMiB: machine.bytes() / MIB,
    plainMiB: median(plainBytes) / MIB,
    snapshotMiB: stored.snapshot.bytes.length / MIB,
  };
}

/** @param {Size} size @returns {import('./results.js').Measurement[]} */
function measurementsOf({ members, asked, remembered, ...size }) {
  const count = members.toLocaleString('en');
  const some = asked < members ? `, ${asked.toLocaleString('en')} asked` : '';
  const room = remembered < members ? `, ${remembered.toLocaleString('en')} remembered` : '';
  return [
    {
      id: `growth-time-${members}`,
      what: `roster of ${count}${some}${room}: CPU of a refresh`,
      unit: 'ms',
      figures: { ours: size.oursMs, plain: size.plainMs },
    },
    {
      id: `growth-memory-${members}`,
      what: `roster of ${count}: memory`,
      unit: 'MiB',
      figures: { ours: counted(size.coreMiB), plain: counted(size.plainMiB) },
    },
  ];
}

/** @type {import('./parts.js').Part} */
export async function measureGrowth({ rounds, sign }) {
  const sizes = [];
  const notes = [];
  for (const members of SIZES) {
    sign(`${members} members`);
    try {
      sizes.push(await measureSize(members, rounds ?? roundsFor(members)));
    } catch (error) {
      if (!(error instanceof CoreFailure)) throw error;
      // That is a result too: so far it goes.
      notes.push(`A roster of ${members.toLocaleString('en')} is too large: ${error.message}.`);
      break;
    }
  }
  return { measurements: sizes.flatMap(measurementsOf), details: sizes, notes };
}
