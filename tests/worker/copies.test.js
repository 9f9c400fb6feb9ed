// What an isolate keeps for when KV cannot be read: for how long it shows it, that who has gone
// private is not in it after a refresh, and what it says when it has nothing that it may show.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { Response } from 'miniflare';
import { musicService, saysOnly, someMembers } from './music.js';
import { fillRoster, RECENT, SNAPSHOT, startPlatform } from './platform.js';

const BEGIN = Date.parse('2025-12-04T14:20:00.000Z');
const MINUTE = 60_000;
const HIDDEN = 'member7';
const MEMBERS = someMembers(14);
const KV_IS_DOWN = { op: /** @type {const} */ ('get'), does: /** @type {const} */ ('throw') };
const UNREADABLE = {
  data: [],
  lastUpdated: null,
  cached: false,
  version: 2,
  stale: true,
  staleReason: 'unreadable',
  message: 'The list cannot be read at the moment. Try again in a minute.',
};

/** @type {import('./platform.js').Platform} */
let platform;
/** The time of the first refresh. A day later for each test, when nothing is kept any more. */
let begin = BEGIN;
beforeEach(async () => {
  begin += 24 * 60 * MINUTE;
  await fillRoster(await database(), MEMBERS);
  await platform.beginAt(new Date(begin).toISOString());
});
before(async () => {
  platform = await startPlatform({ members: MEMBERS });
});
after(() => platform?.stop());

const database = () => platform.mf.getD1Database('DB', 'user-listens');

/** @param {number} minutes after the first refresh @param {import('./platform.js').Fault[]} [faults] */
async function at(minutes, faults = []) {
  await platform.setTime(begin + minutes * MINUTE);
  await platform.setFaults(faults);
}

/** A member goes private, and the isolate that has a copy refreshes. */
async function hide() {
  await (await database())
    .prepare("UPDATE users SET profile_visibility = 'private' WHERE username = ?")
    .bind(HIDDEN)
    .run();
}

const FORMS = [
  '/api/internal/user-listens',
  '/',
  '/user-listens.svg?limit=20',
  '/user-listens.json',
  '/user-listens.rss',
  '/user-listens.txt',
];

/** In which forms somebody is named. */
async function formsThatShow(/** @type {string} */ name) {
  const word = new RegExp(`\\b${name}\\b`);
  const shown = [];
  for (const form of FORMS) if (word.test((await platform.fetch(form)).text)) shown.push(form);
  return shown;
}

/** @type {{name: string, faults: import('./platform.js').Fault[], upstreamFails?: boolean}[]} */
const REFRESHES = [
  { name: 'is confirmed', faults: [] },
  { name: 'learns nothing', faults: [], upstreamFails: true },
  {
    name: 'has its list refused',
    faults: [{ op: 'put', key: RECENT, does: 'throw', message: 'KV PUT failed: 429' }],
  },
  {
    name: 'has its snapshot refused',
    faults: [{ op: 'put', key: SNAPSHOT, does: 'throw', message: 'KV PUT failed: 429' }],
  },
  {
    name: 'has both refused',
    faults: [{ op: 'put', does: 'throw', message: 'KV PUT failed: 429' }],
  },
  {
    name: 'cannot read its list back',
    faults: [{ op: 'get', key: RECENT, after: 2, does: 'throw', message: 'KV GET failed: 503' }],
  },
  {
    name: 'reads an empty list of another writer back',
    faults: [{ op: 'get', key: RECENT, after: 2, does: 'answer', value: '[]' }],
  },
];
for (const { name, faults, upstreamFails } of REFRESHES) {
  test(`a refresh replaces the copies of its isolate: one that ${name}`, async () => {
    assert.deepEqual(await formsThatShow(HIDDEN), FORMS);
    await hide();
    await at(5, faults);
    if (upstreamFails) platform.music.upstream = saysOnly('', 500);
    await platform.tick();
    for (const minutes of [6, 11, 13, 64]) {
      await at(minutes, [KV_IS_DOWN]);
      assert.deepEqual(await formsThatShow(HIDDEN), [], `${minutes} minutes`);
      assert.equal((await platform.api()).json.data.length, 13, `${minutes} minutes`);
    }
    await at(66, [KV_IS_DOWN]);
    assert.deepEqual((await platform.api()).json, UNREADABLE);
  });
}

test('an older value that KV still answers with takes no copy of a refresh away', async () => {
  const older = await platform.kv.getWithMetadata(RECENT);
  await hide();
  await at(5);
  await platform.tick();
  await at(5.5, [
    {
      op: 'get',
      key: RECENT,
      does: 'answer',
      value: /** @type {string} */ (older.value),
      metadata: older.metadata,
    },
  ]);
  assert.equal((await platform.api()).json.data.length, 14);
  await at(6, [KV_IS_DOWN]);
  assert.deepEqual(await formsThatShow(HIDDEN), []);
  assert.equal((await platform.api()).json.data.length, 13);
});

test('the newer list of another isolate takes the place of all copies', async () => {
  await platform.api();
  const entry = JSON.parse(await platform.stored(RECENT));
  const time = new Date(begin + 5 * MINUTE).toISOString();
  const tracks = entry.tracks.filter((/** @type {any} */ track) => track.username !== HIDDEN);
  const others = { ...entry, lastUpdated: time, writtenAt: time, tracks };
  await platform.kv.put(RECENT, JSON.stringify(others));
  await at(5.5);
  assert.equal((await platform.api()).json.data.length, 13);
  await at(6, [KV_IS_DOWN]);
  assert.equal((await platform.api()).json.data.length, 13);
  // The snapshot that was kept before has the member who is gone.
  await at(13, [KV_IS_DOWN]);
  assert.deepEqual((await platform.api()).json, UNREADABLE);
});

