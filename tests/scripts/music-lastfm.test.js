// The local music service as Last.fm: every shape it answers in.

import assert from 'node:assert/strict';
import test from 'node:test';
import { heard } from '../../scripts/music-service/listening.js';
import { ACCOUNTS } from '../../scripts/music-service/members.js';
import { answerTo, bodyOf, HOUR_MS, listeners, NOON, REQUESTS, someone } from './music.js';

const request = REQUESTS.lastfm;

/**
 * @param {string} user
 * @param {number} [now]
 */
function recent(user, now = NOON) {
  return bodyOf(request(user), now).recenttracks;
}

test('playing: two tracks, the first without a date, the second with', () => {
  const { account, now } = someone('lastfm', true);
  const { track, '@attr': attr } = recent(account.name, now);
  assert.equal(track.length, 2);
  assert.deepEqual(track[0]['@attr'], { nowplaying: 'true' });
  assert.equal(track[0].date, undefined);
  assert.equal(track[1]['@attr'], undefined);
  assert.match(track[1].date.uts, /^\d{10}$/);
  assert.equal(attr.perPage, '1');
});

test('idle: one track, with a date in both notations', () => {
  const { account, now } = someone('lastfm', false);
  const { track } = recent(account.name, now);
  assert.equal(track.length, 1);
  const { uts, '#text': text } = track[0].date;
  assert.equal(new Date(`${text} UTC`).getTime(), Math.floor(uts / 60) * 60_000);
});

test('every track has the fields of Last.fm, as texts', () => {
  for (const { name } of listeners('lastfm')) {
    for (const track of recent(name).track) {
      const { '@attr': _, date: __, ...fields } = track;
      assert.deepEqual(Object.keys(fields).sort(), [
        'album',
        'artist',
        'image',
        'mbid',
        'name',
        'streamable',
        'url',
      ]);
      assert.deepEqual(Object.keys(track.artist).sort(), ['#text', 'mbid']);
      assert.deepEqual(
        track.image.map((/** @type {{ size: string }} */ { size }) => size),
        ['small', 'medium', 'large', 'extralarge'],
      );
      assert.equal(new URL(track.url).host, 'www.last.fm');
    }
  }
});

test('covers are the grey star or empty, never a picture from the network', () => {
  const covers = new Set();
  for (let hour = 0; hour < 48; hour += 1) {
    for (const { registered } of listeners('lastfm')) {
      for (const { image } of recent(registered, NOON + hour * HOUR_MS).track) {
        covers.add(image[3]['#text'].replace(/^.*\//, ''));
      }
    }
  }
  assert.deepEqual([...covers].sort(), ['', '2a96cbd8b46e442fc41c2b86b821562f.png']);
});

test('the answer carries the registered spelling, whatever was asked for', () => {
  const [account] = listeners('lastfm').filter(({ name, registered }) => name !== registered);
  assert.ok(account);
  assert.equal(recent(account.name)['@attr'].user, account.registered);
  assert.equal(recent(account.name.toUpperCase())['@attr'].user, account.registered);
});

test('limit: as many scrobbles as asked for, newest first', () => {
  const { track } = bodyOf(request('Maren_K', { limit: '5' })).recenttracks;
  const dates = track.flatMap((/** @type {any} */ { date }) => (date ? [Number(date.uts)] : []));
  assert.equal(dates.length, 5);
  assert.deepEqual(
    dates,
    dates.toSorted((/** @type {number} */ a, /** @type {number} */ b) => b - a),
  );
});

test('the same play can be playing and scrobbled', () => {
  const early = ACCOUNTS.find(({ habits }) => habits?.scrobblesEarly);
  assert.ok(early);
  const twice = Array.from({ length: 200 }, (_, minute) => NOON / 1000 + minute * 60).some(
    (nowS) => {
      const { playing, scrobbles } = heard(early, nowS, 1);
      return playing !== null && scrobbles[0]?.startedAt === playing.startedAt;
    },
  );
  assert.ok(twice);
});

for (const { name, user, status, expected } of [
  { name: 'never scrobbled', user: 'JustRegistered', status: 200, expected: { track: [] } },
  { name: 'private', user: 'closedcurtains', status: 403, expected: { error: 17 } },
  { name: 'unknown member', user: 'typoinnnname', status: 404, expected: { error: 6 } },
  { name: 'unknown to all', user: 'nobody-at-all', status: 404, expected: { error: 6 } },
  { name: 'on ListenBrainz only', user: 'tofuquake', status: 404, expected: { error: 6 } },
]) {
  test(`the answer about an account: ${name}`, () => {
    const answer = answerTo(request(user));
    const body = JSON.parse(answer.body);
    assert.equal(answer.status, status);
    assert.partialDeepStrictEqual(body.recenttracks ?? body, expected);
  });
}

for (const { name, change, status, error } of [
  { name: 'no API key', change: { api_key: undefined }, status: 403, error: 10 },
  { name: 'an empty API key', change: { api_key: '' }, status: 403, error: 10 },
  { name: 'no user', change: { user: undefined }, status: 400, error: 6 },
  { name: 'an unknown method', change: { method: 'user.getwealth' }, status: 400, error: 3 },
  { name: 'no method', change: { method: undefined }, status: 400, error: 3 },
]) {
  test(`bad request: ${name}`, () => {
    const answer = answerTo(request('maren_k', change));
    assert.equal(answer.status, status);
    assert.equal(JSON.parse(answer.body).error, error);
  });
}

test('without format=json the answer is XML, as Last.fm’s is', () => {
  const { headers, body } = answerTo(request('maren_k', { format: undefined }));
  assert.match(headers['content-type'] ?? '', /^text\/xml/);
  assert.match(body, /^<\?xml/);
});
