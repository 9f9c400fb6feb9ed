// The local music service: every shape it answers in, every way it flakes, and a year of listening.

import assert from 'node:assert/strict';
import test from 'node:test';
import { FLAKE_MODES } from '../../scripts/music-service/flake.js';
import { heard } from '../../scripts/music-service/listening.js';
import { MEMBERS } from '../../scripts/music-service/members.js';
import { createMusicService } from '../../scripts/music-service/service.js';

const NOON = Date.UTC(2025, 11, 4, 12, 0, 0);
const HOUR_MS = 3_600_000;
const YEAR_MS = 365 * 24 * HOUR_MS;
const LISTENERS = MEMBERS.filter(({ standing }) => standing === 'listens');

/**
 * @param {string} user
 * @param {Record<string, string | undefined>} [change] parameters to set, undefined to leave out
 */
function request(user, change = {}) {
  const query = { method: 'user.getrecenttracks', user, api_key: 'k', format: 'json', limit: '1' };
  const entries = Object.entries({ ...query, ...change }).filter(
    ([, value]) => value !== undefined,
  );
  return `/2.0/?${new URLSearchParams(/** @type {[string, string][]} */ (entries))}`;
}

/**
 * @param {string} user
 * @param {number} [now]
 */
function recent(user, now = NOON) {
  const { status, body } = createMusicService({ now: () => now }).answer(request(user));
  assert.equal(status, 200);
  return JSON.parse(body).recenttracks;
}

/** @param {boolean} playing */
function someone(playing) {
  const found = LISTENERS.find(
    (member) => (heard(member, NOON / 1000, 1).playing !== null) === playing,
  );
  assert.ok(found);
  return found;
}

test('playing: two tracks, the first without a date, the second with', () => {
  const { track, '@attr': attr } = recent(someone(true).lastfmUsername);
  assert.equal(track.length, 2);
  assert.deepEqual(track[0]['@attr'], { nowplaying: 'true' });
  assert.equal(track[0].date, undefined);
  assert.equal(track[1]['@attr'], undefined);
  assert.match(track[1].date.uts, /^\d{10}$/);
  assert.equal(attr.perPage, '1');
});

test('idle: one track, with a date in both notations', () => {
  const { track } = recent(someone(false).lastfmUsername);
  assert.equal(track.length, 1);
  const { uts, '#text': text } = track[0].date;
  assert.equal(new Date(`${text} UTC`).getTime(), Math.floor(uts / 60) * 60_000);
});

