// What the shim does when the core fails on one input: it sets that input aside and goes on. The
// core is the real one, told to fail on whatever holds the word "poison".

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { scheduler } from 'node:timers/promises';
import { Core, CoreFailure } from '../../shim/core.js';
import { RefreshMachine } from '../../shim/machine.js';
import { lastfmBody } from './bodies.js';
import { ALWAYS, DESCRIBED, module, templates } from './calls.js';

// Not by name: their types are those of Workers, which the tests are not checked with.
const shim = (/** @type {string} */ file) =>
  import(new URL(`../../shim/${file}`, import.meta.url).href);
const { refresh } = await shim('refresh.js');
const { createAnswerer, reply } = await shim('reply.js');

const RECENT = 'user-listens:v2:recent';
const SNAPSHOT = 'user-listens:v2:snapshot';
const GOOD_LIST =
  '{"version":2,"lastUpdated":"2025-12-04T14:20:00.000Z","tracks":[{"username":"anna","artist":"A","track":"T"}]}';

/** @type {string[]} */
const lines = [];
// Workers have it as a global; Node does not.
Object.assign(globalThis, { scheduler });
const real = {
  fetch: globalThis.fetch,
  log: console.log,
  warn: console.warn,
  error: console.error,
};
before(() => {
  for (const level of /** @type {const} */ (['log', 'warn', 'error'])) {
    console[level] = (/** @type {string} */ line) => lines.push(line);
  }
});
after(() => {
  const { fetch, ...levels } = real;
  globalThis.fetch = fetch;
  Object.assign(console, levels);
});

/** @param {Uint8Array | null | undefined} part @param {string} word */
const holds = (part, word) => part != null && Buffer.from(part).includes(word);

/** @param {string} name */
const trap = (name) => new CoreFailure(name, new WebAssembly.RuntimeError('unreachable'));

class Squeamish extends Core {
  /** @override @type {Core['call']} */
  call(name, facts, ...parts) {
    if (parts.some((part) => holds(/** @type {Uint8Array} */ (part), 'poison'))) throw trap(name);
    return super.call(name, facts, ...parts);
  }
}

/** What a refresh was told, and what it still waits for before it finishes. */
class Told {
  hasAsked = false;
  hasVenom = false;
  /** The reads that come after the answers. @type {Set<number> | undefined} */
  secondLook;
}

const { step } = RefreshMachine.prototype;
/** @type {WeakMap<RefreshMachine, Told>} */
const toldTo = new WeakMap();
/** How often a refresh came to where all answers come together. */
let finishes = 0;
before(() => {
  RefreshMachine.prototype.step = function squeamish(events) {
    const told = toldTo.get(this) ?? new Told();
    toldTo.set(this, told);
    if (events.some(({ value, body }) => holds(value ?? body, 'poison')))
      throw trap('step_refresh');
    told.hasVenom ||= events.some(({ body }) => holds(body, 'venom'));
    const isFinish =
      events.filter(({ id }) => told.secondLook?.delete(id)).length > 0 &&
      told.secondLook?.size === 0;
    if (isFinish) finishes += 1;
    // An answer with venom can be read, and harms where all come together.
    if (isFinish && told.hasVenom) throw trap('step_refresh');
    const effects = step.call(this, events);
    const reads = effects.filter(({ name }) => name === 'read').map(({ id }) => Number(id));
    if (told.hasAsked && reads.length > 0) told.secondLook ??= new Set(reads);
    told.hasAsked ||= effects.some(({ name }) => name === 'fetch');
    return effects;
  };
});
after(() => {
  RefreshMachine.prototype.step = step;
});

/** @param {Record<string, string>} stored */
function site(stored) {
  const core = new Squeamish(module);
  const metadataOf = new Map();
  const cache = {
    /** @param {string} key */
    getWithMetadata: async (key) => ({
      value: key in stored ? new TextEncoder().encode(stored[key]).buffer : null,
      metadata: metadataOf.get(key) ?? null,
    }),
    /** @param {string} key @param {Uint8Array} value @param {{metadata: unknown}} options */
    put: async (key, value, { metadata }) => {
      metadataOf.set(key, metadata);
      stored[key] = Buffer.from(value).toString();
    },
  };
  const env = /** @type {any} */ ({
    CACHE: cache,
    ROSTER: 'anna, bob',
    LASTFM_API_KEY: ALWAYS.settings.LASTFM_API_KEY,
    REPLY_CACHE_SECONDS: '0',
  });
  lines.length = 0;
  const answerer = createAnswerer({ core, templates, described: DESCRIBED });
  const answer = (/** @type {string} */ url) =>
    reply(answerer, new Request(url), env, { waitUntil: () => {} });
  return { core, answerer, answer, env, stored };
}

