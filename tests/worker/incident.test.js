// The incident that this product exists for: a stale version 1, whose cron writes a bare `[]`, fires
// in turn with this Worker on one KV namespace. What version 1 never did, values of other formats under
// this Worker's own key, stands in matrix/values.js.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { someMembers } from './music.js';
import { tickOf, VERSION_1 } from './other-writers.js';
import { startPlatform } from './platform.js';

/** @type {import('./platform.js').Platform} */
let platform;
before(async () => {
  platform = await startPlatform({
    members: someMembers(14),
    moreWorkers: [VERSION_1],
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
  for (const event of TIMELINE) {
    await platform.setTime(`2025-12-04T${event.at}.000Z`);
    if ('cron' in event) {
      await t.test(`${event.at} cron of version ${event.cron}`, async () => {
        const run = event.cron === 1 ? tickOf(platform, VERSION_1) : platform.tick();
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
