// The events that workerd gives to whoever tails the Worker, of a bad day: they are what
// `npm run tail` has to read, and its fixture (tests/scripts/tail/fixtures/day.txt). Times are the
// test's, CPU and wall time those of the platform.
//
// UPDATE_GOLDEN=1 writes the fixture anew.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { Response } from 'miniflare';
import { meaningOf } from '../../scripts/tail/meanings.js';
import { lastfmBody, musicService, someMembers } from './music.js';
import { DEPLOYMENT, RECENT, startPlatform } from './platform.js';

const FIXTURE = new URL('../scripts/tail/fixtures/day.txt', import.meta.url);
const OLDER = { id: 'older-version', tag: '', timestamp: '2025-11-30T00:00:00.000Z' };
const FOREIGN_LIST = '{"version":2,"lastUpdated":"2025-12-04T14:50:30.000Z","tracks":[]}';

/** Keeps what it is given until it is asked for it. */
const EAVESDROPPER = {
  name: 'eavesdropper',
  modules: true,
  compatibilityDate: '2026-10-01',
  script: `
    let heard = [];
    export default {
      tail(events) { heard.push(...events.map((event) => JSON.stringify(event))); },
      fetch() {
        const taken = heard;
        heard = [];
        return Response.json(taken);
      },
    };`,
};

/**
 * @typedef {import('./platform.js').Platform} Platform
 *
 * @typedef {object} Step
 * @property {string} at the time of day
 * @property {(platform: Platform) => Promise<unknown>} [first] what is so from now on
 * @property {string} [get] a path; without one the cron fires
 * @property {string} [method]
 * @property {number} [takesMs] the music service, to answer
 */

/** @param {(user: string) => Response | undefined} special */
const music = (special) => async (/** @type {Platform} */ platform) => {
  platform.music.upstream = musicService(special);
};

/** @type {Step[]} */
const DAY = [
  { at: '14:20:00', takesMs: 380 },
  { at: '14:20:07', get: '/api/internal/user-listens?limit=5' },
  { at: '14:20:09', get: '/' },
  { at: '14:20:11', get: '/api/internal/user-listens?api_key=0123456789abcdef0123456789abcdef' },
  { at: '14:20:12', get: '/api/internal/user-listens', method: 'POST' },
  { at: '14:20:13', get: '/wp-login.php' },
  {
    at: '14:25:00',
    takesMs: 420,
    first: music((user) =>
      /^member[123]$/.test(user) ? new Response('', { status: 500 }) : undefined,
    ),
  },
  { at: '14:30:00', first: music(() => new Response('', { status: 429 })) },
  { at: '14:35:00', first: music(() => undefined) },
  { at: '14:45:00', first: music((user) => new Response(lastfmBody({ user }))) },
  { at: '14:46:00', first: (platform) => platform.kv.put(RECENT, '[]'), get: '/user-listens.txt' },
  { at: '14:46:30', get: '/api/internal/health' },
  {
    at: '14:50:00',
    first: ({ setFaults }) =>
      setFaults([{ op: 'put', key: RECENT, does: 'overtake', value: FOREIGN_LIST }]),
  },
  {
    at: '14:55:00',
    first: ({ setFaults }) =>
      setFaults([
        { op: 'put', key: RECENT, does: 'throw', message: 'KV PUT failed: 429 Too Many Requests' },
      ]),
  },
  {
    at: '15:00:00',
    first: async ({ setFaults, setSettings }) => {
      await setFaults([]);
      await setSettings({ CF_VERSION_METADATA: OLDER });
    },
  },
  {
    at: '15:05:00',
    first: async ({ setFaults, setSettings }) => {
      await setSettings({ MAX_TRACKS: 'many' });
      await setFaults([{ op: 'd1', does: 'throw', message: 'D1_ERROR: timeout' }]);
    },
  },
  {
    at: '15:10:00',
    first: async ({ setFaults, setSettings, setTraps, music }) => {
      await setFaults([]);
      await setSettings({});
      music.upstream = musicService((user) =>
        user === 'member7' ? new Response(lastfmBody({ user, track: 'poison' })) : undefined,
      );
      await setTraps([{ call: 'step_refresh', holding: 'poison' }]);
    },
  },
];

