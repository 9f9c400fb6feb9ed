// The plain Worker that ours is measured against: it must do what the contract says, else it would
// have less to do.

import assert from 'node:assert/strict';
import test from 'node:test';
import {
  membersOf,
  memoriesOf,
  merge,
  mustKeep,
  readAnswer,
  rowsOfSetting,
  valuesOf,
  whomToAsk,
} from '../../bench/peers/plain-refresh.js';
import {
  listOfSnapshot,
  newestFirst,
  parseList,
  readRequest,
  replyWith,
} from '../../bench/peers/plain-reply.js';

const LISTEN = {
  username: 'anna',
  artist: 'Björk',
  album: 'Homogenic',
  track: 'Jóga',
  image: null,
  playedAt: '2025-12-04T14:20:00.000Z',
  nowPlaying: false,
  url: 'https://www.last.fm/music/Bj%C3%B6rk/_/J%C3%B3ga',
  source: 'lastfm',
};
const LIST = { version: 2, lastUpdated: '2025-12-04T14:25:00.000Z', tracks: [LISTEN, LISTEN] };

/** @param {Partial<import('../../bench/peers/plain-reply.js').Asked>} [other] */
const asked = (other) => ({
  method: 'GET',
  url: 'https://site/api/internal/user-listens',
  ifNoneMatch: null,
  ...other,
});

for (const { name, request, status } of [
  { name: 'another path', request: asked({ url: 'https://site/other' }), status: 404 },
  { name: 'another method', request: asked({ method: 'POST' }), status: 405 },
  { name: 'a limit of 0', request: asked({ url: `${asked().url}?limit=0` }), status: 400 },
  { name: 'a limit of many', request: asked({ url: `${asked().url}?limit=many` }), status: 400 },
]) {
  test(`plain JavaScript refuses ${name}`, () => {
    const reading = readRequest(request);
    assert.equal('refusal' in reading && reading.refusal.status, status);
  });
}

for (const { name, text, isList } of [
  { name: 'a list', text: JSON.stringify(LIST), isList: true },
  { name: 'nothing', text: null },
  { name: 'a bare array', text: '[]' },
  { name: 'broken JSON', text: '{"version":2' },
  { name: 'an outdated version', text: JSON.stringify({ ...LIST, version: 1 }) },
  { name: 'a track without a name', text: JSON.stringify({ ...LIST, tracks: [{}] }) },
]) {
  test(`plain JavaScript reads ${name}`, () => {
    assert.equal(parseList(text) !== null, isList ?? false);
  });
}

test('plain JavaScript replies, and gives 304 for a known ETag', () => {
  const nowMs = Date.parse(LIST.lastUpdated) + 1000;
  const found = { list: LIST, isFallback: false, nowMs };
  const whole = replyWith(asked(), 50, found);
  assert.equal(whole.status, 200);
  assert.equal(JSON.parse(whole.body).data.length, 2);
  assert.equal(JSON.parse(whole.body).stale, false);
  assert.equal(JSON.parse(replyWith(asked(), 1, found).body).data.length, 1);
  const known = replyWith(asked({ ifNoneMatch: whole.headers.etag ?? null }), 50, found);
  assert.deepEqual([known.status, known.body], [304, '']);
  assert.equal(replyWith(asked({ method: 'HEAD' }), 50, found).body, '');
  const fallback = replyWith(asked(), 50, { ...found, isFallback: true });
  assert.equal(JSON.parse(fallback.body).stale, true);
  const nothing = replyWith(asked(), 50, { ...found, list: null });
  assert.equal(JSON.parse(nothing.body).cached, false);
});

const PLAY = { name: 'Jóga', artist: { '#text': 'Björk' }, date: { uts: '1764858000' } };
for (const { name, body, expected } of [
  {
    name: 'a play',
    body: { recenttracks: { track: [PLAY] } },
    expected: { listen: { track: 'Jóga', playedAt: '2025-12-04T14:20:00.000Z' } },
  },
  {
    name: 'a single object that plays',
    body: { recenttracks: { track: { name: 'Jóga', '@attr': { nowplaying: 'true' } } } },
    expected: { listen: { nowPlaying: true, playedAt: null } },
  },
  { name: 'no play', body: { recenttracks: { track: [] } }, expected: { listen: null } },
  { name: 'an error', body: { error: 8 }, expected: { failure: 'error 8' } },
]) {
  test(`plain JavaScript reads an answer: ${name}`, () => {
    assert.partialDeepStrictEqual(readAnswer('anna', JSON.stringify(body)), expected);
  });
}

test('plain JavaScript sorts what plays first and what has no time last', () => {
  const timeless = { ...LISTEN, username: 'timeless', playedAt: null };
  const older = { ...LISTEN, username: 'older', playedAt: '2025-12-04T10:00:00.000Z' };
  const playing = { ...timeless, username: 'playing', nowPlaying: true };
  assert.deepEqual(
    newestFirst([timeless, older, LISTEN, playing]).map(({ username }) => username),
    ['playing', 'anna', 'older', 'timeless'],
  );
});

test('plain JavaScript asks those who have waited longest', () => {
  const members = ['a', 'b', 'c'].map((name) => ({ username: name, account: name }));
  const memories = new Map([
    ['a', { askedAt: '2025-12-04T14:20:00.000Z', listen: null }],
    ['b', { askedAt: '2025-12-04T14:15:00.000Z', listen: null }],
  ]);
  const accounts = whomToAsk(members, memories, 2).map(({ account }) => account);
  assert.deepEqual(accounts, ['c', 'b']);
  assert.deepEqual(rowsOfSetting('a=fm, b'), [
    { username: 'a', lastfm_username: 'fm' },
    { username: 'b', lastfm_username: 'b' },
  ]);
});

test('plain JavaScript keeps the last known listen of an account that failed', () => {
  const now = '2025-12-04T14:25:00.000Z';
  const members = membersOf([
    { username: 'anna', lastfm_username: 'anna', profile_visibility: 'public' },
    { username: 'bob', lastfm_username: 'bob', profile_visibility: 'public' },
    { username: 'private', lastfm_username: 'eve', profile_visibility: 'private' },
    { username: 'elsewhere', lastfm_username: null, profile_visibility: 'public' },
  ]);
  const first = new Map([
    ['anna', { listen: LISTEN }],
    ['bob', { listen: null }],
  ]);
  const { list, snapshot, count } = valuesOf(merge(members, new Map(), first, now), 50, now);
  assert.equal(count, 1);
  assert.deepEqual(parseList(list)?.tracks, [LISTEN]);
  assert.deepEqual(listOfSnapshot(snapshot)?.tracks, [LISTEN]);

  const failed = new Map(members.map(({ account }) => [account, { failure: 'timeout' }]));
  assert.ok(mustKeep(failed, list));
  assert.ok(!mustKeep(failed, null));
  const again = valuesOf(merge(members, memoriesOf(snapshot), failed, now), 50, now);
  assert.deepEqual(again, { list, snapshot, count });
});
