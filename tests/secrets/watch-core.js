// Every call of the core in this process is looked at for secrets: what it decides, what it wants done
// and what it writes, but for what goes to the music services, where key and token belong.

import { Core } from '../../shim/core.js';
import { RefreshMachine } from '../../shim/machine.js';
import { learn, look } from './here.js';

const RECORD_SEPARATOR = '\u001e';

const call = Core.prototype.call;
/** @type {typeof call} */
Core.prototype.call = function watched(name, facts, ...parts) {
  const output = call.call(this, name, facts, ...parts);
  learn(settingsIn(facts));
  const [decision, ...bodies] = output;
  look('decisions', JSON.stringify(decision));
  const isPage = name === 'render' || decision.template === 'page.html';
  for (const body of bodies) look(isPage ? 'pages' : 'decisions', Buffer.from(body).toString());
  return output;
};

const { begin, step } = RefreshMachine.prototype;
/** @type {typeof begin} */
RefreshMachine.prototype.begin = function watched(facts) {
  const effects = begin.call(this, facts);
  learn(settingsIn(facts));
  return seen(effects);
};
/** @type {typeof step} */
RefreshMachine.prototype.step = function watched(events) {
  return seen(step.call(this, events));
};

/** @param {import('../../shim/messages.js').Effect[]} effects @returns the same */
function seen(effects) {
  for (const { url, headers, ...effect } of effects) look('effects', inText(effect));
  return effects;
}

/** All its texts and bytes, one below the other. @param {unknown} part @returns {string} */
function inText(part) {
  if (part instanceof Uint8Array) return Buffer.from(part).toString();
  if (part === null || typeof part !== 'object') return String(part);
  return Object.entries(part)
    .map(([name, value]) => `${name}: ${inText(value)}`)
    .join('\n');
}

/** @param {object | string} facts */
function settingsIn(facts) {
  const record = typeof facts === 'string' ? facts.split(RECORD_SEPARATOR).at(-1) : undefined;
  const { settings } = /** @type {any} */ (record === undefined ? facts : JSON.parse(record));
  return settings ?? {};
}
