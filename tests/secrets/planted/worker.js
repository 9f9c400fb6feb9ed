// A run that must fail: a member of a Worker plays a track that is called as its key is.

import { after, before, test } from 'node:test';
import { Response } from 'miniflare';
import { lastfmBody, musicService, someMembers } from '../../worker/music.js';
import { startPlatform } from '../../worker/platform.js';
import { TEST_SECRETS } from '../scan.js';

/** @type {import('../../worker/platform.js').Platform} */
let platform;
before(async () => {
  platform = await startPlatform({ members: someMembers(1) });
});
after(() => platform?.stop());

test('a test that looks for nothing', async () => {
  platform.music.upstream = musicService(
    (user) => new Response(lastfmBody({ user, track: TEST_SECRETS.LASTFM_API_KEY })),
  );
  await platform.setTime('2025-12-04T14:25:00.000Z');
  await platform.tick();
});
