// Same facts, same bytes, natively and in the module: over every fixture and every input that
// fuzzing has found, in each place where bytes from outside come in.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { crc32c } from '../seal.js';
import { lastfmBody, nothingPlayingBody } from './bodies.js';
import { ALWAYS, json, listRequest } from './calls.js';
import { moduleOutput, nativeOutputs, RawMachine } from './raw.js';
import { failed, performersIn, play, plays, RECENT, response, SNAPSHOT } from './refreshes.js';

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

/** @param {Uint8Array} value */
function sealed(value) {
  return { value, metadata: { version: 2, count: 2, length: value.length, crc32c: crc32c(value) } };
}

/** What a call is told of a sealed value. @param {Uint8Array} value */
const sealOf = (value) => ({ metadata: sealed(value).metadata });

/** @typedef {{facts?: object} & import('./refreshes.js').World} Setting of a refresh */

/** Anna has an account on each service, or on one of them. @param {string[]} [sources] */
const annaOn = (sources = ['lastfm', 'librefm', 'listenbrainz']) =>
  json([
    { username: 'anna', ...Object.fromEntries(sources.map((one) => [`${one}_username`, 'anna'])) },
  ]);
/** One whose account is called as that of the fixtures. @param {string} source */
const cleoOn = (source) => json([{ username: 'cleo', [`${source}_username`]: 'listener' }]);

/** @param {import('./refreshes.js').Asked} asked */
const annaPlays = (asked) => (asked.account === 'anna' ? plays(asked) : failed('timeout'));

/**
 * Where the bytes of a file may stand in a refresh.
 * @type {{ place: string, setting: (file: Uint8Array) => Setting }[]}
 */
const PLACES_OF_REFRESH = [
  {
    place: 'the body of an answer',
    setting: (file) => ({ rows: annaOn(), answer: () => response(file) }),
  },
  ...['lastfm', 'librefm'].map((source) => ({
    place: `the body of another account's answer, of ${source}`,
    setting: (/** @type {Uint8Array} */ file) => ({
      rows: cleoOn(source),
      answer: () => response(file),
    }),
  })),
  {
    place: 'the body of a failure',
    setting: (file) => ({ rows: annaOn(), answer: () => response(file, { status: 503 }) }),
  },
  {
    place: 'what ListenBrainz says is playing',
    setting: (file) => ({ rows: cleoOn('listenbrainz'), answer: () => response(file) }),
  },
  {
    place: 'the last listen of ListenBrainz',
    setting: (file) => ({
      rows: cleoOn('listenbrainz'),
      answer: ({ account, isFollowUp }) =>
        response(isFollowUp ? file : nothingPlayingBody(account)),
    }),
  },
  {
    place: 'an error of ListenBrainz',
    setting: (file) => ({
      rows: cleoOn('listenbrainz'),
      answer: () => response(file, { status: 404 }),
    }),
  },
  {
    place: 'the headers of a refusal',
    setting: (file) => {
      const [, ...texts] = decoder.decode(file).split('\n');
      const names = ['retry-after', 'x-ratelimit-remaining', 'x-ratelimit-reset-in'];
      const headers = names.map((name, i) => [name, texts[i] ?? '']);
      return { rows: cleoOn('lastfm'), answer: () => response('', { status: 429, headers }) };
    },
  },
  {
    place: 'the error of a database',
    setting: (file) => ({ rows: decoder.decode(file) }),
  },
  { place: 'roster rows', setting: (file) => ({ rows: file, answer: annaPlays }) },
  {
    place: 'the setting ROSTER',
    setting: (file) => ({
      facts: {
        hasDatabase: false,
        settings: { ...ALWAYS.settings, ROSTER: decoder.decode(file) },
      },
      answer: annaPlays,
    }),
  },
  {
    place: 'other settings',
    setting: (file) => ({
      facts: {
        settings: Object.fromEntries(
          ['MAX_TRACKS', 'LASTFM_API_URL', 'ALLOWED_ORIGINS', 'ROSTER_SQL'].map((name) => [
            name,
            decoder.decode(file),
          ]),
        ),
      },
      answer: () => response(lastfmBody('anna')),
    }),
  },
  {
    place: 'list and snapshot',
    setting: (file) => ({
      stored: { [RECENT]: { value: file }, [SNAPSHOT]: { value: file } },
      answer: annaPlays,
    }),
  },
  {
    place: 'the sealed list',
    setting: (file) => ({ stored: { [RECENT]: sealed(file) }, answer: annaPlays }),
  },
  {
    place: 'the sealed snapshot',
    setting: (file) => ({ stored: { [SNAPSHOT]: sealed(file) }, answer: annaPlays }),
  },
];

