// Same facts, same bytes, natively and in the module: over every fixture and every input that
// fuzzing has found, in each place where bytes from outside come in.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { crc32c } from '../seal.js';
import { lastfmBody } from './bodies.js';
import { ALWAYS, answerFacts, bytes, json, listRequest, questionAbout, ROWS } from './calls.js';
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

/**
 * An answer of a service, about the account of anna or about that of the fixtures.
 * @param {object} question
 * @param {object} received
 * @param {Uint8Array | null} body
 */
function answerCall(question, received, body) {
  return rawCall('read_response', answerFacts(question, received), body);
}
const ANNA = questionAbout('anna');
const LISTENER = { ...questionAbout('cleo'), account: 'listener' };
const ANSWERS = [
  answerCall(ANNA, { status: 200 }, bytes(lastfmBody('anna'))),
  answerCall(questionAbout('björn'), { failure: 'timeout' }, null),
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
    call: (file) => answerCall(ANNA, { status: 200 }, file),
  },
  {
    place: "the body of another account's answer",
    call: (file) => answerCall(LISTENER, { status: 200 }, file),
  },
  {
    place: 'the body of a failure',
    call: (file) => answerCall(ANNA, { status: 503 }, file),
  },
  {
    place: 'what ListenBrainz says is playing',
    call: (file) => answerCall({ ...LISTENER, source: 'listenbrainz' }, { status: 200 }, file),
  },
  {
    place: 'the last listen of ListenBrainz',
    call: (file) =>
      answerCall({ ...LISTENER, source: 'listenbrainz', step: 1 }, { status: 200 }, file),
  },
  {
    place: 'an error of ListenBrainz',
    call: (file) => answerCall({ ...LISTENER, source: 'listenbrainz' }, { status: 404 }, file),
  },
  {
    place: 'the headers of a refusal',
    call: (file) => {
      const [, retryAfter = '', remaining = '', resetIn = ''] = decoder.decode(file).split('\n');
      const headers = {
        'retry-after': retryAfter,
        'x-ratelimit-remaining': remaining,
        'x-ratelimit-reset-in': resetIn,
      };
      return answerCall(LISTENER, { status: 429, headers }, null);
    },
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
