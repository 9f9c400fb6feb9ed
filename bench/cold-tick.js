// npm run bench -- cold-tick: what a refresh costs where nothing is warm. On the platform most refreshes
// meet a fresh isolate, in which no function has been compiled with any care.
//
// By itself: the first, second and tenth refresh of a fresh Node, on its main thread, by the core and
// by plain JavaScript in a process each. As a whole: a tick of the Worker in a fresh workerd, with all
// the CPU time that the process takes for it, whatever the thread; Miniflare's KV and D1 run in the
// same process, and cost both contestants the same.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { serialize } from 'node:v8';
import { runCommand } from '../scripts/command.js';
import { Failure } from '../scripts/failure.js';
import { freshCore, prepareRefresh } from './core-refresh.js';
import { historyOf } from './history.js';
import { startMusic } from './music.js';
import { alternate, figureOf } from './rounds.js';
import { startWorker } from './workers.js';

const ROUNDS = 15;
const SITES = [
  { members: 14, asked: 14, mostAtFirst: 2.2 },
  { members: 500, asked: 45, mostAtFirst: 1.9 },
];
const REFRESHES = [
  { which: 'first', nth: 0 },
  { which: 'second', nth: 1 },
  { which: 'tenth', nth: 9 },
];
const TICKED_MEMBERS = 14;
const TICKS_BEFORE = 9;
// A warm tick takes about as much as the clock's grain.
const WARM_TICKS = 10;
// Work that a tick has started in the background is counted with it.
const SETTLING_MS = 200;
// The unit of the times in /proc/PID/stat.
const CLOCK_TICKS_A_SECOND = 100;

const CHILD = fileURLToPath(new URL('cold-tick-child.js', import.meta.url));

/**
 * @param {(typeof SITES)[number]} site
 * @param {number} rounds
 * @returns {Promise<Record<string, number[][]>>} ms of each refresh of each process, by contestant
 */
async function refreshesOf({ members, asked }, rounds) {
  const core = freshCore();
  const { inputs, stored, storedPlainly } = historyOf(core, members, asked);
  const { rows, nowMs, settings, bodyOf } = inputs;
  const { tell, steps } = prepareRefresh(core, { ...inputs, stored });
  const accounts = rows.map(({ lastfm_username: account }) => account);
  const given = serialize({
    core: { facts: tell(), steps, rows },
    plain: {
      rows,
      nowMs,
      settings,
      stored: storedPlainly,
      bodies: accounts.map((account) => bodyOf(account)),
      accounts,
    },
    times: 1 + Math.max(...REFRESHES.map(({ nth }) => nth)),
  });
  return alternate(
    { ours: () => freshNode('ours', given), plain: () => freshNode('plain', given) },
    rounds,
  );
}

/** @param {'ours' | 'plain'} contestant @param {Uint8Array} given @returns {number[]} ms of each refresh */
function freshNode(contestant, given) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CHILD, contestant], {
    input: given,
  });
  if (status !== 0) throw new Failure('A fresh Node failed.', { output: String(stderr) });
  return JSON.parse(String(stdout));
}

/**
 * @param {'ours' | 'plain'} contestant
 * @param {Awaited<ReturnType<typeof startMusic>>} music
 * @returns {Promise<{first: number, warm: number}>} ms of CPU time
 */
async function ticksOf(contestant, music) {
  const bindings = { LASTFM_API_URL: music.url };
  const worker = await startWorker(contestant, { bindings, members: TICKED_MEMBERS });
  try {
    const pid = await workerdPid();
    const first = await cpuOf(pid, worker.refresh);
    for (let tick = 1; tick < TICKS_BEFORE; tick++) await worker.refresh();
    const warm = await cpuOf(pid, async () => {
      for (let tick = 0; tick < WARM_TICKS; tick++) await worker.refresh();
    });
    return { first, warm: warm / WARM_TICKS };
  } finally {
    await worker.stop();
  }
}

/** @param {number} pid @param {() => Promise<unknown>} work @returns {Promise<number>} ms of CPU time */
async function cpuOf(pid, work) {
  await wait(SETTLING_MS);
  const before = cpuMsIn(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  await work();
  await wait(SETTLING_MS);
  return cpuMsIn(readFileSync(`/proc/${pid}/stat`, 'utf8')) - before;
}

/**
 * @param {string} stat of a process: see proc(5)
 * @returns {number} ms of CPU time that it has taken, its own and the system's for it
 */
export function cpuMsIn(stat) {
  // Its name, the second field, may hold anything.
  const [, , , , , , , , , , , utime, stime] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ms = ((Number(utime) + Number(stime)) * 1000) / CLOCK_TICKS_A_SECOND;
  if (!Number.isFinite(ms)) throw new Failure('/proc tells no CPU time.', { output: stat });
  return ms;
}

/** @returns {Promise<number>} of the one that this process has started */
async function workerdPid() {
  const { output } = await runCommand(['ps', '-A', '-o', 'ppid=,pid=,comm=']);
  return childIn(output, process.pid);
}

/**
 * @param {string} output of ps: parent, process and name of each
 * @param {number} parent
 */
export function childIn(output, parent) {
  const children = output
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([ppid, , name]) => Number(ppid) === parent && name?.includes('workerd'));
  if (children.length !== 1) throw new Failure('ps shows not one workerd.', { output });
  return Number(children[0][1]);
}

/** @type {import('./parts.js').Part} */
export async function measureColdTick({ rounds = ROUNDS, sign }) {
  /** @type {import('./results.js').Measurement[]} */
  const measurements = [];
  for (const site of SITES) {
    const members = site.members.toLocaleString('en');
    sign(`${members} members`);
    const times = await refreshesOf(site, rounds);
    const some = site.asked < site.members ? `, ${site.asked} asked` : '';
    for (const { which, nth } of REFRESHES) {
      const pick = (/** @type {number[][]} */ all) => figureOf(all.map((one) => one[nth] ?? 0));
      measurements.push({
        id: `cold-refresh-${site.members}-${which}`,
        what: `${which} refresh of a fresh process, ${members} members${some}, by the core alone`,
        unit: 'ms',
        figures: { ours: pick(times.ours), plain: pick(times.plain) },
        targets: nth === 0 ? [{ against: 'plain', atMost: site.mostAtFirst }] : [],
      });
    }
  }
  const music = await startMusic(0);
  try {
    const lanes = { ours: () => ticksOf('ours', music), plain: () => ticksOf('plain', music) };
    const ticks = await alternate(lanes, rounds, (round) => sign(`ticks, round ${round}`));
    for (const { which, pick, most } of [
      { which: 'first', pick: (/** @type {{first: number}} */ { first }) => first, most: 1.2 },
      { which: 'tenth', pick: (/** @type {{warm: number}} */ { warm }) => warm, most: 1.4 },
    ]) {
      measurements.push({
        id: `cold-tick-${which}`,
        what: `${which} tick of a fresh workerd, ${TICKED_MEMBERS} members, all its CPU time`,
        unit: 'ms',
        figures: { ours: figureOf(ticks.ours.map(pick)), plain: figureOf(ticks.plain.map(pick)) },
        targets: [{ against: 'plain', atMost: most }],
      });
    }
  } finally {
    music.stop();
  }
  return { measurements };
}