test('a copy of a clock that was ahead is not shown, and does not stay', async () => {
  await at(5);
  await platform.setClockAhead(120 * MINUTE);
  await platform.tick();
  await platform.setClockAhead(0);
  await at(6, [KV_IS_DOWN]);
  assert.deepEqual((await platform.api()).json, UNREADABLE);
  const time = new Date(begin + 7 * MINUTE).toISOString();
  const entry = JSON.parse(await platform.stored(RECENT));
  const others = { ...entry, lastUpdated: time, writtenAt: time };
  await at(7);
  await platform.kv.put(RECENT, JSON.stringify(others));
  assert.equal((await platform.api()).json.data.length, 14);
  await at(8, [KV_IS_DOWN]);
  assert.equal((await platform.api()).json.data.length, 14);
});

test('what cannot be read is neither empty nor on its way, in every form', async () => {
  await at(24 * 60 - 1, [KV_IS_DOWN]);
  const answers = new Map();
  for (const form of FORMS) answers.set(form, await platform.fetch(form));
  const seen = [...answers].map(([form, { status, text }]) => [
    form,
    status,
    /cannot be read (now|at the moment)/.test(text),
    /warming|on its way|[Nn]obody/.test(text),
  ]);
  assert.deepEqual(
    seen,
    FORMS.map((form) => [form, /\.(json|rss)/.test(form) ? 503 : 200, true, false]),
  );
  assert.equal(answers.get('/user-listens.rss').headers.get('retry-after'), '60');
  assert.match(answers.get('/').text, /data-tone="failed" data-state="unreadable"/);
  const warnings = (await platform.takeLog()).filter((line) =>
    line.startsWith('[API] WARNING: The list cannot be read'),
  );
  assert.equal(warnings.length, FORMS.length);
  const health = await platform.health();
  assert.deepEqual([health.status, health.json.status], [503, 'unreadable']);
});

test('a first request with KV down is no first start', async () => {
  const fresh = await startPlatform({ members: MEMBERS });
  await fresh.setTime(begin);
  await fresh.setFaults([KV_IS_DOWN]);
  assert.deepEqual((await fresh.api()).json, UNREADABLE);
  for (const key of [RECENT, SNAPSHOT]) {
    await fresh.setFaults([{ ...KV_IS_DOWN, key }]);
    assert.deepEqual((await fresh.api()).json, UNREADABLE, key);
  }
  await fresh.setFaults([]);
  assert.equal((await fresh.api()).json.message.slice(0, 13), 'Cache warming');
  fresh.music.upstream = musicService();
  await fresh.tick();
  assert.equal((await fresh.api()).json.data.length, 14);
  await fresh.stop();
});

/** @type {{name: string, faults: import('./platform.js').Fault[]}[]} */
const SNAPSHOTS_THAT_STAY = [
  {
    name: 'its put is refused',
    faults: [{ op: 'put', key: SNAPSHOT, does: 'throw', message: 'KV PUT failed: 429' }],
  },
  {
    name: 'it cannot be read, and not everybody answers',
    faults: [{ op: 'get', key: SNAPSHOT, does: 'throw', message: 'KV GET failed: 503' }],
  },
];
for (const { name, faults } of SNAPSHOTS_THAT_STAY) {
  test(`the log says who is hidden and still in the stored snapshot: ${name}`, async () => {
    const warning = `[CRON] WARNING: The stored snapshot still contains members who are hidden now (${HIDDEN}). The next snapshot that KV takes removes them.`;
    await hide();
    await at(5, faults);
    platform.music.upstream = musicService((user) =>
      user === 'member1' ? new Response('x', { status: 500 }) : undefined,
    );
    await platform.tick();
    assert.ok((await platform.takeLog()).includes(warning));
    assert.ok((await platform.stored(SNAPSHOT)).includes(`"${HIDDEN}"`));
    assert.ok(!(await platform.stored(RECENT)).includes(`"${HIDDEN}"`));

    await at(10);
    await platform.tick();
    assert.ok(!(await platform.takeLog()).includes(warning));
    assert.ok(!(await platform.stored(SNAPSHOT)).includes(`"${HIDDEN}"`));
  });
}

/** @type {{name: string, faults: import('./platform.js').Fault[], shown: boolean}[]} */
const SECOND_LOOKS = [
  { name: 'the roster is read again', faults: [], shown: false },
  {
    name: 'and not the roster either: it is as it was read first',
    faults: [{ op: 'd1', after: 1, does: 'throw', message: 'D1_ERROR: overloaded' }],
    shown: true,
  },
];
for (const { name, faults, shown } of SECOND_LOOKS) {
  test(`a member goes private during a refresh that cannot read the keys again: ${name}`, async () => {
    await at(5, [
      ...faults,
      { op: 'get', key: RECENT, after: 1, times: 1, does: 'throw', message: 'KV GET failed: 503' },
    ]);
    let isHidden = false;
    const music = musicService();
    platform.music.upstream = async (request) => {
      if (!isHidden) await hide();
      isHidden = true;
      return music(request);
    };
    assert.equal((await platform.tick()).outcome, 'ok');
    for (const key of [RECENT, SNAPSHOT]) {
      assert.equal((await platform.stored(key)).includes(`"${HIDDEN}"`), shown, key);
    }
  });
}
