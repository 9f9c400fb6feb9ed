/** A refresh: what the core wants done, by the means that a Worker has. */

import * as d1 from './d1.js';
import { get } from './http.js';
import * as kv from './kv.js';
import { print } from './log.js';
import { RefreshMachine } from './machine.js';
import { perform } from './perform.js';

/**
 * @param {import("./reply.js").Answerer} answerer of the same isolate
 * @param {{scheduledTime: number}} controller
 * @param {import("./facts.js").Env} env
 */
export async function refresh({ core, constants, copies, described }, controller, env) {
  const facts = constants.with(env, {
    scheduledMs: controller.scheduledTime,
    startedMs: Date.now(),
    entropy: crypto.getRandomValues(new Uint32Array(1))[0],
  });
  const create = () => {
    const machine = new RefreshMachine(core, described);
    return {
      begin: () => machine.begin(facts),
      step: (/** @type {import("./messages.js").Event[]} */ events) => machine.step(events),
    };
  };
  const ended = new AbortController();
  try {
    await perform(create, {
      print: (line) => print([line]),
      query: (query) => d1.query(env.DB, query),
      read: (read) => kv.read(env.CACHE, read),
      fetch: get,
      put: async (put) => {
        copies.note(put);
        await kv.put(env.CACHE, put);
        return { name: 'completed' };
      },
      wait: async ({ durationMs }) => {
        await scheduler.wait(durationMs, { signal: ended.signal });
        return { name: 'completed' };
      },
    });
  } finally {
    // Timers that nobody waits for any more.
    ended.abort();
  }
}
