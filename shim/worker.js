/**
 * The Worker: `fetch` answers from KV, `scheduled` is the only writer.
 * Neither decides anything; see wasm/README.md for what does.
 */

import coreModule from '../build/wasm/core.wasm';
import rendererModule from '../build/wasm/renderer.wasm';
import { Core } from './core.js';
import { refresh } from './refresh.js';
import { reply } from './reply.js';
import { templates } from './templates.js';

const core = new Core(coreModule);
const [constants] = core.call('describe', {});
const answerer = {
  core,
  renderer: new Core(rendererModule),
  templates,
  constants,
  copies: new Map(),
};

/** @type {ExportedHandler<import("./facts.js").Env>} */
export default {
  fetch: (request, env) => reply(answerer, request, env),
  scheduled: (controller, env) => refresh(core, constants, controller, env),
};
