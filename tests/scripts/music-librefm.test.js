// The local music service as a GNU FM server: what Libre.fm's answers have of their own.

import assert from 'node:assert/strict';
import test from 'node:test';
import { answerTo, bodyOf, HOUR_MS, listeners, NOON, REQUESTS, someone } from './music.js';

const request = REQUESTS.librefm;

/**
 * @param {string} user
 * @param {number} [now]
 */
function recent(user, now = NOON) {
  return bodyOf(request(user), now).recenttracks;
}

test('idle: a single track is no list', () => {
  const { account, now } = someone('librefm', false);
  const { track } = recent(account.name, now);
  assert.equal(typeof track.name, 'string');
  assert.equal(track['@attr'], undefined);
  const { uts, '#text': text } = track.date;
  assert.equal(new Date(text).getTime(), Math.floor(uts / 60) * 60_000);
});

test('playing: two tracks, the first one dated now', () => {
  const { account, now } = someone('librefm', true);
  const { track, '@attr': attr } = recent(account.name, now);
  assert.equal(track.length, 2);
  assert.deepEqual(track[0]['@attr'], { nowplaying: 'true' });
  assert.equal(track[0].date.uts, String(now / 1000));
  assert.ok(Number(track[1].date.uts) < now / 1000);
  assert.equal(attr.user, account.registered);
});

test('limit: as many scrobbles as asked for, and ten when nothing is said', () => {
  const { account, now } = someone('librefm', false);
  const tracks = (/** @type {string | undefined} */ limit) =>
    bodyOf(request(account.name, { limit }), now).recenttracks.track;
  assert.equal(tracks('3').length, 3);
  assert.equal(tracks(undefined).length, 10);
});

test('every track has the fields of GNU FM: no image, a link to libre.fm', () => {
  for (let hour = 0; hour < 48; hour += 1) {
    for (const { registered } of listeners('librefm')) {
      for (const track of [recent(registered, NOON + hour * HOUR_MS).track].flat()) {
        const { '@attr': _, ...fields } = track;
        assert.deepEqual(Object.keys(fields), [
          'artist',
          'name',
          'mbid',
          'album',
          'url',
          'date',
          'streamable',
        ]);
        assert.deepEqual(Object.keys(track.artist), ['#text', 'mbid']);
        const { host, pathname } = new URL(track.url);
        assert.equal(host, 'libre.fm');
        assert.equal(pathname.includes('/album/'), track.album['#text'] !== '');
      }
    }
  }
});

const NOT_THERE = { error: { '#text': 'Invalid resource specified', code: '7' } };

for (const { name, user, change, expected } of [
  { name: 'never scrobbled', user: 'JustRegistered', expected: NOT_THERE },
  { name: 'unknown to all', user: 'nobody-at-all', expected: NOT_THERE },
  { name: 'on Last.fm only', user: 'Maren_K', expected: NOT_THERE },
  { name: 'no user', user: '', expected: { error: 6 } },
  { name: 'no method', user: 'x', change: { method: undefined }, expected: { error: 3 } },
]) {
  test(`an error on HTTP 200: ${name}`, () => {
    assert.partialDeepStrictEqual(bodyOf(request(user, change)), expected);
  });
}

test('a key is neither asked for nor looked at', () => {
  const { account } = someone('librefm', false);
  const [without, withKey] = [undefined, 'anything'].map(
    (api_key) => answerTo(request(account.name, { api_key })).body,
  );
  assert.match(without ?? '', /^\{"recenttracks"/);
  assert.equal(withKey, without);
});

test('without format=json the answer is XML', () => {
  const { status, body } = answerTo(request('pinwheel-fm', { format: undefined }));
  assert.equal(status, 200);
  assert.match(body, /^<\?xml/);
});
