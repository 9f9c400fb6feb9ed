/**
 * Effects and events as bytes, by what the core says of them: `describe` has their names and fields,
 * wasm/boundary/message.h the layout.
 *
 * @typedef {"number" | "flag" | "text" | "bytes" | "headers" | "numbers"} FieldKind
 * @typedef {{name: string, fields: [name: string, kind: FieldKind][]}} MessageKind
 * @typedef {{effects: MessageKind[], events: MessageKind[]}} MessageKinds
 *
 * @typedef {{name: string, id?: number, setAside?: number, [field: string]: any}} Effect
 * @typedef {{name: string, id: number, at: number, [field: string]: any}} Event
 */

import { mostUtf8Bytes } from './core.js';

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
 * Events as a part of a call, which is written where the core reads it.
 * @param {MessageKind[]} kinds
 * @param {Event[]} events
 * @returns {import("./core.js").WrittenPart}
 */
export function eventsPart(kinds, events) {
  const all = events.map((event) => {
    const kind = kinds.findIndex(({ name }) => name === event.name);
    return { event, kind, fields: /** @type {MessageKind} */ (kinds[kind]).fields };
  });
  let mostBytes = 0;
  for (const { event, fields } of all) {
    mostBytes += 1 + MOST_BYTES.number();
    for (const [field, kind] of fields) mostBytes += MOST_BYTES[kind](event[field]);
  }
  const writeTo = (/** @type {Uint8Array} */ bytes) => {
    const writer = new Writer(bytes);
    for (const { event, kind, fields } of all) {
      writer.byte(kind);
      writer.number(event.at);
      for (const [field, kind] of fields) /** @type {any} */ (writer)[kind](event[field]);
    }
    return writer.written;
  };
  return { mostBytes, writeTo };
}

/** How much room a field takes at most. @type {Record<FieldKind, (value?: any) => number>} */
const MOST_BYTES = {
  number: () => 8,
  flag: () => 1,
  text: (text) => 4 + mostUtf8Bytes(text),
  bytes: (bytes) => 4 + (bytes?.length ?? 0),
  headers: (headers) => sum(headers.flat(), MOST_BYTES.text),
  numbers: (numbers) =>
    sum(Object.keys(numbers), (name) => MOST_BYTES.text(name) + MOST_BYTES.number()),
};

/** @param {string[]} texts @param {(text: string) => number} mostBytes */
function sum(texts, mostBytes) {
  let all = 4;
  for (const text of texts) all += mostBytes(text);
  return all;
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

  headers() {
    /** @type {[name: string, value: string][]} */
    const headers = [];
    for (let left = this.#count(); left > 0; left--) headers.push([this.text(), this.text()]);
    return headers;
  }

  numbers() {
    /** @type {Record<string, number | undefined>} */
    const numbers = {};
    for (let left = this.#count(); left > 0; left--) numbers[this.text()] = this.number();
    return numbers;
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
  written = 0;
  #bytes;
  #view;

  /** @param {Uint8Array} bytes with room for all */
  constructor(bytes) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** @param {number} byte */
  byte(byte) {
    this.#view.setUint8(this.written++, byte);
  }

  /** @param {number | undefined} number */
  number(number = Number.NaN) {
    this.#view.setFloat64(this.written, number, true);
    this.written += 8;
  }

  /** @param {boolean} flag */
  flag(flag) {
    this.byte(flag ? 1 : 0);
  }

  /** @param {string} text */
  text(text) {
    const { written } = encoder.encodeInto(text, this.#bytes.subarray(this.written + 4));
    this.#count(written);
    this.written += written;
  }

  /** @param {Uint8Array | null} bytes */
  bytes(bytes) {
    this.#count(bytes === null ? ABSENT : bytes.length);
    if (bytes === null) return;
    this.#bytes.set(bytes, this.written);
    this.written += bytes.length;
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
    const names = Object.keys(numbers);
    this.#count(names.length);
    for (const name of names) {
      this.text(name);
      this.number(numbers[name]);
    }
  }

  /** @param {number} count */
  #count(count) {
    this.#view.setUint32(this.written, count, true);
    this.written += 4;
  }
}
