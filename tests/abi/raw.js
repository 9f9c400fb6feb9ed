// Calls as bytes, the decision too: made in the module, and in the native program (native/calls.cpp).

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { exchange, instantiate } from '../../shim/core.js';
import { decodeEffects } from '../../shim/messages.js';
import { DESCRIBED, encodedEvents, module } from './calls.js';

const NATIVE = fileURLToPath(
  new URL('../../build/debug/tests/abi/native/boundary_calls', import.meta.url),
);
const ABSENT = 0xffffffff;
const MOST_OUTPUT = 2 ** 30;

const encoder = new TextEncoder();

/**
 * @typedef {object} RawCall
 * @property {string} call
 * @property {(Uint8Array | null)[]} parts the facts first
 *
 * @typedef {RawCall & {output: Uint8Array[]}} MadeCall
 */

/**
 * Makes a call in an instance of its own.
 * @param {RawCall} call
 * @param {WebAssembly.Module} [of] the core's when absent
 * @returns {Uint8Array[]}
 */
export function moduleOutput({ call, parts }, of = module) {
  return exchange(instantiate(of), call, parts);
}

/** A refresh that keeps what went in and what came out. */
export class RawMachine {
  #exports;
  /** @type {MadeCall[]} */
  calls = [];

  /** @param {any} [exports] of an instance; its own when absent */
  constructor(exports = instantiate(module)) {
    this.#exports = exports;
  }

  /** @param {string} facts */
  begin(facts) {
    return this.#make('begin_refresh', encoder.encode(facts));
  }

  /** @param {import('../../shim/messages.js').Event[]} events */
  step(events) {
    return this.#make('step_refresh', encodedEvents(events));
  }

  /** @param {string} call @param {Uint8Array} part */
  #make(call, part) {
    const output = exchange(this.#exports, call, [part]);
    this.calls.push({ call, parts: [part], output });
    return decodeEffects(DESCRIBED.effects, output[0]);
  }
}

/**
 * @param {RawCall[]} calls steps of a refresh behind its beginning
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
