// The incident that this product exists for: a stale version 1, whose cron writes a bare `[]`, fires
// in turn with this Worker on one KV namespace. Then, what version 1 never does, values of other
// formats under this Worker's own key.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertLines } from './expect.js';
import { someMembers } from './music.js';
import { RECENT, startPlatform } from './platform.js';

const VERSION_1 = `
  export default {
    async scheduled(controller, env) {
      await env.CACHE.put('user-listens:recent', JSON.stringify([]), { expirationTtl: 420 });
    },
  };
`;

/** @type {import('./platform.js').Platform} */
let platform;
before(async () => {
  platform = await startPlatform({
    members: someMembers(14),
    moreWorkers: [
      {
        name: 'version-1',
        modules: [{ type: 'ESModule', path: 'version-1.js', contents: VERSION_1 }],
        compatibilityDate: '2025-01-01',
        kvNamespaces: { CACHE: 'cache' },
      },
    ],
  });
});
after(() => platform?.stop());

/**
 * What happens, at which second of 2025-12-04, and which refresh a reader is to see.
 * @type {({at: string} & ({cron: 1 | 2} | {readerSees: string}))[]}
 */
const TIMELINE = [
  { at: '14:20:00', cron: 2 },
  { at: '14:20:01', cron: 1 },
  { at: '14:20:02', readerSees: '14:20:00' },
  { at: '14:25:00', cron: 1 },
  { at: '14:25:01', cron: 2 },
  { at: '14:25:07', readerSees: '14:25:01' },
  { at: '14:25:10', readerSees: '14:25:01' },
  { at: '14:25:13', readerSees: '14:25:01' },
  { at: '14:25:27', cron: 1 },
  { at: '14:26:22', readerSees: '14:25:01' },
  { at: '14:30:00', cron: 2 },
  { at: '14:30:00', cron: 1 },
  { at: '14:30:01', readerSees: '14:30:00' },
];

test('the timeline of the incident: every reader gets 14 tracks', async (t) => {
  const version1 = await platform.mf.getWorker('version-1');
  for (const event of TIMELINE) {
    await platform.setTime(`2025-12-04T${event.at}.000Z`);
    if ('cron' in event) {
      await t.test(`${event.at} cron of version ${event.cron}`, async () => {
        const scheduledTime = new Date(`2025-12-04T${event.at}.000Z`);
        const cron = { cron: '*/5 * * * *', scheduledTime };
        const run = event.cron === 1 ? version1.scheduled(cron) : platform.tick();
        assert.equal((await run).outcome, 'ok');
        if (event.cron === 1) assert.equal(await platform.kv.get('user-listens:recent'), '[]');
      });
      continue;
    }
    await t.test(`${event.at} a reader sees the list of ${event.readerSees}`, async () => {
      await platform.takeLog();
      const { status, json } = await platform.api();
      assert.equal(status, 200);
      assert.equal(json.data.length, 14);
      assert.deepEqual(
        { ...json, data: 'tracks' },
        {
          data: 'tracks',
          lastUpdated: `2025-12-04T${event.readerSees}.000Z`,
          cached: true,
          version: 2,
          stale: false,
        },
      );
      assert.deepEqual(await platform.takeLog(), ['[API] Cache hit, returning 14 tracks']);
    });
  }
});

const TRACK = {
  username: 'somebody',
  artist: 'A',
  album: '',
  track: 'T',
  image: null,
  playedAt: '2025-12-04T14:20:00.000Z',
  nowPlaying: false,
};

const PLANTED = [
  {
    name: "version 1's bare empty array",
    value: [],
    warning:
      '[API] WARNING: Cache has old format (bare array with 0 items). Possible stale worker writing v1 format.',
    staleReason: 'old_format',
    noticed: 'the old format (bare array with 0 items) of writer ""',
  },
  {
    name: "version 1's bare array of 3 tracks",
    value: [TRACK, TRACK, TRACK],
    warning:
      '[API] WARNING: Cache has old format (bare array with 3 items). Possible stale worker writing v1 format.',
    staleReason: 'old_format',
    noticed: 'the old format (bare array with 3 items) of writer ""',
  },
  {
    name: 'an entry of version 1',
    value: { tracks: [TRACK], lastUpdated: '2025-12-04T14:29:00.000Z', version: 1 },
    warning: '[API] WARNING: Cache has outdated version (v1). Expected v2.',
    staleReason: 'outdated_version',
    noticed: 'version 1 of writer ""',
  },
  {
    name: 'an entry of version 3',
    value: {
      version: 3,
      writer: { id: 'the-next-version' },
      tracks: { by: 'member' },
      lastUpdated: 1764858540,
    },
    warning: '[API] WARNING: Cache has newer version (v3). Expected v2.',
    staleReason: 'newer_version',
    noticed: 'version 3 of writer "the-next-version"',
  },
];

for (const { name, value, warning, staleReason, noticed } of PLANTED) {
  test(`planted in the key of version 2: ${name}`, async () => {
    await platform.setTime('2025-12-04T14:35:00.000Z');
    await platform.tick();
    const good = (await platform.api()).json;
    const planted = JSON.stringify(value);
    await platform.kv.put(RECENT, planted);
    await platform.takeLog();

    await platform.setTime('2025-12-04T14:36:00.000Z');
    const { status, json } = await platform.api();
    assert.equal(status, 200);
    assert.equal(json.data.length, 14);
    assert.deepEqual(json, { ...good, stale: true, staleReason });
    assert.deepEqual(await platform.takeLog(), [
      warning,
      `[API] Cache MISS - ${staleReason}, returning 14 tracks of the snapshot of 2025-12-04T14:35:00.000Z`,
    ]);

    await platform.setTime('2025-12-04T14:40:00.000Z');
    await platform.tick();
    assertLines(await platform.takeLog(), [
      `[CRON] WARNING: ${RECENT} holds ${noticed}, ${planted.length} bytes; it will be replaced.`,
      '[CRON] Pre-warmed user listens cache with 14 tracks (verified)',
    ]);
    const healed = (await platform.api()).json;
    assert.deepEqual(healed, { ...good, lastUpdated: '2025-12-04T14:40:00.000Z' });
  });
}
