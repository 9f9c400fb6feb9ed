// A fresh process of the part cold-tick: refreshes some times, by the core or in plain JavaScript, and
// says what each took. What it needs comes over standard input, ready made, so that nothing runs before
// that would warm anything up.

import { readFileSync } from 'node:fs';
import { deserialize } from 'node:v8';
import { freshCore, freshMachine, repeatRefresh, rowsEvent } from './core-refresh.js';
import { refreshPlainly } from './plain-jobs.js';

const given = deserialize(readFileSync(0));

/** @returns {() => unknown} */
function ourJob() {
  const { facts, rows, steps } = given.core;
  // The getter was lost on the way here.
  const told = steps.map((/** @type {any} */ { phase, events }) => ({
    phase,
    events: events.map((/** @type {any} */ event) =>
      event.name === 'rows' ? rowsEvent(rows, { id: event.id, at: event.at }) : event,
    ),
  }));
  const core = freshCore();
  return () => repeatRefresh(freshMachine(core), { tell: () => facts, steps: told });
}

/** @returns {() => unknown} */
function plainJob() {
  const { accounts, bodies, ...inputs } = given.plain;
  const known = new Map(
    accounts.map((/** @type {string} */ one, /** @type {number} */ i) => [one, bodies[i]]),
  );
  const bodyOf = (/** @type {string} */ account) => known.get(account);
  return () => refreshPlainly({ ...inputs, bodyOf });
}

const job = process.argv[2] === 'ours' ? ourJob() : plainJob();
const times = Array.from({ length: given.times }, () => {
  const from = performance.now();
  job();
  return performance.now() - from;
});
process.stdout.write(JSON.stringify(times));
