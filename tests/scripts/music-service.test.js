// The local music service as a whole: every way it flakes, its page, and a year of listening.

import assert from 'node:assert/strict';
import test from 'node:test';
import { FLAKE_MODES } from '../../scripts/music-service/flake.js';
import { heard } from '../../scripts/music-service/listening.js';
import { ACCOUNTS, MEMBERS } from '../../scripts/music-service/members.js';
import { createMusicService } from '../../scripts/music-service/service.js';
import { SERVICES } from '../../scripts/music-service/services.js';
import { answerTo, HOUR_MS, listeners, NOON, playingNowRequest, REQUESTS } from './music.js';

const YEAR_MS = 365 * 24 * HOUR_MS;

/** @param {import('./music.js').Account} account */
function requestFor({ source, name }) {
  return REQUESTS[source](name);
}

for (const { mode, source, status, body, hangs } of /** @type {const} */ ([
  { mode: '500', source: 'lastfm', status: 500, body: /^Internal Server Error$/, hangs: false },
  { mode: '500', source: 'librefm', status: 500, body: /^Internal Server Error$/, hangs: false },
  {
    mode: '500',
    source: 'listenbrainz',
    status: 500,
    body: /^Internal Server Error$/,
    hangs: false,
  },
  { mode: 'error8', source: 'lastfm', status: 500, body: /"error":8/, hangs: false },
  { mode: 'error8', source: 'librefm', status: 200, body: /"error":11,/, hangs: false },
  { mode: 'error8', source: 'listenbrainz', status: 503, body: /^\{"code":503,/, hangs: false },
  { mode: 'error29', source: 'lastfm', status: 429, body: /"error":29/, hangs: false },
  { mode: 'error29', source: 'librefm', status: 429, body: /^<html>/, hangs: false },
  { mode: 'error29', source: 'listenbrainz', status: 429, body: /^\{"code":429,/, hangs: false },
  { mode: 'html', source: 'lastfm', status: 200, body: /^<!DOCTYPE html>/, hangs: false },
  { mode: 'html', source: 'librefm', status: 200, body: /^<!DOCTYPE html>/, hangs: false },
  { mode: 'html', source: 'listenbrainz', status: 200, body: /^<!DOCTYPE html>/, hangs: false },
  { mode: 'hang', source: 'lastfm', status: 200, body: /^\{"recenttracks"/, hangs: true },
  { mode: 'hang', source: 'librefm', status: 200, body: /^\{"recenttracks"/, hangs: true },
  { mode: 'hang', source: 'listenbrainz', status: 200, body: /^\{"payload"/, hangs: true },
])) {
  test(`flake: ${mode} of ${source}, whoever is asked about`, () => {
    const { answer } = createMusicService({ now: () => NOON, flake: mode });
    const accounts = ACCOUNTS.filter((account) => account.source === source);
    const requests = [...accounts.map(requestFor), REQUESTS[source]('nobody-at-all')];
    if (source === 'listenbrainz') requests.push(playingNowRequest('tofuquake'));
    for (const request of requests) {
      const got = answer(request);
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
    const got = listeners('lastfm').map((account) => kindOf(answer(requestFor(account))));
    for (const kind of got) kinds.add(kind);
    ofOne.add(got[0]);
    assert.ok(new Set(got).size >= 5, `at one time: ${got}`);
  }
  const all = ['error29', 'error8', 'fine', 'hang', 'html', '500'].sort();
  assert.deepEqual([...kinds].sort(), all);
  assert.deepEqual([...ofOne].sort(), all);
});

/** @param {import('../../scripts/music-service/answer.js').Answer} answer */
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
});

for (const path of ['/elsewhere', '/gnufm/', '/x/2.0/', '/2.0/x', '/1']) {
  test(`not found: ${path}`, () => {
    const { status, body } = answerTo(path);
    assert.equal(status, 404);
    for (const { path: api } of SERVICES) assert.ok(body.includes(api));
  });
}

test('the index names every account and keeps names from being markup', () => {
  for (let hour = 0; hour < 24; hour += 1) {
    const { body } = answerTo('/', NOON + hour * HOUR_MS);
    for (const { username } of MEMBERS) assert.ok(body.includes(`<td>${username}<`));
    for (const { registered } of ACCOUNTS) assert.ok(body.includes(`<td>${registered}<`));
    for (const { title } of SERVICES) assert.ok(body.includes(`<td>${title}<`));
    assert.doesNotMatch(body, /<script|<b>|<\/li>/);
  }
});

test('the same account and time give the same bytes, in any order of asking', () => {
  const times = Array.from({ length: 20 }, (_, index) => NOON + index * 7 * HOUR_MS);
  const ask = (/** @type {number[]} */ order) =>
    new Map(
      order.map((now) => [
        now,
        listeners()
          .map((account) => answerTo(requestFor(account), now).body)
          .join('\n'),
      ]),
    );
  const forwards = ask(times);
  const backwards = ask(times.toReversed());
  for (const now of times) assert.equal(forwards.get(now), backwards.get(now));
});

test('members have at most one account a service; some have several', () => {
  for (const { accounts } of MEMBERS) {
    assert.ok(accounts.length > 0);
    assert.equal(new Set(accounts.map(({ source }) => source)).size, accounts.length);
  }
  for (const { source } of SERVICES) {
    const only = MEMBERS.filter(
      ({ accounts }) => accounts.length === 1 && accounts[0]?.source === source,
    );
    assert.ok(only.length > 0, `only on ${source}`);
  }
  assert.ok(MEMBERS.some(({ accounts }) => accounts.length > 1));
});

/** @param {string} username */
function accountsOf(username) {
  const [one, other] = MEMBERS.find((member) => member.username === username)?.accounts ?? [];
  assert.ok(one && other);
  return [one, other];
}

test('two accounts of one member: the same plays, or now this and now that one’s', () => {
  const later = new Set();
  for (let hour = 0; hour < 48; hour += 1) {
    const nowS = NOON / 1000 + hour * 3600;
    const [lastfm, librefm] = accountsOf('velvet-otter').map((account) => heard(account, nowS, 3));
    assert.deepEqual(lastfm, librefm);
    const [home, way] = accountsOf('lumenfield').map(
      (account) => heard(account, nowS, 1).scrobbles[0]?.startedAt ?? 0,
    );
    later.add(Number(home) > Number(way));
  }
  assert.deepEqual([...later].sort(), [false, true]);
});

test('over a year: exactly 11 have a listen, none from the future, several playing', () => {
  assert.equal(MEMBERS.length, 14);
  for (let sample = 0; sample < 100; sample += 1) {
    const nowS = Math.floor((NOON + (sample / 100) * YEAR_MS + sample * 997_000) / 1000);
    const listens = MEMBERS.filter(({ accounts }) =>
      accounts.some((account) => {
        const { playing, scrobbles } = heard(account, nowS, 1);
        assert.ok((playing?.startedAt ?? 0) <= nowS);
        assert.ok((scrobbles[0]?.startedAt ?? 0) < nowS);
        return playing ?? scrobbles[0];
      }),
    );
    assert.equal(listens.length, 11);
  }
});

test('at any hour of the day at least three are playing, and some are not', () => {
  for (let quarter = 0; quarter < 4 * 24 * 7; quarter += 1) {
    const nowS = NOON / 1000 + quarter * 900;
    const playing = MEMBERS.filter(({ accounts }) =>
      accounts.some((account) => heard(account, nowS, 1).playing !== null),
    ).length;
    assert.ok(playing >= 3 && playing <= 8, `${playing} at ${new Date(nowS * 1000).toISOString()}`);
  }
});

test('over HTTP: answers as without, and a hanging one sends its beginning only', async () => {
  const service = createMusicService({ now: () => NOON });
  const { server } = service;
  const request = REQUESTS.lastfm('Maren_K');
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const base = `http://127.0.0.1:${port}`;
  try {
    const response = await fetch(base + request);
    assert.equal(await response.text(), service.answer(request).body);
    service.answer('/flake?mode=hang');
    const hanging = await fetch(base + request);
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
