// Same facts, same bytes, natively and in the module: over every fixture and every input that
// fuzzing has found, in each place where bytes from outside come in.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { crc32c } from '../seal.js';
import { lastfmBody } from './bodies.js';
import { ALWAYS, bytes, json, listRequest, ROWS } from './calls.js';
import { moduleOutput, nativeOutputs } from './raw.js';

/** @typedef {import('./raw.js').RawCall} RawCall */

const TESTS = new URL('../', import.meta.url);
const FOLDERS = ['fixtures', 'fuzz/corpus'].flatMap((parent) =>
  readdirSync(new URL(parent, TESTS)).map((name) => `${parent}/${name}`),
);
const decoder = new TextDecoder();

/**
 * @param {string} call
 * @param {object} facts
 * @param {(Uint8Array | null)[]} parts
 * @returns {RawCall}
 */
function rawCall(call, facts, ...parts) {
  return { call, parts: [json({ ...ALWAYS, ...facts }), ...parts] };
}

const subject = (/** @type {string} */ username) => ({
  subject: { username, source: 'lastfm', account: username === 'anna' ? 'anna' : 'listener' },
});
const ANSWERS = [
  rawCall('read_response', { ...subject('anna'), status: 200 }, bytes(lastfmBody('anna'))),
  rawCall('read_response', { ...subject('björn'), failure: 'timeout' }, null),
].map((call) => moduleOutput(call)[1]);
const [, LIST, DRAFT] = moduleOutput(
  rawCall('finish_refresh', { reads: [{}, {}] }, ROWS, null, null, ...ANSWERS),
);

/** @param {Uint8Array} value */
function sealed(value) {
  return { metadata: { version: 2, count: 2, length: value.length, crc32c: crc32c(value) } };
}

/**
 * Where the bytes of a file may stand.
 * @type {{ place: string, call: (file: Uint8Array) => RawCall }[]}
 */
const PLACES = [
  {
    place: 'the body of an answer',
    call: (file) => rawCall('read_response', { ...subject('anna'), status: 200 }, file),
  },
  {
    place: "the body of another account's answer",
    call: (file) => rawCall('read_response', { ...subject('cleo'), status: 200 }, file),
  },
  {
    place: 'the body of a failure',
    call: (file) => rawCall('read_response', { ...subject('anna'), status: 503 }, file),
  },
  {
    place: 'roster rows',
    call: (file) => rawCall('plan_refresh', { reads: [{}, {}] }, file, null, null),
  },
  {
    place: 'the setting ROSTER',
    call: (file) =>
      rawCall('plan_refresh', {
        hasDatabase: false,
        settings: { ...ALWAYS.settings, ROSTER: decoder.decode(file) },
      }),
  },
  {
    place: 'other settings',
    call: (file) =>
      rawCall('open_refresh', {
        settings: Object.fromEntries(
          ['MAX_TRACKS', 'LASTFM_API_URL', 'ALLOWED_ORIGINS', 'ROSTER_SQL'].map((name) => [
            name,
            decoder.decode(file),
          ]),
        ),
      }),
  },
  {
    place: 'list and snapshot before a refresh',
    call: (file) => rawCall('plan_refresh', { reads: [{}, {}] }, ROWS, file, file),
  },
  {
    place: 'the list of a refresh',
    call: (file) => rawCall('finish_refresh', { reads: [{}, {}] }, ROWS, file, null, ...ANSWERS),
  },
  {
    place: 'the sealed list of a refresh',
    call: (file) =>
      rawCall('finish_refresh', { reads: [sealed(file), {}] }, ROWS, file, null, ...ANSWERS),
  },
  {
    place: 'the snapshot of a refresh',
    call: (file) =>
      rawCall('finish_refresh', { reads: [{}, sealed(file)] }, ROWS, null, file, ...ANSWERS),
  },
  {
    place: 'the list as read back',
    call: (file) => {
      const carry = { counts: { tracks: 1 }, members: 3 };
      return rawCall('confirm_write', { carry, look: 2, readBack: {} }, LIST, file, DRAFT);
    },
  },
  {
    place: 'the list of a reply',
    call: (file) => rawCall('reply', listRequest('?limit=3', { reads: [{}] }), file),
  },
  {
    place: 'the sealed list of a reply',
    call: (file) => rawCall('reply', listRequest('', { reads: [sealed(file)] }), file),
  },
  {
    place: 'the snapshot of a reply',
    call: (file) => rawCall('reply', listRequest('', { reads: [{}, sealed(file)] }), null, file),
  },
  {
    place: 'what health looks at',
    call: (file) => {
      const url = 'http://site/api/internal/health';
      return rawCall('reply', { method: 'GET', url, reads: [{}, {}] }, file, file);
    },
  },
  {
    place: 'the query of a request',
    call: (file) => rawCall('reply', listRequest(`?${decoder.decode(file)}`)),
  },
];

/** A refresh with the file as its roster, where that is one. @param {Uint8Array} file */
function refreshOf(file) {
  const [plan] = moduleOutput(rawCall('plan_refresh', { reads: [{}, {}] }, file, null, null));
  if (!JSON.parse(decoder.decode(plan)).goesOn) return [];
  const call = rawCall('finish_refresh', { reads: [{}, {}] }, file, null, null, ...ANSWERS);
  return [{ place: 'the roster rows of a refresh', call: () => call }];
}

for (const folder of FOLDERS) {
  const files = readdirSync(new URL(`${folder}/`, TESTS));
  test(`the same bytes natively and in the module: ${folder}`, (t) => {
    const calls = files.flatMap((name) => {
      const file = readFileSync(new URL(`${folder}/${name}`, TESTS));
      return [...PLACES, ...refreshOf(file)].map(({ place, call }) => ({
        what: `${folder}/${name} as ${place}`,
        ...call(file),
      }));
    });
    const { outputs, trouble } = nativeOutputs(calls);
    for (const [position, { what, ...call }] of calls.entries()) {
      const native = outputs[position];
      assert.ok(native, `${what} ended the native program:\n${trouble}`);
      assert.deepEqual(shown(moduleOutput(call)), shown(native), what);
    }
    t.diagnostic(`${calls.length} calls about ${files.length} files`);
    assert.ok(calls.length > 0);
  });
}

/** Comparable byte for byte, and to be read in a report. @param {Uint8Array[]} output */
function shown(output) {
  return output.map((part) => Buffer.from(part).toString('latin1'));
}
