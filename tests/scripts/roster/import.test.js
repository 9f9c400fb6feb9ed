// Many members at once, and the list of them.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { runAll } from '../../../scripts/roster/database.js';
import {
  askedByWorker,
  assertGolden,
  outputOf,
  prepareMembers,
  roster,
  rowsInFile,
  temporaryFolder,
} from './local.js';
import { ODD_NAMES } from './names.js';

const { folder, remove } = temporaryFolder('roster');

/** @param {string[]} args */
const run = (...args) => roster(folder, ...args, '--state', folder);

const MEMBERS_CSV = `\ufeffusername,lastfm,listenbrainz,librefm,visibility
alice,alice_new,,,
carol,,Carol Ω,,private
"o'brien; DROP TABLE users",ALICE_new,,,public
bob,bobby,,,
"Zoë, the 2nd",9lives,,zoe,public
`.replaceAll('\n', '\r\n');

suite('npm run roster, import and list', { concurrency: 1 }, () => {
  before(() => prepareMembers(folder));
  after(remove);

  test('import: one bad line, and no line is written', async () => {
    writeFileSync(join(folder, 'bad.csv'), `${MEMBERS_CSV}dave,d,,,secret\r\n,x,,,\r\n`);
    const { code, output } = await run('import', 'bad.csv');
    assert.equal(code, 1);
    assertGolden('import-refused.txt', output);
    assert.equal(rowsInFile(folder, 'SELECT * FROM users').length, 2);
  });

  test('import: first the difference, then the same written and read back', async () => {
    writeFileSync(join(folder, 'members.csv'), MEMBERS_CSV);
    assertGolden('import-dry-run.txt', outputOf(await run('import', 'members.csv', '--dry-run')));
    assert.equal(rowsInFile(folder, 'SELECT * FROM users').length, 2);
    assertGolden('import.txt', outputOf(await run('import', 'members.csv')));
    assert.deepEqual(askedByWorker(folder), [
      'Zoë, the 2nd lastfm:9lives',
      'Zoë, the 2nd librefm:zoe',
      'alice lastfm:alice_new',
      'bob lastfm:bobby',
    ]);
  });

  test('a file of which one statement fails is as if it had not been', async () => {
    const place = { isRemote: false, site: [], state: folder };
    const before = rowsInFile(folder, 'SELECT * FROM users');
    const fails = "INSERT INTO users (username) VALUES ('')";
    await assert.rejects(runAll(place, ["DELETE FROM users WHERE username = 'bob'", fails]));
    assert.deepEqual(rowsInFile(folder, 'SELECT * FROM users'), before);
  });

  test('import: every odd name there is, at once', async () => {
    const quoted = (/** @type {string} */ text) => `"${text.replaceAll('"', '""')}"`;
    const lines = ODD_NAMES.map((name) => `${quoted(name)},${quoted(name)},private\n`);
    writeFileSync(join(folder, 'odd.csv'), `username,listenbrainz,visibility\n${lines.join('')}`);
    outputOf(await run('import', 'odd.csv'));
    const rows = rowsInFile(
      folder,
      "SELECT username, listenbrainz_username FROM users WHERE id > (SELECT id FROM users WHERE username LIKE 'Zoë, %') ORDER BY id",
    );
    assert.deepEqual(
      rows,
      ODD_NAMES.map((name) => ({ username: name, listenbrainz_username: name })),
    );
  });

  test('list: everybody, and what the Worker makes of them', async () => {
    assertGolden('list.txt', outputOf(await run('list')));
  });
});
