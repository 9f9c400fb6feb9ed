/**
 * Under which key a reply to a request may be kept. The core decides; what it said of the latest
 * requests is remembered, since asking it takes 13 µs of the 80 that a kept reply takes in all.
 */

import { settingOf } from './facts.js';
import { settingAside } from './set-aside.js';
import { verify } from './signing.js';

// A flood of requests that differ only makes the core be asked.
const MOST = 64;

export class CacheKeys {
  /** @type {Map<string, string>} by all that the core is told of the request and the Worker */
  #known = new Map();

  /**
   * @param {import("./reply.js").Answerer} answerer
   * @param {{[name: string]: string | null}} asked facts of the request
   * @param {import("./facts.js").Env} env
   * @returns {Promise<{key?: string, verified?: string}>} no key where no reply may be kept, and the
   *     claims of a token that had to be verified first
   */
  async find({ core, constants, described }, asked, env) {
    // Neither a URL nor a header holds a line feed.
    const request = [...Object.values(asked), constants.of(env)].join('\n');
    const known = this.#known.get(request);
    if (known !== undefined) return { key: known };
    /** @type {{verified?: string}} */
    const tokens = {};
    for (;;) {
      const facts = constants.with(env, { ...asked, ...tokens, nowMs: Date.now() });
      const { key, verify: token } = settingAside([
        () => core.call('cache_key', facts)[0],
        () => ({}),
      ]);
      if (token === undefined) {
        // Whether a token holds depends on the time too.
        if (key !== undefined && tokens.verified === undefined) this.#remember(request, key);
        return { key, ...tokens };
      }
      tokens.verified = await verify(settingOf(env, described.tokenSecret), token);
    }
  }

  /** @param {string} request @param {string} key */
  #remember(request, key) {
    if (this.#known.size === MOST) this.#known.clear();
    this.#known.set(request, key);
  }
}
