/** Answers a request: asks the core, reads the keys it wants, asks again. */

import { CacheKeys } from './cache-keys.js';
import { Copies } from './copies.js';
import { Constants, settingOf } from './facts.js';
import { Kept } from './kept.js';
import * as kv from './kv.js';
import { print } from './log.js';
import { isLimited } from './rate-limit.js';
import { settingAside } from './set-aside.js';
import { SharedReads } from './shared-reads.js';
import { sign, verify } from './signing.js';

/**
 * What answers, and what it does it with.
 * @typedef {object} Answering
 * @property {import("./core.js").Core} core
 * @property {Record<string, Uint8Array>} templates by the names that the core has for them
 * @property {Described} described by the core
 *
 * @typedef {import("./messages.js").MessageKinds & Shared} Described
 *
 * @typedef {object} Shared
 * @property {string[]} settings
 * @property {Record<string, kv.Read>} reads by key
 * @property {number} rateLimitTimeoutMs
 * @property {string} tokenSecret
 * @property {any} lastResort
 *
 * What an isolate remembers from one request to the next.
 * @typedef {object} Memory
 * @property {Constants} constants
 * @property {CacheKeys} cacheKeys
 * @property {Kept} kept
 * @property {SharedReads} reads
 * @property {Copies} copies of what the last good reply was made of, or the last refresh wrote
 *
 * @typedef {Answering & Memory} Answerer
 * @typedef {import("./kept.js").Ready} Ready
 * @typedef {Pick<ExecutionContext, "waitUntil">} Context
 */

/**
 * @param {Answering} answering
 * @returns {Answerer}
 */
export function createAnswerer(answering) {
  return {
    ...answering,
    constants: new Constants(answering.described.settings),
    cacheKeys: new CacheKeys(),
    kept: new Kept(),
    reads: new SharedReads(),
    copies: new Copies(),
  };
}

/**
 * @param {Answerer} answerer
 * @param {Request} request
 * @param {import("./facts.js").Env} env
 * @param {Context} context
 */
export async function reply(answerer, request, env, context) {
  const { cacheKeys, constants, described, kept } = answerer;
  const { method, url, headers } = request;
  const asked = {
    method,
    url,
    ifNoneMatch: headers.get('if-none-match'),
    origin: headers.get('origin'),
    token: headers.get('x-internal-token'),
    announcedMethod: headers.get('access-control-request-method'),
  };
  kept.belongTo(constants.of(env));
  const { key, verified } = await cacheKeys.find(answerer, asked, env);
  const now = Date.now();
  const ready = key === undefined ? undefined : kept.find(key, now);
  // A repeated reply is neither logged nor counted: it costs no more than a refusal.
  if (ready !== undefined) return responseOf(answerer, ready, asked.ifNoneMatch);
  const beginning = kept.begin(now);
  const who = headers.get('cf-connecting-ip') ?? '';
  const isOften = await isLimited(env.RATE_LIMITER, who, described.rateLimitTimeoutMs);
  const facts = { ...asked, verified, isLimited: isOften };
  const { keepMs, ...fresh } = await answer(answerer, facts, env, context);
  if (key !== undefined && keepMs !== undefined) kept.keep(key, fresh, beginning, keepMs);
  return responseOf(answerer, fresh, asked.ifNoneMatch);
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
      const how = /** @type {kv.Read} */ (described.reads[decision.read]);
      const reading = await reads.read(env.CACHE, how, context);
      stored.push(withCopy(reading, copies.get(decision.read)));
      continue;
    }
    const [key, value] = [keys[decision.source], stored[decision.source]];
    if (key !== undefined && value !== undefined && decision.writtenMs !== undefined) {
      copies.keep(key, value, decision.writtenMs, Date.now());
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
 * What the core makes of it. While it fails, one more value is set aside, the one
 * that was read last before all others.
 * @param {Answering} answering
 * @param {kv.Stored[]} stored those that are set aside are replaced
 * @param {(facts: object) => string} factsWith
 * @returns {[any, Ready["body"]]}
 */
function decide(answering, stored, factsWith) {
  const { core, described } = answering;
  /** @returns {[any, Ready["body"]]} */
  const ask = () => {
    const reads = stored.map((one) => one.facts);
    const values = stored.map((one) => one.value);
    const [decision, body] = core.call('reply', factsWith({ reads }), ...values);
    return [decision, render(answering, decision.template, body)];
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
 * @param {Answering} answering
 * @param {string | undefined} template without one, the body is what is sent
 * @param {any} body or else a scene
 */
function render({ core, templates }, template, body) {
  if (template === undefined) return body;
  const [, rendered] = core.call('render', {}, body, templates[template] ?? null);
  return rendered;
}

/**
 * Fresh or kept, a reply is whole; who has it already is told so.
 * @param {Answering} answering
 * @param {Ready} ready
 * @param {string | null} ifNoneMatch
 */
function responseOf({ core }, { status, headers, body }, ifNoneMatch) {
  const tag = headers.get('etag');
  if (tag !== null && ifNoneMatch !== null) {
    const { isCurrent } = settingAside([
      () => core.call('revalidate', { ifNoneMatch, tag })[0],
      () => ({ isCurrent: false }),
    ]);
    if (isCurrent) return new Response(null, { status: 304, headers });
  }
  // An answer to HEAD has none.
  return new Response(body.length === 0 ? null : body, { status, headers });
}
