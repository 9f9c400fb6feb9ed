/**
 * The music services: sends what the core has planned, at its pace, and hands
 * back what came. Every request ends in a result, those never sent included.
 */

/**
 * @typedef {{source: string}} Subject whom a request asks about; the core knows more of it
 * @typedef {{subject: Subject, url: string, startAfterMs: number}} PlannedRequest
 *
 * @typedef {object} Plan
 * @property {PlannedRequest[]} requests by startAfterMs
 * @property {Record<string, string>} headers
 * @property {number} parallel requests at once
 * @property {number} timeoutMs of one request, its body included
 * @property {number} deadlineMs of all together
 * @property {number} maxBytes of a body
 *
 * @typedef {{status: number} | {failure: string}} Received
 */

/**
 * @param {Plan} plan
 * @param {(subject: Subject, received: Received, body: Uint8Array | null) => {stopsService: boolean}} report
 *     is told of every request once; its answer may end all further ones to the service
 */
export async function ask(plan, report) {
  const deadline = AbortSignal.timeout(plan.deadlineMs);
  const startedMs = Date.now();
  const queue = [...plan.requests];
  const stopped = new Set();

  async function workThroughQueue() {
    for (let request = queue.shift(); request; request = queue.shift()) {
      const { subject, startAfterMs } = request;
      await pause(startedMs + startAfterMs - Date.now(), deadline);
      if (deadline.aborted || stopped.has(subject.source)) {
        report(subject, { failure: 'not_sent' }, null);
        continue;
      }
      const { body, ...received } = await send(request, plan, deadline);
      if (report(subject, received, body).stopsService) stopped.add(subject.source);
    }
  }

  await Promise.all(Array.from({ length: plan.parallel }, workThroughQueue));
}

/**
 * @param {PlannedRequest} request
 * @param {Plan} plan
 * @param {AbortSignal} deadline
 * @returns {Promise<Received & {body: Uint8Array | null}>}
 */
async function send({ url }, { headers, timeoutMs, maxBytes }, deadline) {
  const signal = AbortSignal.any([deadline, AbortSignal.timeout(timeoutMs)]);
  try {
    // A redirect is an answer like any other: following it could lead anywhere,
    // with the key in the URL.
    const response = await fetch(url, { headers, signal, redirect: 'manual' });
    const body = await readAtMost(maxBytes, response, signal);
    if (body === null) return { failure: 'too_large', body };
    return { status: response.status, body };
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
