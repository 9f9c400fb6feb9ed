// The settings as the Worker will be told them, judged by the core itself: the same module, the same
// call as for /api/internal/health.

import { Core } from '../../shim/core.js';
import { settingText } from '../../shim/setting-text.js';

/**
 * @typedef {object} Judged
 * @property {string[]} known names of all settings there are
 * @property {string[]} problems each beginning with the name of its setting
 */

/**
 * @param {WebAssembly.Module} module
 * @param {Record<string, unknown>} values variables and secrets
 * @returns {Judged}
 */
export function judgeSettings(module, values) {
  const core = new Core(module);
  const [described] = core.call('describe', {});
  /** @type {string[]} */
  const known = described.settings;
  const settings = known.map((name) => [name, settingText(values[name])]);
  const facts = {
    ...{ method: 'GET', url: 'https://site.invalid/api/internal/health', reads: [{}, {}] },
    ...{ ifNoneMatch: null, origin: null, nowMs: 0, settings: Object.fromEntries(settings) },
    // Bindings are a check of their own.
    ...{ deployment: null, hasCache: true, hasDatabase: true },
  };
  const [, body] = core.call('reply', facts, null, null);
  return { known, problems: JSON.parse(new TextDecoder().decode(body)).settings };
}
