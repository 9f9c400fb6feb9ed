/**
 * The Worker: `fetch` answers from KV, `scheduled` is the only writer.
 * Neither decides anything; see wasm/README.md for what does.
 */

import coreModule from '../build/wasm/core.wasm';
import { Core } from './core.js';
import { refresh } from './refresh.js';
import { createAnswerer, reply } from './reply.js';
import { templates } from './templates.js';

const core = new Core(coreModule);
const [described] = core.call('describe', {});
const answerer = createAnswerer({ core, templates, described });

/** @type {ExportedHandler<import("./facts.js").Env>} */
export default {
  fetch: (request, env, context) => reply(answerer, request, env, context),
  scheduled: async (controller, env) => {
    try {
      await refresh(answerer, controller, env);
    } finally {
      // What was written is seen here at once; other isolates' replies end by themselves.
      answerer.kept.clear();
      answerer.reads.clear();
    }
  },
};
