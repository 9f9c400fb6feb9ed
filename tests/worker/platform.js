// The whole Worker in workerd, as it would be deployed, with a KV namespace, a D1 database, a music
// service and a clock that a test holds in its hands.

import { readdirSync, readFileSync } from 'node:fs';
import { convertV4MiniflareOptions, Headers, Miniflare, Response } from 'miniflare';
import { learn, look, takeIn } from '../secrets/here.js';
import { TEST_SECRETS } from '../secrets/scan.js';
import { musicService } from './music.js';

const BUNDLE = new URL('../../build/worker/', import.meta.url);
const MIGRATIONS = new URL('../../migrations/', import.meta.url);
const CRON = '*/5 * * * *';

export const RECENT = 'user-listens:v2:recent';
export const SNAPSHOT = 'user-listens:v2:snapshot';
export const API_KEY = TEST_SECRETS.LASTFM_API_KEY;

/** Names the version that a test deploys, as the platform does. */
export const DEPLOYMENT = { id: 'test-version', tag: '', timestamp: '2025-12-01T00:00:00.000Z' };

/**
 * @typedef {import('./music.js').MemberRow} MemberRow
 * @typedef {import('./music.js').Upstream} Upstream
 * @typedef {import('./inside.js').Control} Control
 * @typedef {import('./inside.js').Fault} Fault
 * @typedef {import('./inside.js').Line} Line
 * @typedef {import('./inside.js').Operation} Operation
 *
 * @typedef {object} Setup
 * @property {MemberRow[]} [members] into D1; without them no D1 is bound
 * @property {Record<string, any>} [settings]
 * @property {{limit: number, period: 10 | 60}} [rateLimit] binds a RATE_LIMITER; period in seconds
 * @property {boolean} [network] fetches go out to the network, and not to `upstream`
 * @property {string} [state] a folder that outlives the platform, where wrangler finds KV too
 * @property {any[]} [moreWorkers] further Workers of the same platform, in Miniflare's terms
 * @property {string[]} [tails] which of those get the events of `wrangler tail`
 *
 * @typedef {{status: number, headers: import('miniflare').Headers, text: string, json: any}} Answer
 * @typedef {Awaited<ReturnType<typeof startPlatform>>} Platform
 */

/** @param {Setup} setup */
export async function startPlatform({
  members,
  settings = {},
  rateLimit,
  network,
  state,
  moreWorkers = [],
  tails = [],
}) {
  const music = new Music();
  const worker = {
    name: 'user-listens',
    modules: bundleModules(),
    // A socket on which workerd itself answers, without Miniflare's own Worker in front.
    unsafeDirectSockets: [{ host: '127.0.0.1' }],
    compatibilityDate: '2026-10-01',
    kvNamespaces: { CACHE: 'CACHE' },
    tails,
    ...(members && { d1Databases: { DB: 'users' } }),
    ...(rateLimit && {
      ratelimits: { RATE_LIMITER: { namespace_id: '1', simple: rateLimit } },
    }),
    bindings: {
      LASTFM_API_URL: 'https://ws.audioscrobbler.com/2.0/',
      LASTFM_API_KEY: API_KEY,
      LISTENBRAINZ_TOKEN: TEST_SECRETS.LISTENBRAINZ_TOKEN,
      // Nothing is left for asking again, which would put the clock forward: services.test.js has
      // what comes of that.
      POLL_BUDGET: String(members?.length || 45),
      // Each request is answered from what is stored at that moment: kept.test.js has what is kept.
      REPLY_CACHE_SECONDS: '0',
      CF_VERSION_METADATA: DEPLOYMENT,
      TAILED: tails.length > 0,
      ...settings,
    },
    ...(!network && { outboundService: music.answer }),
  };
  learn(worker.bindings);
  /** @type {string[]} */
  const runtimeLog = [];
  const mf = new Miniflare(
    convertV4MiniflareOptions({
      // inside.js gathers the Worker's lines, in order and without delay: these are workerd's own.
      handleStructuredLogs: ({ message }) => runtimeLog.push(message),
      ...(state !== undefined && { resourcePersistencePath: `${state}/v3` }),
      workers: [worker, ...moreWorkers],
    }),
  );
  if (members) await createRoster(await mf.getD1Database('DB', 'user-listens'), members);
  return platformOf(mf, music, runtimeLog);
}

