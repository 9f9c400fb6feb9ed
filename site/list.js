// The rows in the list's order, updated in place: a member keeps the same row for as long as the
// list names them.

import { createRow } from './row.js';

/** @import { Listen, Row, ServedRow, TimeWords } from './types.js' */

/**
 * @param {HTMLElement} container
 * @param {TimeWords} words
 * @param {readonly ServedRow[]} [served]   what the container holds already
 */
export function createList(container, words, served = []) {
  const keys = [...byKey(served.map(({ listen }) => listen)).keys()];
  let rows = new Map(served.map((each, index) => [keys[index] ?? '', createRow(words, each)]));

  return {
    /**
     * @param {readonly Listen[]} listens
     * @param {number} now
     * @returns {number} how many rows are new or differ
     */
    show(listens, now) {
      /** @type {Map<string, Row>} */
      const next = new Map();
      let changes = 0;
      for (const [key, listen] of byKey(listens)) {
        const row = rows.get(key) ?? createRow(words);
        if (row.show(listen, now)) changes += 1;
        next.set(key, row);
      }
      for (const [key, row] of rows) if (!next.has(key)) row.element.remove();
      rows = next;
      arrange(container, [...next.values()]);
      return changes;
    },
    /** @param {number} now */
    tick(now) {
      for (const row of rows.values()) row.tick(now);
    },
  };
}

/**
 * The API gives one row a member. Should it give more, or none named, rows stay distinct.
 * @param {readonly Listen[]} listens
 * @returns {Map<string, Listen>} in the same order
 */
export function byKey(listens) {
  /** @type {Map<string, Listen>} */
  const keyed = new Map();
  for (const listen of listens) {
    // Names hold no control character (listens-source.js), so no two keys meet.
    let key = listen.member;
    while (keyed.has(key)) key += '\n';
    keyed.set(key, listen);
  }
  return keyed;
}

/**
 * Moves only rows that are not where they belong, and gives back the focus that a move takes.
 * @param {HTMLElement} container
 * @param {readonly Row[]} rows
 */
function arrange(container, rows) {
  const { activeElement: focused } = /** @type {Document | ShadowRoot} */ (container.getRootNode());
  let next = container.firstElementChild;
  for (const { element } of rows) {
    if (element === next) next = next.nextElementSibling;
    else container.insertBefore(element, next);
  }
  if (focused instanceof HTMLElement && container.contains(focused))
    focused.focus({ preventScroll: true });
}
