// ListenBrainz's limit: so many requests in each window of ten seconds. The windows begin on the
// clock (https://listenbrainz.readthedocs.io/en/latest/users/api/index.html). Time is an argument.

const WINDOW_S = 10;
const LIMIT = 30; // for one address, without a token

/**
 * @typedef {object} Allowance
 * @property {boolean} isExceeded by this request
 * @property {number} limit
 * @property {number} remaining requests in this window
 * @property {number} reset when the next window begins, s since 1970
 * @property {number} resetIn s until then, at least 1
 */

export class RateLimit {
  #reset = 0;
  #taken = 0;

  /**
   * Counts a request.
   * @param {number} now ms since 1970
   * @returns {Allowance}
   */
  take(now) {
    const nowS = Math.floor(now / 1000);
    const reset = Math.floor(nowS / WINDOW_S) * WINDOW_S + WINDOW_S;
    if (reset !== this.#reset) this.#taken = 0;
    this.#reset = reset;
    this.#taken += 1;
    return {
      isExceeded: this.#taken > LIMIT,
      limit: LIMIT,
      remaining: Math.max(LIMIT - this.#taken, 0),
      reset,
      resetIn: reset - nowS,
    };
  }
}
