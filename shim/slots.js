/** A number of places of which each is one holder's at a time; who came first goes first. */
export class Slots {
  #free;
  /** @type {(() => void)[]} */
  #waiting = [];

  /** @param {number} count */
  constructor(count) {
    this.#free = count;
  }

  /** @returns {Promise<void>} settles when there is one for the caller, who gives it back */
  async take() {
    if (this.#free > 0) {
      this.#free--;
      return;
    }
    await new Promise((resolve) => this.#waiting.push(/** @type {() => void} */ (resolve)));
  }

  /** The same, before all who wait. @returns {Promise<void>} */
  async takeNext() {
    const others = this.#waiting;
    this.#waiting = [];
    const taken = this.take();
    this.#waiting.push(...others);
    await taken;
  }

  giveBack() {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free++;
  }
}