/** What stands before the Worker's own module in workerd, and what that is called there. */
export const WATCHED = 'worker/worker-bundle.js';
export function watchingModules() {
  return ['worker/inside.js', 'worker/traps.js', 'secrets/scan.js'].map((path) => ({
    type: /** @type {const} */ ('ESModule'),
    path,
    contents: read(new URL(`../${path}`, import.meta.url)),
  }));
}

/** The bundle's modules, named as they lie in tests/; `npm run build:worker` makes them. */
function bundleModules() {
  // A build leaves older modules lying beside the one that worker.js imports.
  // Of modules that are no JavaScript, the name begins with a checksum.
  const others = readdirSync(BUNDLE).filter((name) => /^[0-9a-f]{40}-/.test(name));
  if (others.length === 0)
    throw new Error('build/worker holds no module: run npm run build:worker');
  return [
    ...watchingModules(),
    {
      type: 'ESModule',
      path: WATCHED,
      contents: read(new URL('worker.js', BUNDLE)),
    },
    ...others.map((name) => ({
      type: name.endsWith('.wasm') ? 'CompiledWasm' : 'Data',
      path: `worker/${name}`,
      contents: readFileSync(new URL(name, BUNDLE)),
    })),
  ];
}

/** @param {URL} file */
const read = (file) => readFileSync(file, 'utf8');

/** The music service as the Worker meets it, and a count of what it was asked. */
class Music {
  /** @type {Upstream} */
  upstream = musicService();
  /** @type {string[]} */
  urls = [];
  atOnce = 0;
  mostAtOnce = 0;
  /** What went wrong in the test's own answers. @type {unknown[]} */
  defects = [];

  answer = async (/** @type {import('miniflare').Request} */ request) => {
    this.urls.push(request.url);
    this.atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
    try {
      return await this.upstream(request);
    } catch (error) {
      // A defect of the test, which must not pass for one of the network: stop() throws it.
      this.defects.push(error);
      return new Response(`the test failed to answer: ${error}`, { status: 599 });
    } finally {
      this.atOnce -= 1;
    }
  };
}

/**
 * @param {Miniflare} mf
 * @param {Music} music
 * @param {string[]} runtimeLog
 */
