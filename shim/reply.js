/** Answers a request: asks the core, reads the keys it wants, asks again. */

import { factsOf } from './facts.js';
import * as kv from './kv.js';
import { print } from './log.js';
import { settingAside } from './set-aside.js';

// Longer than any read that a reader would wait for.
const READ_TIMEOUT_MS = 5000;

/**
 * @param {import("./core.js").Core} core
 * @param {{settings: string[], lastResort: any}} constants
 * @param {Map<string, kv.Stored>} copies of what the last good reply was made of, by key, for when KV
 *     cannot be read
 * @param {Request} request
 * @param {import("./facts.js").Env} env
 */
export async function reply(core, constants, copies, request, env) {
  /** @type {string[]} */
  const keys = [];
  /** @type {kv.Stored[]} */
  const stored = [];
  const facts = {
    ...factsOf(env, constants.settings),
    method: request.method,
    url: request.url,
    ifNoneMatch: request.headers.get('if-none-match'),
    origin: request.headers.get('origin'),
  };
  for (;;) {
    const [decision, body] = decide(core, constants, facts, stored);
    print(decision.log);
    if (decision.read !== undefined) {
      keys.push(decision.read);
      stored.push(await readOrCopy(env.CACHE, decision.read, copies));
      continue;
    }
    const [key, value] = [keys[decision.source], stored[decision.source]];
    if (key !== undefined && value !== undefined) {
      copies.clear();
      copies.set(key, value);
    }
    return responseOf(decision, body);
  }
}

/**
 * @param {KVNamespace} namespace
 * @param {string} key
 * @param {Map<string, kv.Stored>} copies
 * @returns {Promise<kv.Stored>}
 */
async function readOrCopy(namespace, key, copies) {
  const reading = await kv.read(namespace, key, READ_TIMEOUT_MS);
  const copy = copies.get(key);
  if (reading.facts.error === undefined || copy === undefined) return reading;
  return { value: copy.value, facts: { ...copy.facts, ...reading.facts } };
}

/**
 * What the core makes of it. A value that makes it fail is set aside, and the
 * core is asked again without it.
 * @param {import("./core.js").Core} core
 * @param {{lastResort: any}} constants
 * @param {object} facts
 * @param {kv.Stored[]} stored the last of them is replaced when it is to blame
 * @returns {[any, BodyInit]}
 */
function decide(core, { lastResort }, facts, stored) {
  const ask = () => {
    const reads = stored.map((one) => one.facts);
    const values = stored.map((one) => one.value);
    const output = core.call('reply', { ...facts, nowMs: Date.now(), reads }, ...values);
    return /** @type {[any, Uint8Array<ArrayBuffer>]} */ (output);
  };
  return settingAside([
    ask,
    (failure) => {
      if (stored.length > 0) stored[stored.length - 1] = kv.unreadable(failure);
      return ask();
    },
    () => [{ ...lastResort, log: [] }, lastResort.body],
  ]);
}

/**
 * @param {{status: number, headers: Record<string, string>}} decision
 * @param {BodyInit} body
 */
function responseOf({ status, headers }, body) {
  // A 304 and an answer to HEAD may have none.
  const isEmpty = body instanceof Uint8Array && body.length === 0;
  return new Response(isEmpty ? null : body, { status, headers });
}
