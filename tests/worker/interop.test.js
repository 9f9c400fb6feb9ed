// Other readers and writers of version 2 share the namespace: their values are read, and ours are
// what the design documents, for any JSON reader (design: "KV").

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { sealOf } from '../seal.js';
import { assertLines } from './expect.js';
import { musicService, saysOnly, someMembers } from './music.js';
import { DEPLOYMENT, RECENT, SNAPSHOT, startPlatform } from './platform.js';

const WRITTEN_AT = '2025-12-04T14:25:27.000Z';

/** @type {import('./platform.js').Platform} */
let platform;
before(async () => {
  platform = await startPlatform({ members: someMembers(2) });
});
after(() => platform?.stop());
beforeEach(async () => {
  platform.music.upstream = musicService();
  await platform.setFaults([]);
  await platform.emptyKv();
  await platform.setTime('2025-12-04T14:26:22.000Z');
  await platform.takeLog();
  await platform.takeOperations();
});

// The first seven names of a track are all that every writer of version 2 knows.
const PLAYING = {
  username: 'member1',
  artist: 'Sigur Rós',
  album: '( )',
  track: 'Untitled #1 "Vaka" \\ 🎶',
  image: 'https://covers.example/1.jpg',
  playedAt: null,
  nowPlaying: true,
};
const PLAYED = {
  username: 'somebody else',
  artist: '<b>Bold & Co</b>',
  album: '',
  track: 'T',
  image: null,
  playedAt: '2025-12-04T14:20:00.000Z',
  nowPlaying: false,
};
const SERVED = [PLAYING, PLAYED].map((track) => ({ ...track, url: '', source: '' }));
const OTHERS = { tracks: [PLAYING, PLAYED], lastUpdated: WRITTEN_AT, version: 2 };

/** @type {{name: string, value: string, metadata?: unknown}[]} */
const FOREIGN_VALUES = [
  { name: 'tracks first, no writer, no seal', value: JSON.stringify(OTHERS) },
  {
    name: 'version first',
    value: JSON.stringify({ version: 2, lastUpdated: WRITTEN_AT, tracks: OTHERS.tracks }),
  },
  {
    name: 'tracks last',
    value: JSON.stringify({ lastUpdated: WRITTEN_AT, version: 2, tracks: OTHERS.tracks }),
  },
  { name: 'indented', value: JSON.stringify(OTHERS, null, 2) },
  { name: 'all but ASCII escaped', value: JSON.stringify(OTHERS).replace(/[^ -~]/g, escaped) },
  {
    name: "a track's names in another order",
    value: JSON.stringify({
      ...OTHERS,
      tracks: OTHERS.tracks.map((track) => Object.fromEntries(Object.entries(track).reverse())),
    }),
  },
  {
    name: 'unknown fields, before, between and behind',
    value: JSON.stringify({
      $schema: 'v2',
      more: { tracks: [{}], version: 3, deep: [[[[{ lastUpdated: 0 }]]]] },
      ...OTHERS,
      tracks: OTHERS.tracks.map((track) => ({
        id: 7,
        ...track,
        loved: true,
        tags: ['a', { b: [] }],
      })),
      ttl: 420.5,
    }),
  },
  {
    name: 'metadata of another kind',
    value: JSON.stringify(OTHERS),
    metadata: { by: 'another writer', version: 'v2' },
  },
  { name: 'metadata that is a text', value: JSON.stringify(OTHERS), metadata: 'v2' },
  {
    name: 'metadata nested deep',
    value: JSON.stringify(OTHERS),
    metadata: JSON.parse(`${'['.repeat(400)}${']'.repeat(400)}`),
  },
  {
    name: 'metadata that is not well-formed',
    value: JSON.stringify(OTHERS),
    metadata: { by: '\ud800', '\udfff': 1 },
  },
];

