// What hangs, floods or breaks off, beyond the rows of matrix/upstream.js. These take real time (a
// request 8 s, six rounds of slow answers 33 s, KV and D1 10 s), so they run at once, each on a platform of
// its own; what they show is that the run ends and what it then says.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, suite, test } from 'node:test';
import { asLearned, assertLines, eventOf } from './expect.js';
import { lastfmBody, someMembers, userOf } from './music.js';
import { RECENT, startPlatform } from './platform.js';

/** @typedef {(response: import('node:http').ServerResponse, body: string) => void} Way of answering */

const MEGABYTE = Buffer.alloc(1024 * 1024, '{"a":');
const FLOOD_MEGABYTES = 50;

/**
 * A music service on a port of its own.
 * @param {(user: string) => Way | undefined} way to answer about a member
 */
async function musicServer(way) {
  const asked = /** @type {string[]} */ ([]);
  const server = createServer((request, response) => {
    const user = userOf({ url: `http://music${request.url}` });
    const body = lastfmBody({ user });
    asked.push(user);
    const special = way(user);
    if (special) special(response, body);
    else response.end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { asked, url: `http://127.0.0.1:${port}/2.0/` };
}

/** @param {import('./platform.js').Setup} setup */
async function platformFor(setup) {
  const platform = await startPlatform(setup);
  after(() => platform.stop());
  return platform;
}

/**
 * Refreshes in real time, and tells what came of it.
 * @param {import('./platform.js').Platform} platform
 */
async function refresh(platform) {
  await platform.takeLog();
  assert.equal((await platform.tick()).outcome, 'ok');
  const log = await platform.takeLog();
  return log;
}

/** @param {import('./platform.js').Platform} platform */
async function tracksOf(platform) {
  const { data } = (await platform.api()).json;
  return data.map((/** @type {any} */ { username }) => username).sort();
}

suite('a refresh and a reply end, whatever hangs', { concurrency: true }, () => {
  test('six answers fail in six ways, then all in two: the list stays', async () => {
    let isBroken = false;
    let sentMegabytes = 0;
    const elsewhere = await musicServer(() => undefined);
    /** @type {Record<string, Way>} */
    const ways = {
      member3: (response) => {
        const drip = setInterval(() => response.write(' '), 500);
        response.on('close', () => clearInterval(drip));
      },
      member4: (response) => {
        const flood = () => {
          while (!response.destroyed && sentMegabytes < FLOOD_MEGABYTES) {
            sentMegabytes += 1;
            if (!response.write(MEGABYTE)) return response.once('drain', flood);
          }
          return response.end();
        };
        flood();
      },
      member5: (response) => response.writeHead(302, { location: elsewhere.url }).end(),
      member8: (response) => response.writeHead(302, { location: music.url }).end(),
      member6: (response) => response.destroy(),
      member7: (response, body) => {
        response.writeHead(200, { 'content-length': body.length });
        response.write(body.slice(0, 40), () => response.destroy());
      },
    };
    const music = await musicServer((user) => (isBroken ? ways[user] : undefined));
    const platform = await platformFor({
      members: someMembers(14),
      network: true,
      settings: { LASTFM_API_URL: music.url },
    });
    await refresh(platform);
    const before = await tracksOf(platform);
    assert.equal(before.length, 14);

    isBroken = true;
    const log = await refresh(platform);
    assertLines(log, [
      '[CRON] API results: 8 tracks, 6 failures',
      '[CRON] WARNING: No answer about 6 accounts, keeping what is known of them: member3 (timeout), member4 (answer too large), member5 (HTTP error, HTTP 302), member6 (unreachable), member7 (unreachable), member8 (HTTP error, HTTP 302)',
      '[CRON] Pre-warmed user listens cache with 14 tracks (verified)',
    ]);
    assert.deepEqual(await tracksOf(platform), before);
    assert.deepEqual(elsewhere.asked, [], 'the key goes nowhere else');
    const timesAsked = music.asked.filter((user) => user === 'member8').length;
    assert.equal(timesAsked, 2, 'once a refresh: a loop of redirects is not followed');
    assert.ok(sentMegabytes < FLOOD_MEGABYTES, 'the rest of the flood is not waited for');

    // Nobody listens on port 1. Who sent too much is left alone for a while.
    await platform.setSettings({ LASTFM_API_URL: 'http://127.0.0.1:1/2.0/' });
    assertLines(await refresh(platform), [
      '[CRON] API results: 0 tracks, 13 failures',
      /No answer about 13 accounts, .*: member\d+ \(unreachable\), member\d+ \(unreachable\), /,
      /^\[CRON\] WARNING: Nothing could be learned; keeping the list of /,
    ]);
    assert.deepEqual(await tracksOf(platform), before);

    // What answers there speaks no TLS.
    await platform.setSettings({ LASTFM_API_URL: music.url.replace('http:', 'https:') });
    assertLines(await refresh(platform), [
      '[CRON] API results: 0 tracks, 13 failures',
      /No answer about 13 accounts, .*: member\d+ \(unreachable\), /,
      /^\[CRON\] WARNING: Nothing could be learned; keeping the list of /,
    ]);
    assert.deepEqual(await tracksOf(platform), before);
  });

  test('all answers hang: each account times out, and the list stays', async () => {
    let isBroken = false;
    const music = await musicServer(() => (isBroken ? () => {} : undefined));
    const platform = await platformFor({
      members: someMembers(18),
      network: true,
      settings: { LASTFM_API_URL: music.url },
    });
    await refresh(platform);
    const stored = asLearned(await platform.stored(RECENT));
    music.asked.length = 0;

    isBroken = true;
    const log = await refresh(platform);
    assertLines(log, [
      '[CRON] API results: 0 tracks, 18 failures',
      /No answer about 18 accounts, .*: member1 \(timeout\), member2 \(timeout\), /,
      /^\[CRON\] WARNING: Nothing could be learned; keeping the list of /,
    ]);
    assert.deepEqual(eventOf(log).failures, { timeout: 18 });
    assert.equal(music.asked.length, 18, 'all of them were sent');
    assert.equal(asLearned(await platform.stored(RECENT)), stored);
  });

  test('all answers are slow, but in time: everybody is heard', async () => {
    const music = await musicServer(() => (response, body) => {
      setTimeout(() => response.end(body), 5500);
    });
    const platform = await platformFor({
      members: someMembers(36),
      network: true,
      settings: { LASTFM_API_URL: music.url },
    });
    assertLines(await refresh(platform), ['[CRON] API results: 36 tracks, 0 failures']);
    assert.equal((await tracksOf(platform)).length, 36);
  });

  test('one service hangs: the other is polled as ever', async () => {
    const music = await musicServer(() => undefined);
    /** @type {number | undefined} */
    let askedBeforeFirstEnd;
    const hangs = await musicServer(() => (response) => {
      response.on('close', () => {
        askedBeforeFirstEnd ??= music.asked.length;
      });
    });
    const listeners = someMembers(14);
    const platform = await platformFor({
      members: [
        ...listeners,
        ...someMembers(14).map(({ username }) => ({
          username: `libre-${username}`,
          lastfm: null,
          librefm: username,
        })),
      ],
      network: true,
      settings: { LASTFM_API_URL: music.url, LIBREFM_API_URL: hangs.url, POLL_BUDGET: '45' },
    });
    assertLines(await refresh(platform), ['[CRON] API results: 14 tracks, 14 failures']);
    assert.equal(askedBeforeFirstEnd, 14, 'nobody waits for the time-outs of the other service');
  });

  test('KV hangs, for reading and writing: the stored list stays', async () => {
    const platform = await platformFor({ members: someMembers(14) });
    await refresh(platform);
    const before = await platform.stored(RECENT);
    await platform.setFaults([
      // Before asking, and once more after it.
      { op: 'get', key: RECENT, times: 2, does: 'hang' },
      { op: 'put', key: RECENT, times: 1, does: 'hang' },
    ]);
    assertLines(await refresh(platform), [
      `[CRON] WARNING: ${RECENT} could not be read: Error: no answer within 10000 ms`,
      '[CRON] WARNING: KV refused the list: Error: no answer within 10000 ms. What was stored before stays.',
    ]);
    assert.equal(await platform.stored(RECENT), before);
  });

  test('D1 hangs, then KV for the API: the list stays and is served', async () => {
    const platform = await platformFor({ members: someMembers(14) });
    await refresh(platform);
    const before = await platform.stored(RECENT);
    await platform.setFaults([{ op: 'd1', times: 1, does: 'hang' }]);
    assertLines(await refresh(platform), [
      '[CRON] WARNING: The roster cannot be read: Error: no answer within 10000 ms. Nothing is written.',
    ]);
    assert.equal(await platform.stored(RECENT), before);

    await platform.setFaults([{ op: 'get', key: RECENT, times: 1, does: 'hang' }]);
    const { status, json } = await platform.api();
    assert.deepEqual([status, json.data.length, json.staleReason], [200, 14, 'unreadable']);
    assertLines(await platform.takeLog(), [
      '[API] WARNING: Cache could not be read: Error: no answer within 5000 ms',
    ]);
  });

  test('the rate limiter hangs: the request is answered, 100 ms later', async () => {
    const platform = await platformFor({ members: someMembers(14) });
    await refresh(platform);
    await platform.setSettings({ RATE_LIMITER: 'hangs' });
    await platform.takeOperations();
    const begin = performance.now();
    const { status, json } = await platform.api();
    assert.deepEqual([status, json.data.length], [200, 14]);
    // A tenth of a second, and what a busy machine needs.
    assert.ok(performance.now() - begin < 2500, `${performance.now() - begin} ms`);
    assert.equal((await platform.takeOperations()).filter(({ op }) => op === 'limit').length, 1);
  });
});