/**
 * A refresh in the module.
 * @param {Setting} setting
 * @param {import('./refreshes.js').Performers} [others] in place of those of the world
 */
function refreshCalls({ facts, ...world }, others = {}) {
  const machine = new RawMachine();
  play(machine, { ...ALWAYS, ...facts }, { ...performersIn(world), ...others });
  return machine.calls;
}

/** Where the list is the file from the second look on. @param {Uint8Array} file */
function readBackCalls(file) {
  let looks = 0;
  const stored = { [RECENT]: { value: null }, [SNAPSHOT]: { value: null } };
  const { read = () => {} } = performersIn({ stored });
  return refreshCalls(
    { stored, answer: annaPlays },
    {
      read: (effect) => {
        if (effect.key === RECENT) looks += 1;
        return looks > 2 && effect.key === RECENT
          ? { name: 'value', value: file, metadata: {} }
          : read(effect);
      },
    },
  );
}

/**
 * Where they may stand in a call.
 * @type {{ place: string, call: (file: Uint8Array) => RawCall }[]}
 */
const PLACES = [
  {
    place: 'the list of a reply',
    call: (file) => rawCall('reply', listRequest('?limit=3', { reads: [{}] }), file),
  },
  {
    place: 'the sealed list of a reply',
    call: (file) => rawCall('reply', listRequest('', { reads: [sealOf(file)] }), file),
  },
  {
    place: 'the snapshot of a reply',
    call: (file) => rawCall('reply', listRequest('', { reads: [{}, sealOf(file)] }), null, file),
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
  {
    place: 'the query that a kept reply depends on',
    call: (file) => rawCall('cache_key', listRequest(`?${decoder.decode(file)}`)),
  },
];

/**
 * All calls about a file, with what each gives in the module.
 * @param {string} name @param {Uint8Array} file
 */
function callsAbout(name, file) {
  const single = PLACES.map(({ place, call }) => {
    const made = call(file);
    return { what: `${name} as ${place}`, ...made, output: moduleOutput(made) };
  });
  const refreshes = [
    ...PLACES_OF_REFRESH.map(({ place, setting }) => ({
      place,
      calls: refreshCalls(setting(file)),
    })),
    { place: 'the list as read back', calls: readBackCalls(file) },
  ].flatMap(({ place, calls }) =>
    calls.map((made, step) => ({ what: `${name} as ${place}, step ${step}`, ...made })),
  );
  return [...single, ...refreshes];
}

for (const folder of FOLDERS) {
  const files = readdirSync(new URL(`${folder}/`, TESTS));
  test(`the same bytes natively and in the module: ${folder}`, (t) => {
    const calls = files.flatMap((name) =>
      callsAbout(`${folder}/${name}`, readFileSync(new URL(`${folder}/${name}`, TESTS))),
    );
    const { outputs, trouble } = nativeOutputs(calls);
    for (const [position, { what, output }] of calls.entries()) {
      const native = outputs[position];
      assert.ok(native, `${what} ended the native program:\n${trouble}`);
      assert.deepEqual(shown(output), shown(native), what);
    }
    t.diagnostic(`${calls.length} calls about ${files.length} files`);
    assert.ok(calls.length > 0);
  });
}

/** Comparable byte for byte, and to be read in a report. @param {Uint8Array[]} output */
function shown(output) {
  return output.map((part) => Buffer.from(part).toString('latin1'));
}
