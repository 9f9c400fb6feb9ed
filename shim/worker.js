/**
 * The Worker: `fetch` answers from KV, `scheduled` is the only writer.
 * Neither decides anything; see wasm/README.md for what does.
 */

import module from '../build/wasm/core.wasm';
import { Core } from './core.js';
import { refresh } from './refresh.js';
import { reply } from './reply.js';

const core = new Core(module);
const [constants] = core.call('describe', {});
const copies = new Map();

/** @type {ExportedHandler<import("./facts.js").Env>} */
export default {
  fetch: (request, env) => reply(core, constants, copies, request, env),
  scheduled: (controller, env) => refresh(core, constants, controller, env),
};
