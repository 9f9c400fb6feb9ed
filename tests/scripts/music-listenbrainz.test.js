// The local music service as ListenBrainz: both questions, the errors, and the limit.

import assert from 'node:assert/strict';
import test from 'node:test';
import { RateLimit } from '../../scripts/music-service/rate-limit.js';
import { createMusicService } from '../../scripts/music-service/service.js';
import {
  answerTo,
  bodyOf,
  listeners,
  NOON,
  playingNowRequest,
  REQUESTS,
  someone,
} from './music.js';

const listensRequest = REQUESTS.listenbrainz;

test('playing: one listen, without a time', () => {
  const { account, now } = someone('listenbrainz', true);
  const { payload } = bodyOf(playingNowRequest(account.name), now);
  assert.deepEqual(Object.keys(payload), ['count', 'listens', 'playing_now', 'user_id']);
  assert.equal(payload.count, 1);
  assert.equal(payload.playing_now, true);
  const [listen] = payload.listens;
  assert.deepEqual(Object.keys(listen), ['playing_now', 'track_metadata', 'user_name']);
  assert.equal(listen.playing_now, true);
  assert.equal(listen.user_name, account.registered);
});

test('not playing: no listen, and playing_now all the same', () => {
  const { account, now } = someone('listenbrainz', false);
  const expected = { count: 0, listens: [], playing_now: true, user_id: account.name };
  assert.deepEqual(bodyOf(playingNowRequest(account.name), now).payload, expected);
});

test('listens: the last one, with its time', () => {
  const { account, now } = someone('listenbrainz', false);
  const { payload } = bodyOf(listensRequest(account.name), now);
  assert.deepEqual(Object.keys(payload), [
    'count',
    'latest_listen_ts',
    'listens',
    'oldest_listen_ts',
    'user_id',
  ]);
  const [listen] = payload.listens;
  assert.deepEqual(Object.keys(listen), [
    'inserted_at',
    'listened_at',
    'recording_msid',
    'track_metadata',
    'user_name',
  ]);
  assert.equal(listen.listened_at, payload.latest_listen_ts);
  assert.ok(listen.inserted_at <= now / 1000);
  assert.match(
    listen.recording_msid,
    /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/,
  );
  assert.equal(listen.track_metadata.additional_info.recording_msid, listen.recording_msid);
});

test('metadata: names as texts, no mapping, no release for what belongs to none', () => {
  const releases = new Set();
  for (const { registered } of listeners('listenbrainz')) {
    const { listens } = bodyOf(listensRequest(registered, { count: '200' })).payload;
    for (const { track_metadata: metadata } of listens) {
      const { release_name, ...fields } = metadata;
      assert.deepEqual(Object.keys(fields), ['additional_info', 'artist_name', 'track_name']);
      assert.notEqual(release_name, '');
      releases.add(typeof release_name);
    }
  }
  assert.deepEqual([...releases].sort(), ['string', 'undefined']);
});

test('the account answers to any spelling, and repeats the one that was asked for', () => {
  const { payload } = bodyOf(listensRequest('QUIET River'));
  assert.equal(payload.user_id, 'QUIET River');
  assert.equal(payload.listens[0].user_name, 'quiet river');
});

for (const { name, change, count } of [
  { name: 'five', change: { count: '5' }, count: 5 },
  { name: 'none', change: { count: '0' }, count: 0 },
  { name: 'unsaid', change: { count: undefined }, count: 25 },
  { name: 'empty', change: { count: '' }, count: 25 },
]) {
  test(`the parameter count: ${name}`, () => {
    const { payload } = bodyOf(listensRequest('tofuquake', change));
    assert.equal(payload.count, count);
    assert.equal(payload.listens.length, count);
  });
}

test('an account without listens is no error', () => {
  assert.deepEqual(bodyOf(listensRequest('JustRegistered')).payload, {
    count: 0,
    latest_listen_ts: 0,
    listens: [],
    oldest_listen_ts: 0,
    user_id: 'JustRegistered',
  });
});