/** @type {{name: string, stored: Record<string, string>, failures: number, tracks: number, staleReason?: string}[]} */
const REPLIES = [
  {
    name: 'nothing',
    stored: { [RECENT]: GOOD_LIST },
    failures: 0,
    tracks: 1,
    staleReason: 'not_refreshed',
  },
  {
    name: 'the list',
    stored: { [RECENT]: 'poison' },
    failures: 1,
    tracks: 0,
    staleReason: 'unreadable',
  },
  {
    name: 'the snapshot',
    stored: { [RECENT]: '[]', [SNAPSHOT]: 'poison' },
    failures: 1,
    tracks: 0,
    staleReason: 'unreadable',
  },
  {
    name: 'both',
    stored: { [RECENT]: 'poison', [SNAPSHOT]: 'poison' },
    failures: 2,
    tracks: 0,
    staleReason: 'unreadable',
  },
];
for (const { name, stored, failures, tracks, staleReason } of REPLIES) {
  test(`the API serves what is left when the core fails on ${name}`, async () => {
    const response = await site(stored).answer('http://site/api/internal/user-listens');
    const body = /** @type {any} */ (await response.json());
    assert.equal(response.status, 200);
    assert.deepEqual([body.data.length, body.staleReason], [tracks, staleReason]);
    const told = lines.filter(
      (line) =>
        line === 'WARNING: CoreFailure: the core failed in reply: RuntimeError: unreachable',
    );
    assert.equal(told.length, failures, lines.join('\n'));
  });
}

/** @type {{name: string, stored: Record<string, string>, failures: number, says: string}[]} */
const PAGES = [
  {
    name: 'the list, as it renders',
    stored: { [RECENT]: GOOD_LIST.replace('"A"', '"poison"') },
    failures: 2, // the snapshot is set aside first
    says: 'data-state="unreadable"',
  },
  { name: 'nothing', stored: { [RECENT]: GOOD_LIST }, failures: 0, says: 'data-state="listed"' },
];
for (const { name, stored, failures, says } of PAGES) {
  test(`the page is served when the core fails on ${name}`, async () => {
    const { core, answer } = site(stored);
    // The list passes `reply`: `render` is to meet it.
    const { call } = core;
    core.call = (name, ...given) =>
      name === 'render'
        ? call.call(core, name, ...given)
        : Core.prototype.call.call(core, name, ...given);
    const response = await answer('http://site/');
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-type'), 'text/html; charset=utf-8');
    assert.ok((await response.text()).includes(says));
    const told = lines.filter(
      (line) =>
        line === 'WARNING: CoreFailure: the core failed in render: RuntimeError: unreachable',
    );
    assert.equal(told.length, failures, lines.join('\n'));
  });
}

test('the API serves a copy of what was last read when KV cannot be read', async () => {
  const lastUpdated = new Date().toISOString();
  const { answerer, answer, env } = site({
    [RECENT]: GOOD_LIST.replace('2025-12-04T14:20:00.000Z', lastUpdated),
  });
  const ask = async () => (await answer('http://site/api/internal/user-listens')).json();
  const before = /** @type {any} */ (await ask());
  env.CACHE.getWithMetadata = async () => {
    throw new Error('KV GET failed: 503');
  };
  const during = /** @type {any} */ (await ask());
  assert.deepEqual(during, { ...before, stale: true, staleReason: 'unreadable' });
  assert.ok(lines.includes('[API] WARNING: Cache could not be read: Error: KV GET failed: 503'));
  answerer.copies.clear();
  assert.equal(/** @type {any} */ (await ask()).cached, false);
});

test('the API gives the reply of last resort when the core fails on everything', async () => {
  const { core, answer } = site({});
  core.call = (name) => {
    throw new CoreFailure(name, 'always');
  };
  const response = await answer('http://site/api/internal/user-listens');
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'application/json; charset=utf-8');
  assert.equal(
    await response.text(),
    '{"data":[],"lastUpdated":null,"cached":false,"version":2,"stale":true,"staleReason":"unreadable","message":"The list cannot be read at the moment. Try again in a minute."}',
  );
});

