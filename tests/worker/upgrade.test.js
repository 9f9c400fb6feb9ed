// What an earlier version has stored is read by this one: nobody's list, feeds or back-off begin anew
// with a deployment. stored/ holds what the real Worker of that version put, with the replies that it
// gave of it.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { after, before, beforeEach, test } from 'node:test';
import { Response } from 'miniflare';
import { lastfmBody } from '../abi/bodies.js';
import { userOf } from './music.js';
import { RECENT, SNAPSHOT, startPlatform } from './platform.js';

const STORED = new URL('stored/', import.meta.url);

/**
 * @typedef {object} Earlier
 * @property {string} at when it was stored
 * @property {import('./music.js').MemberRow[]} members
 * @property {Record<string, {value: string, metadata: unknown}>} stored
 * @property {string[]} feedIds
 * @property {any[]} tracks the API's
 */

for (const name of readdirSync(STORED)) {
  /** @type {Earlier} */
  const earlier = JSON.parse(readFileSync(new URL(name, STORED), 'utf8'));
  testUpgradeFrom(name.replace('.json', ''), earlier);
}

/** @param {string} name @param {Earlier} earlier */
function testUpgradeFrom(name, { at, members, stored, feedIds, tracks }) {
  /** @type {import('./platform.js').Platform} */
  let platform;
  const minutesLater = (/** @type {number} */ minutes) => Date.parse(at) + minutes * 60_000;

  before(async () => {
    platform = await startPlatform({ members });
  });
  after(() => platform?.stop());
  beforeEach(async () => {
    await platform.emptyKv();
    for (const [key, { value, metadata }] of Object.entries(stored)) {
      await platform.kv.put(key, value, { metadata });
    }
    platform.music.upstream = () => new Response('busy', { status: 503 });
    platform.music.urls = [];
    await platform.setTime(minutesLater(1));
    await platform.takeLog();
  });

  const idsOfFeed = async () => {
    const { items } = JSON.parse((await platform.fetch('/user-listens.json')).text);
    return items.map((/** @type {{id: string}} */ { id }) => id);
  };
  const memories = async () => {
    const { members } = JSON.parse(await platform.stored(SNAPSHOT));
    return new Map(members.map((/** @type {any} */ one) => [one.username, one]));
  };

  test(`${name}: the same list and feeds, before any refresh`, async () => {
    const { json } = await platform.api();
    assert.equal(json.stale, false);
    assert.deepEqual(json.data, tracks);
    assert.deepEqual(await idsOfFeed(), feedIds);
  });

  test(`${name}: the same list from the snapshot alone`, async () => {
    await platform.kv.delete(RECENT);
    const { json } = await platform.api();
    assert.deepEqual(json.data.map(withoutFeedTime), tracks.map(withoutFeedTime));
    assert.deepEqual(await idsOfFeed(), feedIds);
  });

  test(`${name}: a refresh in which nobody answers keeps list, feed ids and what is known`, async () => {
    const before = await memories();
    await platform.setTime(minutesLater(5));
    await platform.tick();
    const log = await platform.takeLog();
    assert.deepEqual(
      log.filter((line) => /corrupt|could not be read|will be replaced|format/.test(line)),
      [],
    );
    // It was asked too often just before.
    assert.match(log.join('\n'), /Last\.fm is left alone until 2025-12-04T14:30:00\.500Z/);
    assert.deepEqual(
      platform.music.urls.filter((url) => url.includes('audioscrobbler')),
      [],
    );
    const { json } = await platform.api();
    assert.deepEqual(json.data.map(nameOf), tracks.map(nameOf));
    assert.deepEqual(await idsOfFeed(), feedIds);
    const after = await memories();
    assert.deepEqual([...after.keys()], [...before.keys()]);
    for (const [username, one] of before) {
      if (username === 'finn') continue; // the only one who was asked
      assert.deepEqual(after.get(username), one, username);
    }
  });

  test(`${name}: once the pause is over all are polled but those who are backed off`, async () => {
    await platform.setTime(minutesLater(11));
    platform.music.upstream = (request) => new Response(lastfmBody(userOf(request)));
    await platform.tick();
    const asked = platform.music.urls.filter((url) => url.includes('audioscrobbler'));
    // The others are left alone: one is private, one is unknown, one has failed three times.
    assert.deepEqual(asked.map((url) => userOf({ url })).sort(), ['ana', 'ben', 'gus']);
    const { confirmation } = JSON.parse(
      (await platform.takeLog()).findLast((line) => line.startsWith('{')) ?? '{}',
    );
    assert.equal(confirmation, 'confirmed');
  });
}

/**
 * What names a play in feeds has two names in the API.
 * @param {any} track
 */
function withoutFeedTime({ firstSeenAt, feedIdAt, ...track }) {
  return { ...track, inFeedsSince: firstSeenAt ?? feedIdAt };
}

/** @param {{username: string, artist: string, track: string}} track */
const nameOf = ({ username, artist, track }) => [username, artist, track];
