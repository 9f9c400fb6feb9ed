// A stream of text to the JSON objects in it, one after the other, as soon as each is whole: one a
// line, printed over many lines, or the elements of an array. What is no object is passed over
// and told of, never quoted: it may be a piece of a request's headers.

import { isBlank, MAX_DEPTH, ValueScan } from './value-scan.js';

/** Far more than the platform lets an event have. */
export const MAX_VALUE_CHARS = 4 << 20;

/**
 * @typedef {{ chars: number, line: number }} Place how many characters; the line on which they begin, from 1
 * @typedef {Place & { value: unknown }} Found
 * @typedef {Place & { skipped: string }} Skipped why
 *
 * @typedef {Found | Skipped} Piece
 */

const [OPEN_OBJECT, OPEN_ARRAY] = ['{'.charCodeAt(0), '['.charCodeAt(0)];
const BETWEEN = new Set([...',[]\ufeff'].map((char) => char.charCodeAt(0)));
/** Before an object that is part of a larger value. */
const BEFORE_PART = new Set([...':,['].map((char) => char.charCodeAt(0)));

export class JsonStream {
  #line = 1;
  #indent = 0;
  #isFirst = true; // of its line, blanks apart
  /** @type {{ scan: ValueScan, parts: string[], chars: number, line: number, indent: number } | null} */
  #value = null;
  /** @type {{ chars: number, line: number, last: number, indent: number | null } | null} */
  #garbage = null;
  /** What lies between the last whole value and the present one. @type {Skipped | null} */
  #skipped = null;

  /**
   * @param {string} text
   * @returns {Piece[]} what has come to its end with this text
   */
  push(text) {
    /** @type {Piece[]} */
    const pieces = [];
    let from = 0; // of the text, the part of the present value
    for (let at = 0; at < text.length; at += 1) {
      const char = text.charCodeAt(at);
      const indent = this.#isFirst ? this.#indent : -1;
      if (this.#value === null) {
        if (this.#begins(char, indent)) {
          this.#garbageEnds();
          this.#begin();
          from = at;
        } else {
          this.#passOver(char, indent);
        }
      } else {
        const step = this.#value.scan.take(char, indent);
        if (step !== 'inside') this.#keep(text.slice(from, step === 'next' ? at : at + 1));
        if (step === 'whole') pieces.push(...this.#told(), this.#whole());
        if (step === 'broken') this.#break(char);
        if (step === 'next') {
          this.#cutOff();
          this.#begin();
          from = at;
        }
      }
      this.#follow(char);
    }
    if (this.#value) this.#keep(text.slice(from));
    return pieces;
  }

  /** @returns {Piece[]} what is left when no more text will come */
  end() {
    this.#garbageEnds();
    if (this.#value) this.#cutOff();
    return this.#told();
  }

  /** @param {number} char */
  #follow(char) {
    if (char === 0x0a) {
      this.#line += 1;
      this.#indent = 0;
      this.#isFirst = true;
    } else if (this.#isFirst) {
      if (isBlank(char)) this.#indent += 1;
      else this.#isFirst = false;
    }
  }

  /**
   * @param {number} char
   * @param {number} indent
   */
  #begins(char, indent) {
    if (char !== OPEN_OBJECT) return false;
    const garbage = this.#garbage;
    if (garbage === null) return true;
    // After a value that broke off, what is left of it must not pass for others.
    if (garbage.indent !== null) return indent >= 0 && indent <= garbage.indent;
    return indent === 0 || !BEFORE_PART.has(garbage.last);
  }

  #begin() {
    const indent = this.#indent;
    this.#value = { scan: new ValueScan(indent), parts: [], chars: 0, line: this.#line, indent };
  }

  /** @param {string} part */
  #keep(part) {
    const value = this.#value;
    if (value === null) return;
    value.chars += part.length;
    if (value.chars > MAX_VALUE_CHARS || value.scan.isTooDeep) value.parts = [];
    else value.parts.push(part);
  }

  /**
   * @param {number} char between values
   * @param {number} indent
   */
  #passOver(char, indent) {
    if (char === OPEN_ARRAY && indent === 0) this.#garbageEnds();
    if (this.#garbage === null && (isBlank(char) || BETWEEN.has(char))) return;
    this.#garbage ??= { chars: 0, line: this.#line, last: 0, indent: null };
    this.#garbage.chars += 1;
    if (!isBlank(char)) this.#garbage.last = char;
  }

  #garbageEnds() {
    if (this.#garbage) this.#skip('no JSON', this.#garbage);
    this.#garbage = null;
  }

  /**
   * @param {string} why
   * @param {{ chars: number, line: number }} place
   */
  #skip(why, { chars, line }) {
    this.#skipped ??= { skipped: why, chars: 0, line };
    this.#skipped.chars += chars;
  }

  /** @returns {Skipped[]} */
  #told() {
    const told = this.#skipped ? [this.#skipped] : [];
    this.#skipped = null;
    return told;
  }

  /** @param {number} last */
  #break(last) {
    if (this.#value === null) return;
    const { chars, line, indent } = this.#value;
    this.#garbage = { chars, line, last, indent };
    this.#value = null;
  }

  #cutOff() {
    if (this.#value) this.#skip('cut off before its end', this.#value);
    this.#value = null;
  }

  /** @returns {Piece} */
  #whole() {
    const { chars = 0, line = 0, scan, parts = [] } = this.#value ?? {};
    this.#value = null;
    const skipped = (/** @type {string} */ why) => ({ skipped: why, chars, line });
    if (chars > MAX_VALUE_CHARS) return skipped(`longer than ${MAX_VALUE_CHARS} characters`);
    if (scan?.isTooDeep) return skipped(`nested deeper than ${MAX_DEPTH} levels`);
    try {
      return { value: JSON.parse(parts.join('')), chars, line };
    } catch {
      return skipped('no JSON');
    }
  }
}
