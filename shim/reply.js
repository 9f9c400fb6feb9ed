/** Answers a request: asks the core, reads the keys it wants, asks again. */

import { Constants, settingOf } from './facts.js';
import { Kept } from './kept.js';
import * as kv from './kv.js';
import { print } from './log.js';
import { isLimited } from './rate-limit.js';
import { settingAside } from './set-aside.js';
import { SharedReads } from './shared-reads.js';
import { sign, verify } from './signing.js';

/**
 * What the modules do, and what they do it with.
 * @typedef {object} Modules
 * @property {import("./core.js").Core} core
 * @property {import("./core.js").Core} renderer
 * @property {Record<string, Uint8Array>} templates by the names that the core has for them
 * @property {{settings: string[], reading: kv.Reading, tokenSecret: string, lastResort: any}} described
 *     by the core
 *
 * What an isolate remembers from one request to the next.
 * @typedef {object} Memory
 * @property {Constants} constants
 * @property {Kept} kept
 * @property {SharedReads} reads
 * @property {Map<string, kv.Stored>} copies of what the last good reply was made of, by key, for when
 *     KV cannot be read
 *
 * @typedef {Modules & Memory} Answerer
 * @typedef {import("./kept.js").Ready} Ready
 * @typedef {Pick<ExecutionContext, "waitUntil">} Context
 */

/**
 * @param {Modules} modules
 * @returns {Answerer}
 */
export function createAnswerer(modules) {
  const { settings, reading } = modules.described;
  return {
    ...modules,
    constants: new Constants(settings),
    kept: new Kept(),
    reads: new SharedReads(reading),
    copies: new Map(),
  };
}

/**
 * @param {Answerer} answerer
 * @param {Request} request
 * @param {import("./facts.js").Env} env
 * @param {Context} context
 */
export async function reply(answerer, request, env, context) {
  const { described, kept } = answerer;
  const { method, url, headers } = request;
  const who = headers.get('cf-connecting-ip') ?? '';
  const asked = {
    method,
    url,
    ifNoneMatch: headers.get('if-none-match'),
    origin: headers.get('origin'),
    token: headers.get('x-internal-token'),
    announcedMethod: headers.get('access-control-request-method'),
    isLimited: await isLimited(env.RATE_LIMITER, who, described.reading.timeoutMs),
  };
  // All that a ready reply depends on. Neither a URL nor a header holds a line feed. A secret that is
  // set anew may find the isolate of before.
  const secret = settingOf(env, described.tokenSecret);
  const question = `${method} ${url}\n${asked.ifNoneMatch}\n${asked.origin}\n${asked.token}\n${secret}`;
  const now = Date.now();
  const ready = kept.find(question, now);
  // What is said again is not logged again.
  if (ready !== undefined && !asked.isLimited) return responseOf(ready);
  const beginning = kept.begin(now);
  const { keepMs, ...fresh } = await answer(answerer, asked, env, context);
  if (keepMs !== undefined) kept.keep(question, fresh, beginning, keepMs);
  return responseOf(fresh);
}

/**
 * @param {Answerer} answerer
 * @param {object} asked facts of the request
 * @param {import("./facts.js").Env} env
 * @param {Context} context
 * @returns {Promise<Ready & {keepMs?: number}>}
 */
async function answer(answerer, asked, env, context) {
  const { constants, copies, described, reads } = answerer;
  /** @type {string[]} */
  const keys = [];
  /** @type {kv.Stored[]} */
  const stored = [];
  /** @type {{signed?: string, verified?: string}} what came of the core's orders */
  const tokens = {};
  const secret = settingOf(env, described.tokenSecret);
  for (;;) {
    const [decision, body] = decide(answerer, stored, (facts) =>
      constants.with(env, { ...asked, nowMs: Date.now(), ...tokens, ...facts }),
    );
    print(decision.log);
    if (decision.sign !== undefined) {
      tokens.signed = await sign(secret, decision.sign);
      continue;
    }
    if (decision.verify !== undefined) {
      tokens.verified = await verify(secret, decision.verify);
      continue;
    }
    if (decision.read !== undefined) {
      keys.push(decision.read);
      const reading = await reads.read(env.CACHE, decision.read, context);
      stored.push(withCopy(reading, copies.get(decision.read)));
      continue;
    }
    const [key, value] = [keys[decision.source], stored[decision.source]];
    if (key !== undefined && value !== undefined) {
      copies.clear();
      copies.set(key, value);
    }
    const { status, headers, keepMs } = decision;
    return { status, headers: new Headers(headers), body, keepMs };
  }
}

/**
 * @param {kv.Stored} reading
 * @param {kv.Stored | undefined} copy stands in for what could not be read
 * @returns {kv.Stored}
 */
function withCopy(reading, copy) {
  if (reading.facts.error === undefined || copy === undefined) return reading;
  return { value: copy.value, facts: { ...copy.facts, ...reading.facts } };
}

/**
 * What the core makes of it, and the renderer of that. While they fail, one more
 * value is set aside, the one that was read last before all others.
 * @param {Modules} modules
 * @param {kv.Stored[]} stored those that are set aside are replaced
 * @param {(facts: object) => string} factsWith
 * @returns {[any, Ready["body"]]}
 */
function decide(modules, stored, factsWith) {
  const { core, described } = modules;
  /** @returns {[any, Ready["body"]]} */
  const ask = () => {
    const reads = stored.map((one) => one.facts);
    const values = stored.map((one) => one.value);
    const [decision, body] = core.call('reply', factsWith({ reads }), ...values);
    return [decision, render(modules, decision.template, body)];
  };
  return settingAside([
    ask,
    ...stored.map((_, earlier) => (/** @type {import("./core.js").CoreFailure} */ failure) => {
      stored[stored.length - 1 - earlier] = kv.unreadable(failure);
      return ask();
    }),
    () => [{ ...described.lastResort, log: [] }, described.lastResort.body],
  ]);
}

/**
 * @param {Modules} modules
 * @param {string | undefined} template without one, the body is what is sent
 * @param {any} body or else a scene
 */
function render({ renderer, templates }, template, body) {
  if (template === undefined) return body;
  const [, rendered] = renderer.call('render', {}, body, templates[template] ?? null);
  return rendered;
}

/** @param {Ready} ready */
function responseOf({ status, headers, body }) {
  // A 304 and an answer to HEAD may have none.
  return new Response(body.length === 0 ? null : body, { status, headers });
}
