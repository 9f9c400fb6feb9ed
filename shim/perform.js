/**
 * Performs what the core wants done, and tells it what came of that, until it is done. Neither the
 * effects nor their order mean anything here.
 *
 * The core may fail: a trap ends its instance. Then a fresh one is given the same events again, and
 * what has been performed is not performed again. If it fails once more, results are set aside as
 * `crashed`: those of the step that failed, then others in the order that the core has given them
 * (`setAside`, 0 for never), and of several as few as it takes.
 */

import { CoreFailure } from './core.js';
import { settingAside, settingFewAside } from './set-aside.js';

/**
 * @typedef {import("./messages.js").Effect} Effect
 * @typedef {import("./messages.js").Event} Event
 * @typedef {{begin: () => Effect[], step: (events: Event[]) => Effect[]}} Machine
 * @typedef {Omit<Event, "id" | "at">} Outcome
 * @typedef {Record<string, (effect: any) => Promise<Outcome> | void>} Performers by the effect's name
 *
 * @typedef {object} Performed an effect, and what came of it once that is known
 * @property {Effect} effect
 * @property {Event} [event]
 *
 * @typedef {{machine: Machine, effects: Effect[]}} Played a machine that knows all events, and the
 *     effects that have not been performed yet
 */

// For one result among 9,000, as many as there can be: two for each time that they are halved.
const MOST_ATTEMPTS = 28;

/**
 * @param {() => Machine} create a machine on a fresh instance
 * @param {Performers} performers
 * @throws {CoreFailure} when the core fails whatever is set aside
 */
export async function perform(create, performers) {
  const history = new History(create);
  const inbox = new Inbox();
  let { machine, effects } = history.recover([], () => history.play(new Set()));
  for (;;) {
    for (const effect of effects) {
      if (effect.name === 'done') return;
      const performed = history.add(effect);
      const outcome = outcomeOf(effect, performers);
      outcome?.then((event) => {
        performed.event = event;
        inbox.put(performed);
      });
    }
    const arrived = await inbox.takeAll();
    const events = arrived.map(({ event }) => /** @type {Event} */ (event));
    const current = machine;
    ({ machine, effects } = history.recover(arrived, () => ({
      machine: current,
      effects: current.step(events),
    })));
  }
}

/**
 * @param {Effect} effect
 * @param {Performers} performers
 * @returns {Promise<Event> | undefined} nothing for an effect that no event follows
 */
function outcomeOf(effect, performers) {
  const outcome = performers[effect.name]?.(effect);
  const id = /** @type {number} */ (effect.id);
  return outcome
    ?.catch((error) => ({ name: 'failed', reason: '', message: String(error) }))
    .then((known) => /** @type {Event} */ ({ ...known, id, at: Date.now() }));
}

/** What has been performed, and events that are not known to any machine yet. */
class Inbox {
  /** @type {Performed[]} */
  #arrived = [];
  #wake = () => {};

  /** @param {Performed} performed */
  put(performed) {
    this.#arrived.push(performed);
    this.#wake();
  }

  /** @returns {Promise<Performed[]>} at least one */
  async takeAll() {
    if (this.#arrived.length === 0) {
      await new Promise((resolve) => {
        this.#wake = () => resolve(undefined);
      });
    }
    const arrived = this.#arrived;
    this.#arrived = [];
    return arrived;
  }
}

class History {
  #create;
  /** @type {Performed[]} */
  #performed = [];
  /** What the core fails with. @type {ReadonlySet<Performed>} */
  #aside = new Set();
  /** How it failed last. */
  #failure = '';

  /** @param {() => Machine} create */
  constructor(create) {
    this.#create = create;
  }

  /** @param {Effect} effect that is performed now @returns {Performed} */
  add(effect) {
    const performed = { effect };
    this.#performed.push(performed);
    return performed;
  }

  /**
   * Gives a fresh machine all events that are known.
   * @param {ReadonlySet<Performed>} aside the results that it gets as crashed
   * @returns {Played}
   */
  play(aside) {
    const known = new Map(this.#performed.map((performed) => [keyOf(performed.effect), performed]));
    const machine = this.#create();
    /** @type {Effect[]} */
    const open = [];
    for (let effects = machine.begin(); ; ) {
      /** @type {Event[]} */
      const events = [];
      for (const effect of effects) {
        const performed = known.get(keyOf(effect));
        if (performed === undefined) open.push(effect);
        else if (performed.event) events.push(this.#told(performed, aside));
      }
      if (events.length === 0) return { machine, effects: open };
      effects = machine.step(events.sort((one, other) => one.at - other.at));
    }
  }

  /** @param {Performed} performed @param {ReadonlySet<Performed>} aside @returns {Event} */
  #told(performed, aside) {
    const event = /** @type {Event} */ (performed.event);
    if (!aside.has(performed)) return event;
    return {
      name: 'failed',
      id: event.id,
      at: event.at,
      reason: 'crashed',
      message: this.#failure,
    };
  }

  /**
   * @param {Performed[]} latest whose events the attempt brings
   * @param {() => Played} attempt
   * @returns {Played}
   */
  recover(latest, attempt) {
    try {
      return attempt();
    } catch (failure) {
      if (!(failure instanceof CoreFailure)) throw failure;
      this.#failure = String(failure);
    }
    return settingAside([
      // It may have been the instance.
      () => this.play(this.#aside),
      ...this.#suspects(latest).map(
        ({ all, few }) =>
          () =>
            this.#playWithFewAside(all, few),
      ),
    ]);
  }

  /**
   * @param {Performed[]} latest
   * @returns what may be set aside, the most likely first
   */
  #suspects(latest) {
    const results = this.#performed.filter(({ effect, event }) => event && effect.setAside);
    const orders = [...new Set(results.map(({ effect }) => Number(effect.setAside)))].sort();
    /** @type {{all: Performed[], few: Performed[]}[]} */
    const suspects = [{ all: [], few: results.filter((one) => latest.includes(one)) }];
    for (const order of orders) {
      const few = results.filter(({ effect }) => effect.setAside === order);
      const before = results.filter(({ effect }) => Number(effect.setAside) < order);
      suspects.push({ all: [], few });
      if (before.length > 0) suspects.push({ all: before, few });
    }
    return suspects.filter(({ few }) => few.length > 0);
  }

  /**
   * @param {Performed[]} all of these
   * @param {Performed[]} few as few of these as it takes
   */
  #playWithFewAside(all, few) {
    const base = [...this.#aside, ...all];
    return settingFewAside(
      few.length,
      (places) => {
        const aside = new Set([...base, ...few.filter((_, place) => places.has(place))]);
        const played = this.play(aside);
        this.#aside = aside;
        return played;
      },
      few.length > 1 ? MOST_ATTEMPTS : 0,
    );
  }
}

/**
 * The same for two effects that are the same, whatever time they may take.
 * @param {Effect} effect
 */
function keyOf(effect) {
  return JSON.stringify(effect, (name, value) => {
    if (name.endsWith('Ms')) return undefined;
    return value instanceof Uint8Array ? value.length : value;
  });
}
