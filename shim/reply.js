/** Answers a request: asks the core, reads the keys it wants, asks again. */

import { CoreFailure } from './core.js';
import { factsOf } from './facts.js';
import * as kv from './kv.js';
import { print } from './log.js';

// Longer than any read that a reader would wait for.
const READ_TIMEOUT_MS = 5000;

/**
 * @param {import("./core.js").Core} core
 * @param {{settings: string[], lastResort: any}} constants
 * @param {Request} request
 * @param {import("./facts.js").Env} env
 */
export async function reply(core, constants, request, env) {
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
    if (decision.read === undefined) return responseOf(decision, body);
    stored.push(await kv.read(env.CACHE, decision.read, READ_TIMEOUT_MS));
  }
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
    return core.call('reply', { ...facts, nowMs: Date.now(), reads }, ...values);
  };
  try {
    return /** @type {[any, Uint8Array<ArrayBuffer>]} */ (ask());
  } catch (failure) {
    if (!(failure instanceof CoreFailure)) throw failure;
    print([{ level: 'error', text: String(failure) }]);
    if (stored.length > 0) stored[stored.length - 1] = kv.unreadable(failure);
  }
  try {
    return /** @type {[any, Uint8Array<ArrayBuffer>]} */ (ask());
  } catch (failure) {
    if (!(failure instanceof CoreFailure)) throw failure;
    print([{ level: 'error', text: String(failure) }]);
    return [{ ...lastResort, log: [] }, lastResort.body];
  }
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