/** @type {{name: string, stored: Record<string, string>, poisonedBody?: string, keepsPoison?: boolean, counts: object, tracks: string[]}[]} */
const REFRESHES = [
  {
    name: 'one body',
    stored: { [RECENT]: GOOD_LIST },
    poisonedBody: 'anna',
    counts: { asked: 2, learned: 1, failed: 1, kept: 1, tracks: 2 },
    tracks: ['anna', 'bob'],
  },
  {
    name: 'the snapshot, which stays as long as not everybody answers',
    stored: { [RECENT]: GOOD_LIST, [SNAPSHOT]: 'poison' },
    poisonedBody: 'anna',
    keepsPoison: true,
    counts: { asked: 2, learned: 1, failed: 1, kept: 1, tracks: 2 },
    tracks: ['anna', 'bob'],
  },
  {
    name: 'the list and the snapshot',
    stored: { [RECENT]: 'poison', [SNAPSHOT]: 'poison' },
    counts: { asked: 2, learned: 2, failed: 0, kept: 0, tracks: 2 },
    tracks: ['anna', 'bob'],
  },
];
for (const { name, stored, poisonedBody, keepsPoison = false, counts, tracks } of REFRESHES) {
  test(`a refresh writes the list when the core fails on ${name}`, async () => {
    const { answerer, env } = site({ ...stored });
    globalThis.fetch = async (url) => {
      const user = new URL(String(url)).searchParams.get('user') ?? '';
      return new Response(user === poisonedBody ? 'poison' : lastfmBody(user));
    };
    await refresh(answerer, { scheduledTime: Date.now() }, env);
    const event = JSON.parse(lines.find((line) => line.startsWith('{"event"')) ?? '{}');
    assert.deepEqual([event.confirmation, event.counts], ['confirmed', counts], lines.join('\n'));
    const list = JSON.parse(await storedIn(env, RECENT));
    assert.deepEqual(list.tracks.map((/** @type {any} */ { username }) => username).sort(), tracks);
    assert.equal((await storedIn(env, SNAPSHOT)).includes('poison'), keepsPoison);
  });
}

/** @type {{name: string, venom: number[], failed: number, most: number}[]} */
const VENOMOUS = [
  { name: 'the first', venom: [0], failed: 1, most: 17 },
  { name: 'the last', venom: [44], failed: 1, most: 17 },
  { name: 'one in the middle', venom: [22], failed: 1, most: 17 },
  { name: 'two next to each other', venom: [7, 8], failed: 2, most: 31 },
  { name: 'two far apart', venom: [3, 40], failed: 2, most: 31 },
  {
    name: 'all',
    venom: [...Array(45).keys()],
    failed: 45,
    most: 33,
  },
];
for (const { name, venom, failed, most } of VENOMOUS) {
  test(`a refresh sets few answers aside when finishing fails because of ${name} of them`, async () => {
    const members = Array.from({ length: 45 }, (_, i) => `m${i}`);
    const { answerer, env: bound } = site({});
    const settings = { POLL_BUDGET: '46', LASTFM_BURST: '46', LASTFM_PER_SECOND: '1000' };
    const env = { ...bound, ...settings, ROSTER: [...members, 'gone'].join(', ') };
    globalThis.fetch = async (url) =>
      new Response(lastfmBody(new URL(String(url)).searchParams.get('user') ?? ''));
    await refresh(answerer, { scheduledTime: Date.now() - 1000 }, env);
    assert.ok((await storedIn(env, RECENT)).includes('"gone"'));

    finishes = 0;
    lines.length = 0;
    globalThis.fetch = async (url) => {
      const user = new URL(String(url)).searchParams.get('user') ?? '';
      const body = lastfmBody(user);
      const isVenomous = venom.includes(members.indexOf(user));
      return new Response(isVenomous ? body.replace(/"name":"[^"]*"/, '"name":"venom"') : body);
    };
    const without = { ...env, ROSTER: members.join(', ') };
    await refresh(answerer, { scheduledTime: Date.now() + 10 }, without);
    const event = JSON.parse(lines.find((line) => line.startsWith('{"event"')) ?? '{}');
    assert.deepEqual(
      [event.confirmation, event.counts.failed, event.counts.tracks],
      ['confirmed', failed, 45],
      lines.join('\n'),
    );
    assert.ok(finishes <= most, `${finishes} attempts`);
    // Log lines of attempts that were given up are not printed.
    assert.equal(lines.filter((line) => line.startsWith('[CRON] API results')).length, 1);
    for (const key of [RECENT, SNAPSHOT]) {
      assert.ok(!(await storedIn(env, key)).includes('"gone"'), key);
    }
  });
}

/** @param {any} env @param {string} key */
async function storedIn(env, key) {
  return Buffer.from((await env.CACHE.getWithMetadata(key)).value).toString();
}