/** @param {string} character one UTF-16 unit */
function escaped(character) {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/**
 * Stores a value. Metadata that Miniflare might change on its way is given to the Worker as it is.
 * @param {string} value
 * @param {unknown} metadata
 * @param {number} reads how often it will be read
 */
async function plant(value, metadata, reads) {
  await platform.kv.put(RECENT, value);
  if (metadata === undefined) return;
  await platform.setFaults([
    { op: 'get', key: RECENT, times: reads, does: 'answer', value, metadata },
  ]);
}

for (const { name, value, metadata } of FOREIGN_VALUES) {
  test(`another writer's value is a hit: ${name}`, async () => {
    await plant(value, metadata, 2);
    const { status, text } = await platform.api();
    assert.equal(status, 200);
    assert.equal(
      text,
      JSON.stringify({
        data: SERVED,
        lastUpdated: WRITTEN_AT,
        cached: true,
        version: 2,
        stale: false,
      }),
    );
    assert.deepEqual(await platform.takeLog(), ['[API] Cache hit, returning 2 tracks']);
    assert.equal((await platform.health()).status, 200);
  });

  test(`another writer's value is remembered by the next refresh: ${name}`, async () => {
    await plant(value, metadata, 1);
    platform.music.upstream = saysOnly('', 500);
    await platform.setTime('2025-12-04T14:30:00.000Z');
    await platform.tick();
    assertLines(await platform.takeLog(), [
      '[CRON] API results: 0 tracks, 2 failures',
      `[CRON] WARNING: Nothing could be learned; keeping the list of ${WRITTEN_AT}.`,
      '[CRON] Pre-warmed user listens cache with 1 tracks (verified)',
    ]);
    const { json } = await platform.api();
    // "somebody else" is no public member of this site.
    assert.deepEqual([json.data, json.lastUpdated], [[SERVED[0]], WRITTEN_AT]);
  });
}

test('the list as it is written: names, order, seal and TTL', async () => {
  platform.music.upstream = musicService();
  await platform.tick();
  const { value, metadata } = await platform.kv.getWithMetadata(RECENT);
  const text = value ?? '';
  const list = JSON.parse(text);
  assert.equal(
    JSON.stringify(list),
    text,
    'no space, no escape that JSON.stringify would not write',
  );
  assert.deepEqual(Object.keys(list), [
    'version',
    'lastUpdated',
    'writer',
    'writtenAt',
    'complete',
    'tracks',
  ]);
  assert.equal(list.version, 2);
  assert.equal(list.lastUpdated, '2025-12-04T14:26:22.000Z');
  assert.equal(list.writtenAt, '2025-12-04T14:26:22.000Z');
  assert.deepEqual(Object.entries(list.writer), [
    ['id', DEPLOYMENT.id],
    ['deployedAt', DEPLOYMENT.timestamp],
  ]);
  assert.equal(list.tracks.length, 2);
  for (const track of list.tracks) {
    assert.deepEqual(Object.entries(track), [
      ['username', track.username],
      ['artist', 'Artist'],
      ['album', 'Album'],
      ['track', `Track of ${track.username}`],
      ['image', 'https://lastfm.example/300x300/cover.jpg'],
      ['playedAt', '2025-12-04T13:46:40.000Z'],
      ['nowPlaying', false],
      ['url', `https://www.last.fm/music/Artist/_/Track%20of%20${track.username}`],
      ['source', 'lastfm'],
    ]);
  }
  assert.deepEqual(metadata, sealOf(text, 2));
});

test('the snapshot as it is written: names, order and seal', async () => {
  await platform.tick();
  const { value, metadata } = await platform.kv.getWithMetadata(SNAPSHOT);
  const text = value ?? '';
  const snapshot = JSON.parse(text);
  assert.deepEqual(Object.keys(snapshot), [
    'version',
    'confirmation',
    'lastUpdated',
    'writtenAt',
    'writer',
    'refresh',
    'services',
    'members',
  ]);
  assert.deepEqual(snapshot.services, [
    { source: 'lastfm', pausedUntil: null, pauses: 0, refusesKey: false },
  ]);
  assert.deepEqual(Object.keys(snapshot.members[0]), [
    'username',
    'source',
    'account',
    'lastAnswer',
    'failures',
    'hours',
    'askedAt',
    'learnedAt',
    'listen',
  ]);
  assert.deepEqual(metadata, sealOf(text, 2));
});

test('one refresh writes the two keys, once each, for 7 minutes and for 7 days', async () => {
  await platform.tick();
  const puts = (await platform.takeOperations()).filter(({ op }) => op === 'put');
  assert.deepEqual(
    puts.map(({ key, expirationTtl }) => ({ key, expirationTtl })),
    [
      { key: RECENT, expirationTtl: 420 },
      { key: SNAPSHOT, expirationTtl: 604_800 },
    ],
  );
  const { keys } = await platform.kv.list();
  assert.deepEqual(keys.map((/** @type {{name: string}} */ { name }) => name).sort(), [
    RECENT,
    SNAPSHOT,
  ]);
});
