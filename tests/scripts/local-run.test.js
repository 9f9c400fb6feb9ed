// The parts of `npm start` that need no server: the seed, the log lines, the closing block, ports.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import test from 'node:test';
import { closingBlock } from '../../scripts/local/closing-block.js';
import { plantMembers, replaceMembers } from '../../scripts/local/database.js';
import { readableLine } from '../../scripts/local/log-lines.js';
import { startOptions } from '../../scripts/local/options.js';
import { choosePort } from '../../scripts/local/ports.js';
import { localSettings } from '../../scripts/local/settings.js';
import { MEMBERS } from '../../scripts/music-service/members.js';

function migrated() {
  const database = new DatabaseSync(':memory:');
  database.exec(readFileSync(new URL('../../migrations/0001_users.sql', import.meta.url), 'utf8'));
  return database;
}

/** @param {DatabaseSync} database */
function users(database) {
  return database
    .prepare(
      `SELECT username, lastfm_username, librefm_username, listenbrainz_username, profile_visibility
       FROM users ORDER BY id`,
    )
    .all()
    .map((row) => ({ ...row }));
}

test('planting fills an empty table with all 14 members, public, and their accounts', () => {
  const database = migrated();
  database.exec(plantMembers(MEMBERS));
  const rows = users(database);
  assert.equal(rows.length, 14);
  for (const [at, { username, accounts }] of MEMBERS.entries()) {
    const none = { lastfm_username: null, librefm_username: null, listenbrainz_username: null };
    const names = accounts.map(({ source, name }) => [`${source}_username`, name]);
    const expected = { ...none, ...Object.fromEntries(names) };
    assert.deepEqual(rows[at], { username, ...expected, profile_visibility: 'public' });
  }
});

test('planting leaves a table with rows as it is', () => {
  const database = migrated();
  database.exec("INSERT INTO users (username) VALUES ('mine')");
  database.exec(plantMembers(MEMBERS));
  assert.deepEqual(
    users(database).map(({ username, profile_visibility }) => [username, profile_visibility]),
    [['mine', 'private']],
  );
});

test('replacing makes the list the whole truth, quotes and all', () => {
  const database = migrated();
  database.exec(plantMembers(MEMBERS));
  const name = "o'brien; DROP TABLE users --";
  database.exec(replaceMembers([{ username: name, accounts: [{ source: 'librefm', name }] }]));
  assert.deepEqual(users(database), [
    {
      username: name,
      lastfm_username: null,
      librefm_username: name,
      listenbrainz_username: null,
      profile_visibility: 'public',
    },
  ]);
});

test('the local Worker is sent to the local music service for each service', () => {
  const state = mkdtempSync(join(tmpdir(), 'user-listens-'));
  try {
    const [file = ''] = localSettings(state, 'http://127.0.0.1:2');
    assert.deepEqual(readFileSync(file, 'utf8').trim().split('\n'), [
      'LASTFM_API_URL="http://127.0.0.1:2/2.0/"',
      'LIBREFM_API_URL="http://127.0.0.1:2/gnufm/2.0/"',
      'LISTENBRAINZ_API_URL="http://127.0.0.1:2/1/"',
      'LASTFM_API_KEY="local"',
    ]);
  } finally {
    rmSync(state, { recursive: true });
  }
});

for (const { name, sql } of [
  { name: 'two members of one name', sql: "('a', 'public'), ('a', 'public')" },
  { name: 'an empty name', sql: "('', 'public')" },
  { name: 'a visibility nobody knows', sql: "('a', 'Public')" },
]) {
  test(`the table refuses ${name}`, () => {
    const database = migrated();
    assert.throws(
      () => database.exec(`INSERT INTO users (username, profile_visibility) VALUES ${sql}`),
      /constraint failed/,
    );
  });
}

test('finding the public members uses the index', () => {
  const plan = migrated()
    .prepare("EXPLAIN QUERY PLAN SELECT * FROM users WHERE profile_visibility = 'public'")
    .all();
  assert.match(String(plan[0]?.detail), /users_public/);
});

for (const { line, expected } of [
  { line: '[CRON] Found 14 users', expected: '[CRON] Found 14 users' },
  {
    line: '\u001b[33m▲ \u001b[43;33m[\u001b[43;30mWARNING\u001b[43;33m]\u001b[0m \u001b[1m[CRON] WARNING: kept\u001b[0m',
    expected: '[CRON] WARNING: kept',
  },
  { line: '✘ [ERROR] [API] WARNING: x', expected: '[API] WARNING: x' },
  {
    line: '✘ [ERROR] Build failed with 1 error:',
    expected: '✘ [ERROR] Build failed with 1 error:',
  },
  { line: '[wrangler:info] GET /api/internal/user-listens 200 OK (3ms)', expected: null },
  { line: '   ', expected: null },
]) {
  test(`log line: ${line.slice(0, 40)}`, () => {
    assert.equal(readableLine(line), expected);
  });
}

test('the closing block names every address', () => {
  const local = closingBlock('http://127.0.0.1:1', 'http://127.0.0.1:2', startOptions([]));
  for (const part of [
    '1/\n',
    '1/api/internal/user-listens',
    '1/api/internal/health',
    'Last.fm, Libre.fm, ListenBrainz\n',
    '2/flake?mode=',
    'Ctrl-C',
  ]) {
    assert.ok(local.includes(part), part);
  }
  const live = closingBlock(
    'http://127.0.0.1:1',
    null,
    startOptions(['--live', '--members', 'a,b,c=listenbrainz:d,librefm:e']),
  );
  assert.match(live, /^ {2}Last\.fm {3}the real one, for a, b$/m);
  assert.match(live, /^ {2}Libre\.fm {2}the real one, for e$/m);
  assert.match(live, /^ {2}ListenBrainz the real one, for d$/m);
});

test('a port that is taken: an error when asked for', async () => {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  await assert.rejects(choosePort(port), /is taken/);
  await new Promise((resolve) => server.close(resolve));
  assert.equal(await choosePort(port), port);
});
