/** A refresh in the core, on an instance that is its own until it is done. */

import { CoreFailure, invoke } from './core.js';
import { decodeEffects, eventsPart } from './messages.js';

/**
 * @typedef {import("./messages.js").Effect} Effect
 * @typedef {import("./messages.js").Event} Event
 */

export class RefreshMachine {
  #core;
  #kinds;
  #exports;

  /**
   * @param {import("./core.js").Core} core
   * @param {import("./messages.js").MessageKinds} kinds
   */
  constructor(core, kinds) {
    this.#core = core;
    this.#kinds = kinds;
    this.#exports = core.take();
  }

  /**
   * @param {string} facts
   * @returns {Effect[]}
   * @throws {CoreFailure} after which the machine is of no use
   */
  begin(facts) {
    return this.#call('begin_refresh', facts);
  }

  /**
   * @param {Event[]} events
   * @returns {Effect[]} the last one of a refresh is `done`
   * @throws {CoreFailure} after which the machine is of no use
   */
  step(events) {
    return this.#call('step_refresh', eventsPart(this.#kinds.events, events));
  }

  /**
   * @param {string} name
   * @param {import("./core.js").Part} part
   */
  #call(name, part) {
    try {
      const [bytes] = invoke(this.#exports, name, [part]);
      const effects = decodeEffects(this.#kinds.effects, /** @type {Uint8Array} */ (bytes));
      if (effects.at(-1)?.name === 'done') this.#core.giveBack(this.#exports);
      return effects;
    } catch (error) {
      throw new CoreFailure(name, error);
    }
  }
}
