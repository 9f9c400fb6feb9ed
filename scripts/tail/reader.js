// Text in, lines out: each event when it is whole, as one piece.

import { readEvent } from './event.js';
import { JsonStream } from './json-stream.js';
import { dayOf, linesOf, skippedLine } from './layout.js';
import { isTrouble, summaryOf } from './summary.js';

/**
 * @typedef {import('./json-stream.js').Piece} Piece
 * @typedef {import('./layout.js').Look & { warnings: boolean, json: boolean }} Wishes
 */

export class TailReader {
  #stream = new JsonStream();
  #wishes;
  /** @type {string | null} */
  #day = null;
  /** Of the input, shown or not. */
  events = 0;

  /** @param {Wishes} wishes */
  constructor(wishes) {
    this.#wishes = wishes;
  }

  /**
   * @param {string} text
   * @returns {string[]} an element an event
   */
  push(text) {
    return this.#stream.push(text).flatMap((piece) => this.#show(piece));
  }

  /** @returns {string[]} the same of what is left when no more text will come */
  end() {
    return this.#stream.end().flatMap((piece) => this.#show(piece));
  }

  /** @param {Piece} piece @returns {string[]} */
  #show(piece) {
    if ('skipped' in piece) return [this.#skipped(piece)];
    const event = readEvent(piece.value);
    if (event === null) {
      const { line, chars } = piece;
      return [this.#skipped({ skipped: 'no event of wrangler tail', line, chars })];
    }
    this.events += 1;
    const summary = summaryOf(event);
    if (this.#wishes.warnings && !isTrouble(summary)) return [];
    if (this.#wishes.json) return [this.#asJson(summary)];
    return [[...this.#newDay(summary), ...linesOf(summary, this.#wishes), ''].join('\n')];
  }

  /** @param {import('./json-stream.js').Skipped} skipped */
  #skipped(skipped) {
    const { json, paint } = this.#wishes;
    return `${json ? JSON.stringify({ kind: 'skipped', ...skipped }) : skippedLine(skipped, paint)}\n`;
  }

  /** @param {import('./summary.js').Summary} summary */
  #asJson({ lines, ...summary }) {
    return `${JSON.stringify(this.#wishes.verbose ? { ...summary, lines } : summary)}\n`;
  }

  /** @param {import('./summary.js').Summary} summary @returns {string[]} */
  #newDay(summary) {
    const day = dayOf(summary, this.#wishes);
    if (day === null || day === this.#day) return [];
    this.#day = day;
    return [this.#wishes.paint('dim', day)];
  }
}
