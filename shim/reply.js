/** Answers a request: asks the core, reads the keys it wants, asks again. */

import { factsOf } from './facts.js';
import * as kv from './kv.js';
import { print } from './log.js';
import { settingAside } from './set-aside.js';

// Longer than any read that a reader would wait for.
const READ_TIMEOUT_MS = 5000;

/**
 * What answers, made once.
 * @typedef {object} Answerer
 * @property {import("./core.js").Core} core
 * @property {import("./core.js").Core} renderer
 * @property {Record<string, Uint8Array>} templates by the names that the core has for them
 * @property {{settings: string[], lastResort: any}} constants
 * @property {Map<string, kv.Stored>} copies of what the last good reply was made of, by key, for when
 *     KV cannot be read
 */

/**
 * @param {Answerer} answerer
 * @param {Request} request
 * @param {import("./facts.js").Env} env
 */
export async function reply(answerer, request, env) {
  const { constants, copies } = answerer;
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
    const [decision, body] = decide(answerer, facts, stored);
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
 * What the core makes of it, and the renderer of that. While they fail, one more
 * value is set aside, the one that was read last before all others.
 * @param {Answerer} answerer
 * @param {object} facts
 * @param {kv.Stored[]} stored those that are set aside are replaced
 * @returns {[any, BodyInit]}
 */
function decide(answerer, facts, stored) {
  const { core, constants } = answerer;
  /** @returns {[any, Uint8Array<ArrayBuffer>]} */
  const ask = () => {
    const reads = stored.map((one) => one.facts);
    const values = stored.map((one) => one.value);
    const [decision, body] = core.call('reply', { ...facts, nowMs: Date.now(), reads }, ...values);
    return [decision, render(answerer, decision.template, body)];
  };
  return settingAside([
    ask,
    ...stored.map((_, earlier) => (/** @type {import("./core.js").CoreFailure} */ failure) => {
      stored[stored.length - 1 - earlier] = kv.unreadable(failure);
      return ask();
    }),
    () => [{ ...constants.lastResort, log: [] }, constants.lastResort.body],
  ]);
}

/**
 * @param {Answerer} answerer
 * @param {string | undefined} template without one, the body is what is sent
 * @param {any} body or else a scene
 */
function render({ renderer, templates }, template, body) {
  if (template === undefined) return body;
  const [, rendered] = renderer.call('render', {}, body, templates[template] ?? null);
  return rendered;
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
