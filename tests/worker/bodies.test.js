// The whole cron on the music service's own bodies, one member a body: the log, the values in KV and
// the API's reply, byte for byte against golden files.
//
// UPDATE_GOLDEN=1 writes the golden files anew. They are read by eye before they are committed:
// against the bodies, and against what is known of the service.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { Response } from 'miniflare';
import { refreshesOf } from './bodies.js';
import { userOf } from './music.js';
import { fillRoster, RECENT, SNAPSHOT, startPlatform } from './platform.js';

const NOW = '2025-12-04T14:25:00.000Z';

/** @type {{name: string, folder: string, golden: string, user?: string}[]} */
const FOLDERS = [
  {
    name: "the project's fixtures",
    folder: '../fixtures/lastfm/',
    golden: 'golden/fixtures.txt',
    user: 'listener',
  },
  {
    name: 'captured bodies',
    folder: '../../../shared/fixtures/lastfm/',
    golden: 'golden/captured.txt',
  },
];

/** @type {import('./platform.js').Platform} */
let platform;
before(async () => {
  platform = await startPlatform({
    members: [],
    settings: { MAX_TRACKS: '200' },
  });
});
after(() => platform?.stop());

/**
 * One refresh on an empty namespace.
 * @param {import('./bodies.js').BodyMember[]} members
 */
async function refresh(members) {
  await platform.emptyKv();
  await platform.setSettings({ POLL_BUDGET: members.length });
  await fillRoster(await platform.mf.getD1Database('DB', 'user-listens'), members);
  platform.music.upstream = (request) => {
    const member = members.find(({ lastfm }) => lastfm === userOf(request));
    assert.ok(member, userOf(request));
    return new Response(member.body, { status: member.status });
  };
  await platform.setTime(NOW);
  await platform.takeLog();
  assert.equal((await platform.tick()).outcome, 'ok');
  const log = await platform.takeLog();
  const recent = /** @type {string | null} */ (await platform.kv.get(RECENT));
  const snapshot = /** @type {string | null} */ (await platform.kv.get(SNAPSHOT));
  if (recent !== null) await assertServed(recent);
  return { log, recent, snapshot };
}

/** The reply carries the bytes of the value. @param {string} value */
async function assertServed(value) {
  const { lastUpdated } = JSON.parse(value);
  const tracks = value.slice(value.indexOf('"tracks":') + '"tracks":'.length, -1);
  assert.equal(
    (await platform.api()).text,
    `{"data":${tracks},"lastUpdated":"${lastUpdated}","cached":true,"version":2,"stale":false}`,
  );
}

/**
 * As golden files have it. JSON holds no line break of its own: the breaks after tracks and members
 * can be undone, and nothing that differs looks the same.
 * @param {string | null} value
 */
const lines = (value) => (value ?? '(nothing)').replaceAll('},{', '},\n{');

for (const { name, folder, golden, user } of FOLDERS) {
  const bodies = new URL(folder, import.meta.url);
  const skip = existsSync(bodies) ? false : `there is no ${folder} here`;
  test(`the whole cron on ${name}`, { skip }, async () => {
    const told = [];
    for (const members of refreshesOf(bodies, user)) {
      const { log, recent, snapshot } = await refresh(members);
      const asked = members.map(
        ({ username, lastfm, status }) => `${username} (${lastfm}): HTTP ${status}`,
      );
      told.push('== bodies', ...asked, '== log', ...log);
      told.push(`== ${RECENT}`, lines(recent), `== ${SNAPSHOT}`, lines(snapshot), '');
    }
    const file = new URL(golden, import.meta.url);
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, told.join('\n'));
    assert.equal(
      told.join('\n'),
      readFileSync(file, 'utf8'),
      'UPDATE_GOLDEN=1 shows the difference',
    );
  });
}
