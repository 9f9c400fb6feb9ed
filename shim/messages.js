/**
 * Effects and events as bytes, by what the core says of them: `describe` has their names and fields,
 * wasm/boundary/message.h the layout.
 *
 * @typedef {"number" | "flag" | "text" | "bytes" | "texts" | "headers" | "numbers"} FieldKind
 * @typedef {{name: string, fields: [name: string, kind: FieldKind][]}} MessageKind
 * @typedef {{effects: MessageKind[], events: MessageKind[]}} MessageKinds
 *
 * @typedef {{name: string, id?: number, setAside?: number, [field: string]: any}} Effect
 * @typedef {{name: string, id: number, at: number, [field: string]: any}} Event
 */

const ABSENT = 0xffffffff;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * @param {MessageKind[]} kinds
 * @param {Uint8Array} bytes
 * @returns {Effect[]} whose bytes are copies
 */
export function decodeEffects(kinds, bytes) {
  const reader = new Reader(bytes);
  /** @type {Effect[]} */
  const effects = [];
  while (reader.hasMore()) {
    const { name, fields } = /** @type {MessageKind} */ (kinds[reader.byte()]);
    /** @type {Effect} */
    const effect = { name };
    for (const [field, kind] of fields) effect[field] = reader[kind]();
    effects.push(effect);
  }
  return effects;
}

/**
 * @param {MessageKind[]} kinds
 * @param {Event[]} events
 * @returns {Uint8Array}
 */
export function encodeEvents(kinds, events) {
  const writer = new Writer();
  for (const event of events) {
    const kind = kinds.findIndex(({ name }) => name === event.name);
    writer.byte(kind);
    writer.number(event.at);
    const { fields } = /** @type {MessageKind} */ (kinds[kind]);
    for (const [field, kind] of fields) /** @type {any} */ (writer)[kind](event[field]);
  }
  return writer.bytesSoFar();
}

class Reader {
  #bytes;
  #view;
  #at = 0;

  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  hasMore() {
    return this.#at < this.#bytes.length;
  }

  byte() {
    return this.#view.getUint8(this.#at++);
  }

  number() {
    this.#at += 8;
    const number = this.#view.getFloat64(this.#at - 8, true);
    return Number.isNaN(number) ? undefined : number;
  }

  flag() {
    return this.byte() !== 0;
  }

  text() {
    return decoder.decode(this.#take(this.#count()));
  }

  bytes() {
    const length = this.#count();
    return length === ABSENT ? null : this.#take(length).slice();
  }

  texts() {
    return Array.from({ length: this.#count() }, () => this.text());
  }

  /** @returns {[name: string, value: string][]} */
  headers() {
    return Array.from({ length: this.#count() }, () => [this.text(), this.text()]);
  }

  numbers() {
    return Object.fromEntries(
      Array.from({ length: this.#count() }, () => [this.text(), this.number()]),
    );
  }

  #count() {
    this.#at += 4;
    return this.#view.getUint32(this.#at - 4, true);
  }

  /** @param {number} length */
  #take(length) {
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
}

class Writer {
  #bytes = new Uint8Array(4096);
  #view = new DataView(this.#bytes.buffer);
  #at = 0;

  bytesSoFar() {
    return this.#bytes.subarray(0, this.#at);
  }

  /** @param {number} byte */
  byte(byte) {
    this.#reserve(1);
    this.#view.setUint8(this.#at++, byte);
  }

  /** @param {number | undefined} number */
  number(number = Number.NaN) {
    this.#reserve(8);
    this.#view.setFloat64(this.#at, number, true);
    this.#at += 8;
  }

  /** @param {boolean} flag */
  flag(flag) {
    this.byte(flag ? 1 : 0);
  }

  /** @param {string} text */
  text(text) {
    // A unit of UTF-16 becomes three bytes at most.
    this.#reserve(4 + 3 * text.length);
    const { written } = encoder.encodeInto(text, this.#bytes.subarray(this.#at + 4));
    this.#view.setUint32(this.#at, written, true);
    this.#at += 4 + written;
  }

  /** @param {Uint8Array | null} bytes */
  bytes(bytes) {
    this.#count(bytes === null ? ABSENT : bytes.length);
    if (bytes === null) return;
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  /** @param {string[]} texts */
  texts(texts) {
    this.#count(texts.length);
    for (const text of texts) this.text(text);
  }

  /** @param {[name: string, value: string][]} headers */
  headers(headers) {
    this.#count(headers.length);
    for (const [name, value] of headers) {
      this.text(name);
      this.text(value);
    }
  }

  /** @param {Record<string, number>} numbers */
  numbers(numbers) {
    const pairs = Object.entries(numbers);
    this.#count(pairs.length);
    for (const [name, number] of pairs) {
      this.text(name);
      this.number(number);
    }
  }

  /** @param {number} count */
  #count(count) {
    this.#reserve(4);
    this.#view.setUint32(this.#at, count, true);
    this.#at += 4;
  }

  /** @param {number} bytes to come */
  #reserve(bytes) {
    const needed = this.#at + bytes;
    if (needed <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
    larger.set(this.bytesSoFar());
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}
