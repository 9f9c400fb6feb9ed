// Calls as bytes, all of them: made in the module as wasm/exports.cpp describes them, and in the
// native program (native/calls.cpp). shim/core.js would have the decision parsed.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { module } from './calls.js';

const NATIVE = fileURLToPath(
  new URL('../../build/debug/tests/abi/native/boundary_calls', import.meta.url),
);
const ABSENT = 0xffffffff;
const MOST_OUTPUT = 2 ** 30;

/**
 * @typedef {object} RawCall
 * @property {string} call
 * @property {(Uint8Array | null)[]} parts the facts first
 */

/**
 * Makes a call in an instance of its own.
 * @param {RawCall} call
 * @returns {Uint8Array[]}
 */
export function moduleOutput({ call, parts }) {
  /** @type {any} */
  const exports = new WebAssembly.Instance(module, {}).exports;
  exports._initialize();
  const texts = Buffer.concat(parts.map((part) => part ?? new Uint8Array(0)));
  const table = Buffer.alloc(parts.length * 8);
  let offset = table.length;
  parts.forEach((part, position) => {
    table.writeUInt32LE(offset, position * 8);
    table.writeUInt32LE(part?.length ?? ABSENT, position * 8 + 4);
    offset += part?.length ?? 0;
  });
  const room = exports.input(table.length + texts.length) >>> 0;
  Buffer.from(exports.memory.buffer).set(Buffer.concat([table, texts]), room);
  const at = exports[call](parts.length) >>> 0;
  const memory = Buffer.from(exports.memory.buffer);
  return Array.from({ length: memory.readUInt32LE(at) }, (_, position) => {
    const begin = memory.readUInt32LE(at + 4 + position * 8);
    return memory.subarray(begin, begin + memory.readUInt32LE(at + 8 + position * 8));
  });
}

/**
 * @param {RawCall[]} calls
 * @returns {{ outputs: Uint8Array[][], trouble: string }} fewer outputs than calls when one trapped
 */
export function nativeOutputs(calls) {
  const { stdout, stderr, error } = spawnSync(NATIVE, {
    input: Buffer.concat(calls.map(framed)),
    maxBuffer: MOST_OUTPUT,
  });
  if (error) throw error;
  return { outputs: outputsIn(stdout), trouble: stderr.toString() };
}

/** @param {RawCall} call */
function framed({ call, parts }) {
  const texts = [Buffer.from(call), ...parts];
  return Buffer.concat([
    number(texts.length),
    ...texts.flatMap((text) => [number(text?.length ?? ABSENT), text ?? Buffer.alloc(0)]),
  ]);
}

/** @param {number} value */
function number(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** @param {Buffer} bytes */
function outputsIn(bytes) {
  const outputs = [];
  let at = 0;
  const next = () => {
    at += 4;
    return bytes.readUInt32LE(at - 4);
  };
  while (at < bytes.length) {
    outputs.push(
      Array.from({ length: next() }, () => {
        const length = next();
        at += length;
        return bytes.subarray(at - length, at);
      }),
    );
  }
  return outputs;
}
