/**
 * One refresh, step by step: the core decides, this file performs. The order
 * of the calls is that of wasm/README.md.
 */

import { CoreFailure } from './core.js';
import { factsOf } from './facts.js';
import * as kv from './kv.js';
import { print } from './log.js';
import { readRoster } from './roster.js';
import * as upstream from './upstream.js';

/** @typedef {(name: string, facts: object, ...parts: import("./core.js").Part[]) => any} Call */

/**
 * @param {import("./core.js").Core} core
 * @param {{settings: string[]}} constants
 * @param {{scheduledTime: number}} controller
 * @param {import("./facts.js").Env} env
 */
export async function refresh(core, constants, controller, env) {
  const always = {
    ...factsOf(env, constants.settings),
    scheduledMs: controller.scheduledTime,
    startedMs: Date.now(),
  };
  /** @type {Call} */
  const call = (name, facts, ...parts) => {
    const output = core.call(name, { ...always, ...facts, nowMs: Date.now() }, ...parts);
    print(output[0].log ?? []);
    return output;
  };

  const [{ rosterSql, read, timeoutMs }] = call('open_refresh', {});
  const [roster, recent, snapshot] = await Promise.all([
    readRoster(env.DB, rosterSql, timeoutMs),
    ...read.map((/** @type {string} */ key) => kv.read(env.CACHE, key, timeoutMs)),
  ]);
  const rosterFacts = { rosterError: roster.error };
  const [plan] = call('plan_refresh', rosterFacts, roster.rows);
  if (!plan.goesOn) return call('conclude_refresh', {});

  const answers = await ask(call, plan);
  const finished = finish(call, rosterFacts, roster.rows, [recent, snapshot], answers);
  const outcome = finished[0].write ? await store(call, env.CACHE, finished, timeoutMs) : {};
  call('conclude_refresh', { ...outcome, carry: finished[0].carry });
}

/**
 * @param {Call} call
 * @param {upstream.Plan} plan
 * @returns {Promise<Uint8Array[]>} an answer a request, as the core encodes them
 */
async function ask(call, plan) {
  /** @type {Map<upstream.Subject, Uint8Array>} */
  const answers = new Map();
  await upstream.ask(plan, (subject, received, body) => {
    const [decision, answer] = readResponse(call, subject, received, body);
    answers.set(subject, answer);
    return decision;
  });
  // In the plan's order and not in that of arrival: the same answers make the same log.
  return plan.requests.map(({ subject }) => /** @type {Uint8Array} */ (answers.get(subject)));
}

/**
 * @param {Call} call
 * @param {upstream.Subject} subject
 * @param {upstream.Received} received
 * @param {Uint8Array | null} body
 */
function readResponse(call, subject, received, body) {
  try {
    return call('read_response', { subject, ...received }, body);
  } catch (failure) {
    if (!(failure instanceof CoreFailure)) throw failure;
    // The answer is set aside; that member counts as failed.
    return call('read_response', { subject, failure: 'crashed' }, null);
  }
}

/**
 * What is stored may make the core fail. It is set aside then: the snapshot first, which counts as
 * broken and is replaced; then the list too, as one that could not be read, so that the core writes
 * nothing that could be poorer.
 * @param {Call} call
 * @param {object} facts
 * @param {Uint8Array | null} rows
 * @param {[kv.Stored, kv.Stored]} stored
 * @param {Uint8Array[]} answers
 * @returns {any[]}
 */
function finish(call, facts, rows, [recent, snapshot], answers) {
  const ask = (/** @type {kv.Stored[]} */ ...stored) => {
    const reads = stored.map((one) => one.facts);
    const values = stored.map((one) => one.value);
    return call('finish_refresh', { ...facts, reads }, rows, ...values, ...answers);
  };
  try {
    return ask(recent, snapshot);
  } catch (failure) {
    if (!(failure instanceof CoreFailure)) throw failure;
    print([{ level: 'error', text: String(failure) }]);
  }
  const broken = { value: new Uint8Array(0), facts: {} };
  try {
    return ask(recent, broken);
  } catch (failure) {
    if (!(failure instanceof CoreFailure)) throw failure;
    print([{ level: 'error', text: String(failure) }]);
    return ask(kv.unreadable(failure), broken);
  }
}

/**
 * Writes the list, looks whether it is there, then writes the snapshot.
 * @param {Call} call
 * @param {KVNamespace} cache
 * @param {any[]} finished
 * @param {number} timeoutMs
 */
async function store(call, cache, [{ write, carry }, list, draft], timeoutMs) {
  const putError = await kv.write(cache, write, list, timeoutMs);
  for (let look = 1; ; look++) {
    const readBack = await kv.read(cache, write.key, timeoutMs);
    const facts = { carry, putError, look, readBack: readBack.facts };
    const [decision, snapshot] = call('confirm_write', facts, list, readBack.value, draft);
    if (decision.lookAgainAfterMs !== undefined) {
      await scheduler.wait(decision.lookAgainAfterMs);
      continue;
    }
    const { confirmation } = decision;
    if (!decision.write) return { confirmation, kvWrites: 1 };
    const snapshotError = await kv.write(cache, decision.write, snapshot, timeoutMs);
    return { confirmation, kvWrites: 2, snapshotError };
  }
}