async function platformOf(mf, music, runtimeLog) {
  const kv = await mf.getKVNamespace('CACHE', 'user-listens');
  const worker = await mf.getWorker('user-listens');
  let time = Date.now();

  /** @param {Control} orders @returns {Promise<any>} */
  async function control(orders) {
    const init = { method: 'POST', body: JSON.stringify(orders) };
    return (await worker.fetch('http://inside.test/', init)).json();
  }

  return {
    mf,
    kv,
    music,
    /** What workerd had to say beside the Worker's own lines. */
    runtimeLog,

    /** Where workerd itself listens. */
    address: () => mf.unsafeGetDirectURL('user-listens'),

    /** @param {string} key @returns {Promise<string>} its value, byte for byte */
    async stored(key) {
      const value = /** @type {string | null} */ (await kv.get(key));
      if (value === null) throw new Error(`nothing is stored under ${key}`);
      return value;
    },

    /**
     * All is well and nothing is stored but what a first refresh writes; what that did is forgotten.
     * @param {string} when it refreshes
     */
    async beginAt(when) {
      music.upstream = musicService();
      await control({ settings: {}, faults: [] });
      await this.emptyKv();
      await this.setTime(when);
      await this.tick();
      await control({ take: 'lines' });
      await control({ take: 'operations' });
      music.urls = [];
    },

    /** Forgets list and snapshot, which may be of a later time than a test is to begin at. */
    async emptyKv() {
      await Promise.all([RECENT, SNAPSHOT].map((key) => kv.delete(key)));
    },

    /** @param {string | number} when what time the Worker believes it is from now on */
    async setTime(when) {
      time = new Date(when).getTime();
      await control({ now: time });
    },

    /** @param {Record<string, unknown>} settings instead of the platform's; null unbinds */
    setSettings: (settings) => control({ settings }),

    /** @param {Fault[]} faults */
    setFaults: (faults) => control({ faults }),

    /** @param {import('./traps.js').Trap[]} traps of the core */
    setTraps: (traps) => control({ traps }),

    /** @param {number} clockAheadMs by how much the Worker's clock is wrong */
    setClockAhead: (clockAheadMs) => control({ clockAheadMs }),

    /** Fires the cron, as scheduled for the time that was set. */
    tick: () => worker.scheduled({ cron: CRON, scheduledTime: new Date(time) }),

    /** @returns {Promise<Line[]>} the console's, since the last call */
    takeLines: () => control({ take: 'lines' }),

    /** @returns {Promise<string[]>} the same without their levels */
    takeLog: async () =>
      (await control({ take: 'lines' })).map((/** @type {Line} */ line) => line.message),

    /** @returns {Promise<Operation[]>} what the Worker asked of KV and D1, since the last call */
    takeOperations: () => control({ take: 'operations' }),

    /**
     * Where secrets were looked for. What was found is told once: the end of the platform, which
     * insists that nothing was, no longer knows of it.
     * @returns {Promise<import('../secrets/scan.js').Report>}
     */
    takeScan: () => control({ take: 'scan' }),

    /** All that is stored, with metadata and expiry. */
    async contents() {
      const { keys } = await kv.list();
      return Promise.all(
        keys.map(async ({ name, expiration }) => [
          name,
          expiration,
          await kv.getWithMetadata(name),
        ]),
      );
    },

    /** @param {string} [query] @param {import('miniflare').RequestInit} [init] */
    async api(query = '', init = {}) {
      return this.fetch(`/api/internal/user-listens${query}`, init);
    },

    async health() {
      return this.fetch('/api/internal/health');
    },

    /** @param {string} path @param {import('miniflare').RequestInit} [init] */
    async fetch(path, init = {}) {
      const headers = new Headers(init.headers);
      const origin = headers.get('origin');
      // Miniflare turns foreign origins away before the Worker sees them.
      if (origin !== null) headers.set('x-test-origin', origin);
      headers.delete('origin');
      return answerOf(await worker.fetch(`http://site${path}`, { ...init, headers }));
    },

    async stop() {
      const report = await control({ take: 'scan' });
      await mf.dispose();
      takeIn(report);
      for (const line of runtimeLog) look('log lines', line);
      if (music.defects.length > 0) throw music.defects[0];
    },
  };
}

/** @param {any} response @returns {Promise<Answer>} */
export async function answerOf(response) {
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson && text !== '' ? JSON.parse(text) : undefined,
  };
}

/**
 * @param {any} database
 * @param {MemberRow[]} members
 */
async function createRoster(database, members) {
  for (const file of readdirSync(MIGRATIONS).sort()) {
    const sql = read(new URL(file, MIGRATIONS)).replace(/--.*$/gm, '');
    for (const statement of sql.split(';').filter((text) => text.trim() !== '')) {
      await database.prepare(statement).run();
    }
  }
  await fillRoster(database, members);
}

/**
 * @param {any} database
 * @param {MemberRow[]} members all there are, from now on
 */
export async function fillRoster(database, members) {
  const insert = database.prepare(
    'INSERT INTO users (username, lastfm_username, librefm_username, listenbrainz_username, profile_visibility) VALUES (?, ?, ?, ?, ?)',
  );
  await database.batch([
    database.prepare('DELETE FROM users'),
    ...members.map(
      ({
        username,
        lastfm = username,
        librefm = null,
        listenbrainz = null,
        visibility = 'public',
      }) => insert.bind(username, lastfm, librefm, listenbrainz, visibility),
    ),
  ]);
}
