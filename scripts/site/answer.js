// The Worker's answers without the Worker: the real modules over a list in memory, at any time of
// day. For tests of pages and for pictures of them; tests/worker has the real one.

import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Core } from '../../shim/core.js';
import { inRoot } from '../setup/root.js';

/**
 * @typedef {object} Stored
 * @property {Uint8Array | string | null} list the value under user-listens:v2:recent
 * @property {number} now Unix milliseconds
 * @property {string} [error] why nothing can be read
 * @property {Record<string, string>} [settings]
 *
 * @typedef {{status: number, headers: Record<string, string>, body: Uint8Array}} Answer
 */

/** @returns {(url: string, stored: Stored, method?: string) => Answer} */
export function createAnswerer() {
  const core = new Core(new WebAssembly.Module(readFileSync(inRoot('build/wasm/core.wasm'))));
  return (url, { list, now, error, settings = {} }, method = 'GET') => {
    const value = typeof list === 'string' ? new TextEncoder().encode(list) : list;
    const facts = {
      ...{ method, url, ifNoneMatch: null, origin: null, nowMs: now, settings },
      ...{ deployment: null, hasCache: true, hasDatabase: true },
    };
    /** @type {Array<Uint8Array | null>} */
    const values = [];
    /** @type {string | undefined} */
    let signed;
    for (;;) {
      const reads = values.map(() => (error === undefined ? { metadata: null } : { error }));
      const [decision, body] = core.call('reply', { ...facts, signed, reads }, ...values);
      if (decision.sign !== undefined) {
        signed = tokenOf(decision.sign, settings);
        continue;
      }
      if (decision.read === undefined) {
        const { status, headers, template } = decision;
        return { status, headers, body: template ? filled(template, body) : body };
      }
      values.push(decision.read.endsWith(':recent') ? value : null);
    }
  };

  /** @param {string} template @param {any} scene */
  function filled(template, scene) {
    const text = readFileSync(inRoot(`templates/${template}`));
    return /** @type {any} */ (core.call('render', {}, scene, text)[1]);
  }
}

/**
 * As shim/signing.js makes it, at once.
 * @param {string} claims @param {Record<string, string>} settings
 */
function tokenOf(claims, { INTERNAL_API_SECRET = '' }) {
  const text = btoa(claims);
  return `${text}.${createHmac('sha256', INTERNAL_API_SECRET).update(text).digest('hex')}`;
}
