/**
 * The music services: sends what the core has planned, at its pace, and hands back what came.
 * Every planned request ends in a result, those never sent included.
 */

import { Pace } from './pace.js';
import { Slots } from './slots.js';

/**
 * @typedef {{source: string}} Question what a request asks; the core knows more of it
 * @typedef {{question: Question, url: string}} UpstreamRequest
 * @typedef {import("./pace.js").Limits & {headers: Record<string, string>, parallel: number}} Service
 *     parallel: requests to it at once, so that one that hangs does not keep the others waiting
 *
 * @typedef {object} Plan
 * @property {UpstreamRequest[]} requests the most urgent ones first
 * @property {Record<string, Service>} services by source
 * @property {number} retries requests that may be repeated
 * @property {string[]} answerHeaders what the core wants to know of an answer
 * @property {number} parallel requests at once
 * @property {number} timeoutMs of one request, its body included
 * @property {number} deadlineMs of all together
 * @property {number} maxBytes of a body
 *
 * @typedef {{status: number, headers: Record<string, string>} | {failure: string}} Received
 *
 * @typedef {object} Reaction what follows from an answer
 * @property {boolean} stopsService no further request to it
 * @property {number} [pauseMs] no request to it before
 * @property {UpstreamRequest} [next] asks further about the same account; its answer replaces this one
 * @property {number} [afterMs] when to send it at the earliest
 * @property {boolean} [isRetry] whether it is one of the plan's retries
 */

/**
 * @param {Plan} plan
 * @param {(planned: UpstreamRequest, question: Question, facts: object, body: Uint8Array | null) => Reaction} report
 *     is told of every answer, and once of a planned request that cannot be sent
 */
export async function ask(plan, report) {
  const deadline = AbortSignal.timeout(plan.deadlineMs);
  const endsAt = Date.now() + plan.deadlineMs;
  const connections = new Slots(plan.parallel);
  const lines = new Map(
    Object.entries(plan.services).map(([source, service]) => [source, new Line(service)]),
  );
  const lineOf = (/** @type {UpstreamRequest} */ { question }) =>
    /** @type {Line} */ (lines.get(question.source));
  let retriesLeft = plan.retries;

  /**
   * @param {UpstreamRequest} planned
   * @param {UpstreamRequest} request
   * @param {Line} line
   */
  async function exchange(planned, request, line) {
    const { body, ...received } = await send(request, line.service, plan, deadline);
    const entropy = crypto.getRandomValues(new Uint32Array(1))[0];
    const facts = { ...received, retriesLeft, entropy };
    const reaction = report(planned, request.question, facts, body);
    // At once: the next answer may be there already.
    if (reaction.isRetry) retriesLeft -= 1;
    if (reaction.stopsService) line.pace.closeUntil(Number.POSITIVE_INFINITY);
    if (reaction.pauseMs !== undefined) line.pace.closeUntil(Date.now() + reaction.pauseMs);
    return reaction;
  }

  /**
   * @param {UpstreamRequest} planned
   * @param {UpstreamRequest} request the planned one, or one that follows from its answer
   * @param {Promise<void>} turn in the service's line
   */
  async function answer(planned, request, turn) {
    await turn;
    const line = lineOf(request);
    if (!(await line.enter(connections, endsAt, deadline))) {
      if (request === planned) report(planned, request.question, { failure: 'not_sent' }, null);
      return;
    }
    /** @type {Promise<void> | undefined} */
    let nextTurn;
    /** @type {Reaction} */
    let reaction;
    try {
      reaction = await exchange(planned, request, line);
      // Who was asked about once is asked about to the end before others are.
      if (reaction.next && !reaction.afterMs) nextTurn = line.turns.takeNext();
    } finally {
      connections.giveBack();
      line.connections.giveBack();
    }
    if (!reaction.next) return;
    await pause(reaction.afterMs ?? 0, deadline);
    await answer(planned, reaction.next, nextTurn ?? line.turns.takeNext());
  }

  await Promise.all(
    plan.requests.map((request) => answer(request, request, lineOf(request).turns.take())),
  );
}

/** The requests to one service, one behind the other until they start. */
class Line {
  turns = new Slots(1);

  /** @param {Service} service */
  constructor(service) {
    this.service = service;
    this.pace = new Pace(service);
    this.connections = new Slots(service.parallel);
  }

  /**
   * With the turn taken, waits for the service's pace and for a connection, of its own and of all;
   * the caller gives both back.
   * @param {Slots} connections of all
   * @param {number} endsAt
   * @param {AbortSignal} deadline
   * @returns {Promise<boolean>} false, without a connection, when it would be too late
   */
  async enter(connections, endsAt, deadline) {
    try {
      for (;;) {
        const opensAt = this.pace.opensAt();
        if (opensAt >= endsAt || deadline.aborted) return false;
        await pause(opensAt - Date.now(), deadline);
        await this.connections.take();
        await connections.take();
        // The service may have been paused in the meantime.
        if (!deadline.aborted && this.pace.opensAt() <= Date.now()) {
          this.pace.start(Date.now());
          return true;
        }
        connections.giveBack();
        this.connections.giveBack();
      }
    } finally {
      this.turns.giveBack();
    }
  }
}

/**
 * @param {UpstreamRequest} request
 * @param {Service} service
 * @param {Plan} plan
 * @param {AbortSignal} deadline
 * @returns {Promise<Received & {body: Uint8Array | null}>}
 */
async function send({ url }, { headers }, { answerHeaders, timeoutMs, maxBytes }, deadline) {
  const signal = AbortSignal.any([deadline, AbortSignal.timeout(timeoutMs)]);
  try {
    // A redirect is an answer like any other: following it could lead anywhere,
    // with the key in the URL.
    const response = await fetch(url, { headers, signal, redirect: 'manual' });
    const body = await readAtMost(maxBytes, response, signal);
    if (body === null) return { failure: 'too_large', body };
    const told = answerHeaders.map((name) => [name, response.headers.get(name)]);
    return { status: response.status, headers: Object.fromEntries(told), body };
  } catch {
    return { failure: signal.aborted ? 'timeout' : 'unreachable', body: null };
  }
}

/**
 * @param {number} maxBytes
 * @param {Response} response
 * @param {AbortSignal} signal
 * @returns {Promise<Uint8Array | null>} null when there are more
 */
async function readAtMost(maxBytes, response, signal) {
  if (response.body === null) return new Uint8Array(0);
  const reader = response.body.getReader();
  const aborted = rejection(signal);
  const chunks = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), aborted]);
      if (done) return joined(chunks, size);
      size += value.length;
      if (size > maxBytes) return null;
      chunks.push(value);
    }
  } finally {
    // Ends the connection when there is more; it may fail, having ended already.
    reader.cancel().catch(() => {});
  }
}

/**
 * @param {Uint8Array[]} chunks
 * @param {number} size of all together
 */
function joined(chunks, size) {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/**
 * @param {AbortSignal} signal
 * @returns {Promise<never>} rejects when the signal says so
 */
function rejection(signal) {
  const promise = new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  // Nobody may be waiting any more.
  promise.catch(() => {});
  return /** @type {Promise<never>} */ (promise);
}

/**
 * @param {number} ms
 * @param {AbortSignal} signal ends the pause early
 */
async function pause(ms, signal) {
  if (ms <= 0 || signal.aborted) return;
  await Promise.race([scheduler.wait(ms), rejection(signal).catch(() => {})]);
}
