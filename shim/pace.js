/**
 * When the next request to one service may start: the core's numbers, kept to. Times are
 * arguments, in milliseconds of one clock.
 */

/** @typedef {{burst: number, everyMs: number, windowMs: number}} Limits the core has their meaning */

export class Pace {
  #limits;
  /** @type {number[]} when the last `burst` requests started, oldest first */
  #starts = [];
  #closedUntil = Number.NEGATIVE_INFINITY;

  /** @param {Limits} limits */
  constructor(limits) {
    this.#limits = limits;
  }

  /** The earliest time for the next request; Infinity when there is to be none. */
  opensAt() {
    const { burst, everyMs, windowMs } = this.#limits;
    const [first, last] = [this.#starts[0], this.#starts.at(-1)];
    if (this.#starts.length < burst || first === undefined || last === undefined) {
      return this.#closedUntil;
    }
    return Math.max(this.#closedUntil, last + everyMs, first + windowMs);
  }

  /** @param {number} now a request starts */
  start(now) {
    this.#starts.push(now);
    if (this.#starts.length > this.#limits.burst) this.#starts.shift();
  }

  /** @param {number} time no request before; Infinity for none at all */
  closeUntil(time) {
    this.#closedUntil = Math.max(this.#closedUntil, time);
  }
}
