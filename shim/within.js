/**
 * Settles as `work` does, or rejects after `timeoutMs`. What hangs is left
 * hanging: neither KV nor D1 takes a signal.
 * @template T
 * @param {number} timeoutMs
 * @param {Promise<T>} work
 * @returns {Promise<T>}
 */
export function within(timeoutMs, work) {
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;
  const timeout = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  return Promise.race([work, /** @type {Promise<never>} */ (timeout)]).finally(() =>
    clearTimeout(timer),
  );
}
