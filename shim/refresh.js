/**
 * One refresh, step by step: the core decides, this file performs. The order
 * of the calls is that of wasm/README.md.
 */

import * as kv from './kv.js';
import { print } from './log.js';
import { readRoster } from './roster.js';
import { settingAside } from './set-aside.js';
import * as upstream from './upstream.js';

/** @typedef {(name: string, facts: object, ...parts: import("./core.js").Part[]) => any} Call */

/**
 * @param {import("./reply.js").Answerer} answerer of the same isolate
 * @param {{scheduledTime: number}} controller
 * @param {import("./facts.js").Env} env
 */
export async function refresh({ core, constants, described }, controller, env) {
  const times = { scheduledMs: controller.scheduledTime, startedMs: Date.now() };
  /** @type {Call} */
  const call = (name, facts, ...parts) => {
    const all = constants.with(env, { ...times, nowMs: Date.now(), ...facts });
    const output = core.call(name, all, ...parts);
    print(output[0].log ?? []);
    return output;
  };

  const [{ rosterSql, read, timeoutMs }] = call('open_refresh', {});
  const reading = { timeoutMs, cacheTtl: described.reading.cacheTtl };
  /** @returns {Promise<[recent: kv.Stored, snapshot: kv.Stored]>} */
  const readKeys = async () => {
    const [recent, snapshot] = read;
    return Promise.all([
      kv.read(env.CACHE, recent, reading),
      kv.read(env.CACHE, snapshot, reading),
    ]);
  };
  const [roster, before] = await Promise.all([
    readRoster(env.DB, rosterSql, timeoutMs),
    readKeys(),
  ]);
  const rosterFacts = { rosterError: roster.error };
  const [plan] = decide(call, 'plan_refresh', rosterFacts, roster.rows, before);
  if (!plan.goesOn) return call('conclude_refresh', { carry: plan.carry });

  const answers = await ask(call, plan);
  // Another run may have written while this one asked.
  const again = await readKeys();
  const [recent, snapshot] = [
    kv.firstReadable(again[0], before[0]),
    kv.firstReadable(again[1], before[1]),
  ];
  const finished = decide(
    call,
    'finish_refresh',
    rosterFacts,
    roster.rows,
    [recent, snapshot],
    answers,
  );
  const outcome = finished[0].write ? await store(call, env.CACHE, finished, reading) : {};
  call('conclude_refresh', { ...outcome, carry: finished[0].carry });
}

/**
 * @param {Call} call
 * @param {upstream.Plan} plan
 * @returns {Promise<Uint8Array[]>} an answer a planned request, as the core encodes them
 */
async function ask(call, plan) {
  /** @type {Map<upstream.UpstreamRequest, Uint8Array>} */
  const answers = new Map();
  await upstream.ask(plan, (planned, question, facts, body) => {
    const [reaction, answer] = readResponse(call, question, facts, body);
    answers.set(planned, answer);
    return reaction;
  });
  // In the plan's order and not in that of arrival: the same answers make the same log.
  return plan.requests.map((request) => /** @type {Uint8Array} */ (answers.get(request)));
}

/**
 * @param {Call} call
 * @param {upstream.Question} question
 * @param {object} facts
 * @param {Uint8Array | null} body
 */
function readResponse(call, question, facts, body) {
  return settingAside([
    () => call('read_response', { question, ...facts }, body),
    // The answer is set aside; that member counts as failed.
    () => call('read_response', { question, failure: 'crashed' }, null),
  ]);
}

/**
 * A decision that rests on what is stored, which may make the core fail. It is set aside then, as
 * what could not be read, so that the core writes nothing that could be poorer: the snapshot first,
 * then the list too.
 * @param {Call} call
 * @param {string} name
 * @param {object} facts
 * @param {Uint8Array | null} rows
 * @param {[kv.Stored, kv.Stored]} stored
 * @param {Uint8Array[]} answers
 * @returns {any[]}
 */
function decide(call, name, facts, rows, [recent, snapshot], answers = []) {
  const ask = (/** @type {kv.Stored[]} */ ...stored) => {
    const reads = stored.map((one) => one.facts);
    const values = stored.map((one) => one.value);
    return call(name, { ...facts, reads }, rows, ...values, ...answers);
  };
  return settingAside([
    () => ask(recent, snapshot),
    (failure) => ask(recent, kv.unreadable(failure)),
    (failure) => ask(kv.unreadable(failure), kv.unreadable(failure)),
  ]);
}

/**
 * Writes the list, looks whether it is there, then writes the snapshot.
 * @param {Call} call
 * @param {KVNamespace} cache
 * @param {any[]} finished
 * @param {kv.Reading} reading
 */
async function store(call, cache, [{ write, carry }, list, draft], reading) {
  const { timeoutMs } = reading;
  const putError = await kv.write(cache, write, list, timeoutMs);
  for (let look = 1; ; look++) {
    const readBack = await kv.read(cache, write.key, reading);
    const facts = { carry, putError, look, readBack: readBack.facts };
    const [decision, snapshot] = settingAside([
      () => call('confirm_write', facts, list, readBack.value, draft),
      (failure) => {
        const readBack = kv.unreadable(failure).facts;
        return call('confirm_write', { ...facts, readBack }, list, null, draft);
      },
    ]);
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
