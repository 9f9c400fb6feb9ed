// Where one JSON value ends, found character by character: brackets that fit, outside of strings,
// and each token where JSON allows it (RFC 8259). What it lets through may still be no JSON, which
// JSON.parse then says.
//
// A value that was cut off is followed by another one. That is certain where no value may begin; it
// is assumed where a line begins with "{" no further in than the value's own first line, since
// printed JSON is indented, or on one line.

/** Nested deeper, a value is no tail event: those have less than ten levels. */
export const MAX_DEPTH = 64;

/** @typedef {'inside' | 'whole' | 'broken' | 'next'} Step next: another value begins here */

const code = (/** @type {string} */ char) => char.charCodeAt(0);
const [QUOTE, BACKSLASH, COLON, COMMA] = [code('"'), code('\\'), code(':'), code(',')];
const [OPEN_OBJECT, CLOSE_OBJECT] = [code('{'), code('}')];
const [OPEN_ARRAY, CLOSE_ARRAY] = [code('['), code(']')];
const LITERAL = code('a'); // stands for any character of a number, true, false, null

/** @param {number} char */
export function isBlank(char) {
  return char === 0x20 || char === 0x0a || char === 0x0d || char === 0x09;
}

export class ValueScan {
  #indent;
  /** @type {boolean | null} whether its second line is further in than its first */
  #isIndented = null;
  /** @type {boolean[]} true: an object; no more than MAX_DEPTH */
  #objects = [true];
  #depth = 1;
  #isInString = false;
  #isEscaped = false;
  /** The last character that is no blank; of a string, its closing quote. */
  #last = OPEN_OBJECT;
  isTooDeep = false;

  /** @param {number} indent of the line on which the value begins, with "{" */
  constructor(indent) {
    this.#indent = indent;
  }

  /**
   * @param {number} char
   * @param {number} indent of its line, when it is the first on it; else -1
   * @returns {Step}
   */
  take(char, indent) {
    if (this.#isInString) return this.#takeInString(char);
    if (isBlank(char)) return 'inside';
    const begins = indent >= 0 && indent <= this.#indent && this.#isIndented !== false;
    if (char === OPEN_OBJECT && (begins || !this.#mayBegin())) return 'next';
    if (indent >= 0) this.#isIndented ??= indent > this.#indent;
    const step = this.#takeToken(char);
    this.#last = this.#isLiteral(char) ? LITERAL : char;
    return step;
  }

  /** @param {number} char @returns {Step} */
  #takeInString(char) {
    if (char === 0x0a) return 'broken'; // a line never ends within a string
    if (this.#isEscaped) this.#isEscaped = false;
    else if (char === BACKSLASH) this.#isEscaped = true;
    else if (char === QUOTE) this.#isInString = false;
    return 'inside';
  }

  /** @param {number} char @returns {Step} */
  #takeToken(char) {
    if (char === QUOTE) {
      if (!this.#mayBegin() && !this.#isNameDue()) return 'broken';
      this.#isInString = true;
      return 'inside';
    }
    if (char === OPEN_OBJECT || char === OPEN_ARRAY) return this.#open(char === OPEN_OBJECT);
    if (char === CLOSE_OBJECT || char === CLOSE_ARRAY) return this.#close(char === CLOSE_OBJECT);
    if (char === COLON) return this.#last === QUOTE && this.#isObject() ? 'inside' : 'broken';
    if (char === COMMA) return this.#isAfterValue() ? 'inside' : 'broken';
    const goesOn = this.#last === LITERAL || this.#mayBegin();
    return goesOn && this.#isLiteral(char) ? 'inside' : 'broken';
  }

  /** @param {boolean} isObject @returns {Step} */
  #open(isObject) {
    if (!this.#mayBegin()) return 'broken';
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) this.isTooDeep = true;
    else this.#objects.push(isObject);
    return 'inside';
  }

  /** @param {boolean} isObject @returns {Step} */
  #close(isObject) {
    if (this.#depth <= MAX_DEPTH && this.#objects.pop() !== isObject) return 'broken';
    this.#depth -= 1;
    return this.#depth === 0 ? 'whole' : 'inside';
  }

  #isObject() {
    return this.#depth > MAX_DEPTH || this.#objects.at(-1) === true;
  }

  /** Whether a value may begin here that is no name. */
  #mayBegin() {
    if (this.#last === COLON || this.#last === OPEN_ARRAY) return true;
    const isInArray = this.#depth > MAX_DEPTH || !this.#isObject();
    return this.#last === COMMA && isInArray;
  }

  #isNameDue() {
    return this.#isObject() && (this.#last === OPEN_OBJECT || this.#last === COMMA);
  }

  #isAfterValue() {
    return [QUOTE, LITERAL, CLOSE_OBJECT, CLOSE_ARRAY].includes(this.#last);
  }

  /** @param {number} char */
  #isLiteral(char) {
    const isLetter = (char | 0x20) >= 0x61 && (char | 0x20) <= 0x7a;
    const isDigit = char >= 0x30 && char <= 0x39;
    return isLetter || isDigit || char === 0x2b || char === 0x2d || char === 0x2e;
  }
}
