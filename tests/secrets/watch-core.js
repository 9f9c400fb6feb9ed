// Every call of the core and the renderer in this process is looked at for secrets: what they decide
// and what they write, but for what goes to the music services, where key and token belong.

import { Core } from '../../shim/core.js';
import { learn, look } from './here.js';

const RECORD_SEPARATOR = '\u001e';

const call = Core.prototype.call;
/** @type {typeof call} */
Core.prototype.call = function watched(name, facts, ...parts) {
  const output = call.call(this, name, facts, ...parts);
  learn(settingsIn(facts));
  const [{ requests, services, next, ...decision }, ...bodies] = output;
  look('decisions', JSON.stringify(decision));
  const isPage = name === 'render' || decision.template === 'page.html';
  for (const body of bodies) look(isPage ? 'pages' : 'decisions', Buffer.from(body).toString());
  return output;
};

/** @param {object | string} facts */
function settingsIn(facts) {
  const record = typeof facts === 'string' ? facts.split(RECORD_SEPARATOR).at(-1) : undefined;
  const { settings } = /** @type {any} */ (record === undefined ? facts : JSON.parse(record));
  return settings ?? {};
}
