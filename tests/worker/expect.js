// Expectations that several files share; each says on failure what there was instead.

import assert from 'node:assert/strict';

/**
 * @param {string[]} log
 * @param {(string | RegExp)[]} expected lines that must be in it, in this order; others may be between
 */
export function assertLines(log, expected) {
  let from = 0;
  for (const line of expected) {
    const matches = (/** @type {string} */ one) =>
      typeof line === 'string' ? one === line : line.test(one);
    const at = log.findIndex((one, position) => position >= from && matches(one));
    if (at < 0)
      assert.fail(`not in the log, from line ${from + 1} on:\n${line}\n\n${log.join('\n')}`);
    from = at + 1;
  }
}

/** The structured event of a refresh. @param {string[]} log @returns {any} */
export function eventOf(log) {
  const events = log.filter((line) => line.startsWith('{"event":"refresh"'));
  assert.equal(events.length, 1, log.join('\n'));
  return JSON.parse(events[0]);
}

/** A list as it was learned: keeping it changes when and by whom it was written. @param {string} list */
export const asLearned = (list) =>
  list.replace(/"writer":\{[^}]*\},"writtenAt":"[^"]*","complete":(true|false)/, '"writer":…');