/** @type {Platform} */
let platform;
before(async () => {
  platform = await startPlatform({
    members: someMembers(14),
    moreWorkers: [EAVESDROPPER],
    tails: [EAVESDROPPER.name],
  });
});
after(() => platform?.stop());

/** @param {Step} step @returns {Promise<any>} its event */
async function eventOf({ at, first, get, method = 'GET', takesMs = 0 }) {
  const time = Date.parse(`2025-12-04T${at}.000Z`);
  await platform.setTime(time);
  await first?.(platform);
  const { upstream } = platform.music;
  platform.music.upstream = async (request) => {
    await platform.setTime(time + takesMs);
    return upstream(request);
  };
  await heard();
  if (get === undefined) await platform.tick();
  else await platform.fetch(get, { method });
  platform.music.upstream = upstream;
  for (;;) {
    const [event] = await heard();
    if (event !== undefined) return asAt(event, time);
  }
}

/** @returns {Promise<any[]>} but for the test's own requests */
async function heard() {
  const eavesdropper = await platform.mf.getWorker(EAVESDROPPER.name);
  const events = /** @type {string[]} */ (
    await (await eavesdropper.fetch('http://eavesdropper/')).json()
  );
  return events
    .map((event) => JSON.parse(event))
    .filter(({ event }) => !event?.request?.url.startsWith('http://inside.test/'));
}

/**
 * The event as of another time, with what the platform adds to it where it is deployed, and without
 * what is of the machine that the test runs on.
 * @param {any} event @param {number} time
 */
function asAt({ event, logs, ...rest }, time) {
  const later = time - rest.eventTimestamp;
  const { request } = event;
  return {
    ...rest,
    scriptName: 'user-listens',
    scriptVersion: { id: DEPLOYMENT.id },
    eventTimestamp: time,
    logs: logs.map((/** @type {any} */ line) => ({ ...line, timestamp: line.timestamp + later })),
    event: request
      ? {
          ...event,
          request: {
            ...request,
            url: request.url.replace('http://site/', 'https://site.example/'),
            headers: { ...request.headers, host: 'site.example', cookie: 'REDACTED' },
            cf: { colo: 'AMS', country: 'NL', httpProtocol: 'HTTP/2' },
          },
        }
      : event,
  };
}

/** What is the same in every run. @param {any} event */
function timeless({ outcome, event, logs, exceptions }) {
  const { request, response, ...others } = event;
  return {
    outcome,
    event: request ? { url: request.url, method: request.method, response } : others,
    logs: logs.map((/** @type {any} */ { level, message }) => ({ level, message })),
    exceptions,
  };
}

test('the fixture of npm run tail is what the Worker logs, and each of its warnings has a meaning', async () => {
  const events = [];
  for (const step of DAY) events.push(await eventOf(step));
  if (process.env.UPDATE_GOLDEN === '1') {
    writeFileSync(FIXTURE, events.map((event) => `${JSON.stringify(event, null, 2)}\n`).join(''));
  }
  const kept = JSON.parse(`[${readFileSync(FIXTURE, 'utf8').replaceAll('\n}\n{', '\n},\n{')}]`);
  assert.deepEqual(events.map(timeless), kept.map(timeless), 'UPDATE_GOLDEN=1 writes it anew');
  const warnings = events
    .flatMap(({ logs }) => logs)
    .filter(({ level }) => level !== 'log')
    .map(({ message }) => message.join(' '));
  assert.ok(warnings.length > 0);
  assert.deepEqual(
    warnings.filter((line) => meaningOf(line) === null),
    [],
  );
});