for (const { name, path, status, error } of [
  {
    name: 'an unknown user, asked for listens',
    path: listensRequest('nobody at all'),
    status: 404,
    error: 'Cannot find user: nobody at all',
  },
  {
    name: 'an unknown user, asked for what plays',
    path: playingNowRequest('nobody'),
    status: 404,
    error: 'Cannot find user: nobody',
  },
  {
    name: 'a user of Last.fm only',
    path: listensRequest('Maren_K'),
    status: 404,
    error: 'Cannot find user: Maren_K',
  },
  {
    name: 'a name that is wrongly encoded',
    path: '/1/user/%ff/listens',
    status: 404,
    error: 'Cannot find user: %ff',
  },
  {
    name: 'a question that does not exist',
    path: '/1/user/tofuquake/wealth',
    status: 404,
    error: 'The requested URL was not found on the server.',
  },
  {
    name: 'a count that is no number',
    path: listensRequest('tofuquake', { count: 'all' }),
    status: 400,
    error: 'Invalid count argument: all',
  },
  {
    name: 'a count below none',
    path: listensRequest('tofuquake', { count: '-1' }),
    status: 400,
    error: 'Number of items requested should be positive',
  },
]) {
  test(`the error for ${name}`, () => {
    const answer = answerTo(path);
    assert.equal(answer.status, status);
    assert.deepEqual(JSON.parse(answer.body), { code: status, error });
  });
}

/** @param {import('../../scripts/music-service/answer.js').Answer} answer */
function toldOf({ headers }) {
  return ['limit', 'remaining', 'reset', 'reset-in'].map((what) =>
    Number(headers[`x-ratelimit-${what}`]),
  );
}

test('the limit: 30 in ten seconds, then 429 until the next ten begin', () => {
  let now = NOON + 3_500;
  const { answer } = createMusicService({ now: () => now });
  const next = NOON / 1000 + 10;
  for (let taken = 1; taken <= 30; taken += 1) {
    // Errors count as well.
    const got = answer(taken === 7 ? playingNowRequest('nobody') : listensRequest('tofuquake'));
    assert.equal(got.status, taken === 7 ? 404 : 200);
    assert.deepEqual(toldOf(got), [30, 30 - taken, next, 7]);
  }
  now = NOON + 9_999;
  const refused = answer(listensRequest('tofuquake'));
  assert.equal(refused.status, 429);
  assert.deepEqual(toldOf(refused), [30, 0, next, 1]);
  assert.equal(JSON.parse(refused.body).code, 429);
  now = NOON + 10_000;
  const again = answer(listensRequest('tofuquake'));
  assert.equal(again.status, 200);
  assert.deepEqual(toldOf(again), [30, 29, next + 10, 10]);
});

test('the limit is ListenBrainz’s, and each service object has its own', () => {
  const { answer } = createMusicService({ now: () => NOON });
  for (let taken = 1; taken <= 31; taken += 1) answer(listensRequest('tofuquake'));
  assert.equal(answer(listensRequest('tofuquake')).status, 429);
  assert.equal(answer(REQUESTS.lastfm('Maren_K')).status, 200);
  assert.equal(answerTo(listensRequest('tofuquake')).status, 200);
});

test('flake error29: nothing remains, however few were asked', () => {
  const { answer } = createMusicService({ now: () => NOON, flake: 'error29' });
  const got = answer(listensRequest('tofuquake'));
  assert.deepEqual([got.status, ...toldOf(got)], [429, 30, 0, NOON / 1000 + 10, 10]);
});

for (const { name, at, resetIn } of [
  { name: 'its beginning', at: 0, resetIn: 10 },
  { name: 'within its first second', at: 999, resetIn: 10 },
  { name: 'in the middle', at: 5_000, resetIn: 5 },
  { name: 'its last millisecond', at: 9_999, resetIn: 1 },
]) {
  test(`a window of the limit, at ${name}`, () => {
    assert.equal(new RateLimit().take(NOON + at).resetIn, resetIn);
  });
}