test('every track has the fields of Last.fm, as texts', () => {
  for (const { lastfmUsername } of LISTENERS) {
    for (const track of recent(lastfmUsername).track) {
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
    for (const { registered } of LISTENERS) {
      for (const { image } of recent(registered, NOON + hour * HOUR_MS).track) {
        covers.add(image[3]['#text'].replace(/^.*\//, ''));
      }
    }
  }
  assert.deepEqual([...covers].sort(), ['', '2a96cbd8b46e442fc41c2b86b821562f.png']);
});

test('the answer carries the registered spelling, whatever was asked for', () => {
  const [member] = MEMBERS.filter(
    ({ lastfmUsername, registered }) => lastfmUsername !== registered,
  );
  assert.ok(member);
  assert.equal(recent(member.lastfmUsername)['@attr'].user, member.registered);
  assert.equal(recent(member.lastfmUsername.toUpperCase())['@attr'].user, member.registered);
});

test('limit: as many scrobbles as asked for, newest first', () => {
  const { answer } = createMusicService({ now: () => NOON });
  const { track } = JSON.parse(answer(request('Maren_K', { limit: '5' })).body).recenttracks;
  const dates = track.flatMap((/** @type {any} */ { date }) => (date ? [Number(date.uts)] : []));
  assert.equal(dates.length, 5);
  assert.deepEqual(
    dates,
    dates.toSorted((/** @type {number} */ a, /** @type {number} */ b) => b - a),
  );
});

test('the same play can be playing and scrobbled', () => {
  const early = MEMBERS.find(({ habits }) => habits?.scrobblesEarly);
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
]) {
  test(`account: ${name}`, () => {
    const answer = createMusicService({ now: () => NOON }).answer(request(user));
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
    const answer = createMusicService({ now: () => NOON }).answer(request('maren_k', change));
    assert.equal(answer.status, status);
    assert.equal(JSON.parse(answer.body).error, error);
  });
}

test('without format=json the answer is XML, as Last.fm’s is', () => {
  const { headers, body } = createMusicService().answer(request('maren_k', { format: undefined }));
  assert.match(headers['content-type'] ?? '', /^text\/xml/);
  assert.match(body, /^<\?xml/);
});

for (const { mode, status, body, hangs } of /** @type {const} */ ([
  { mode: '500', status: 500, body: /^Internal Server Error$/, hangs: false },
  { mode: 'error8', status: 500, body: /"error":8/, hangs: false },
  { mode: 'error29', status: 429, body: /"error":29/, hangs: false },
  { mode: 'html', status: 200, body: /^<!DOCTYPE html>/, hangs: false },
  { mode: 'hang', status: 200, body: /^\{"recenttracks"/, hangs: true },
])) {
  test(`flake: ${mode}`, () => {
    const { answer } = createMusicService({ now: () => NOON, flake: mode });
    for (const { lastfmUsername } of MEMBERS) {
      const got = answer(request(lastfmUsername));
      assert.equal(got.status, status);
      assert.match(got.body, body);
      assert.equal(got.hangs, hangs);
    }
  });
}

test('flake: mix, every kind for some, by turns, and none for some', () => {
  const kinds = new Set();
  const ofOne = new Set();
  for (let tick = 0; tick < 8; tick += 1) {
    const now = NOON + tick * 5 * 60_000;
    const { answer } = createMusicService({ now: () => now, flake: 'mix' });
    const got = LISTENERS.map(({ registered }) => kindOf(answer(request(registered))));
    for (const kind of got) kinds.add(kind);
    ofOne.add(got[0]);
    assert.ok(new Set(got).size >= 5, `at one time: ${got}`);
  }
  const all = ['error29', 'error8', 'fine', 'hang', 'html', '500'].sort();
  assert.deepEqual([...kinds].sort(), all);
  assert.deepEqual([...ofOne].sort(), all);
});

/** @param {import('../../scripts/music-service/flake.js').Answer} answer */
function kindOf({ status, body, hangs }) {
  if (hangs) return 'hang';
  if (status === 429) return 'error29';
  if (status === 500) return body.startsWith('{') ? 'error8' : '500';
  return body.startsWith('<') ? 'html' : 'fine';
}

test('the switch: sets the mode, says what is on, refuses what it does not know', () => {
  const service = createMusicService();
  for (const mode of FLAKE_MODES) {
    assert.equal(service.answer(`/flake?mode=${mode}`).body, `flake: ${mode}\n`);
    assert.equal(service.flake(), mode);
  }
  assert.equal(service.answer('/flake?mode=rain').status, 400);
  assert.equal(service.answer('/flake').body, 'flake: mix\n');
  assert.equal(service.answer('/elsewhere').status, 404);
});

test('the index names every member and keeps names from being markup', () => {
  for (let hour = 0; hour < 24; hour += 1) {
    const { body } = createMusicService({ now: () => NOON + hour * HOUR_MS }).answer('/');
    for (const { registered } of MEMBERS) assert.ok(body.includes(registered));
    assert.doesNotMatch(body, /<script|<b>|<\/li>/);
  }
});

test('the same member and time give the same bytes, in any order of asking', () => {
  const times = Array.from({ length: 20 }, (_, index) => NOON + index * 7 * HOUR_MS);
  const ask = (/** @type {number[]} */ order) =>
    new Map(
      order.map((now) => [
        now,
        JSON.stringify(LISTENERS.map(({ registered }) => recent(registered, now))),
      ]),
    );
  const forwards = ask(times);
  const backwards = ask(times.toReversed());
  for (const now of times) assert.equal(forwards.get(now), backwards.get(now));
});

test('over a year: exactly 11 have a listen, none from the future, several playing', () => {
  assert.equal(MEMBERS.length, 14);
  for (let sample = 0; sample < 100; sample += 1) {
    const nowS = Math.floor((NOON + (sample / 100) * YEAR_MS + sample * 997_000) / 1000);
    const all = MEMBERS.map((member) => heard(member, nowS, 1));
    const listens = all.filter(({ playing, scrobbles }) => playing ?? scrobbles[0]);
    assert.equal(listens.length, 11);
    for (const { playing, scrobbles } of listens) {
      assert.ok((playing?.startedAt ?? 0) <= nowS);
      assert.ok((scrobbles[0]?.startedAt ?? 0) < nowS);
    }
  }
});

test('at any hour of the day at least three are playing, and some are not', () => {
  for (let quarter = 0; quarter < 4 * 24 * 7; quarter += 1) {
    const nowS = NOON / 1000 + quarter * 900;
    const playing = LISTENERS.filter((member) => heard(member, nowS, 1).playing !== null).length;
    assert.ok(playing >= 3 && playing <= 8, `${playing} at ${new Date(nowS * 1000).toISOString()}`);
  }
});

test('over HTTP: answers as without, and a hanging one sends its beginning only', async () => {
  const service = createMusicService({ now: () => NOON });
  const { server } = service;
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const base = `http://127.0.0.1:${port}`;
  try {
    const response = await fetch(base + request('Maren_K'));
    assert.equal(await response.text(), service.answer(request('Maren_K')).body);
    service.answer('/flake?mode=hang');
    const hanging = await fetch(base + request('Maren_K'));
    assert.equal(hanging.status, 200);
    const reader = hanging.body?.getReader();
    const first = await reader?.read();
    assert.match(new TextDecoder().decode(first?.value), /^\{"recenttracks"/);
    const rest = await Promise.race([
      reader?.read(),
      new Promise((resolve) => setTimeout(resolve, 100, 'nothing more')),
    ]);
    assert.equal(rest, 'nothing more');
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});
