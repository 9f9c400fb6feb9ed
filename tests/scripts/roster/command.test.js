// The commands about one member, as an operator gives them.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, suite, test } from 'node:test';
import {
  askedByWorker,
  assertGolden,
  outputOf,
  prepareMembers,
  roster,
  rowsInFile,
  temporaryFolder,
} from './local.js';

const { folder, remove } = temporaryFolder('roster');

/** @param {string[]} args */
const run = (...args) => roster(folder, ...args, '--state', folder);

suite('npm run roster, commands about one member', { concurrency: 1 }, () => {
  before(() => prepareMembers(folder));
  after(remove);

  test('add: an account for a known member', async () => {
    const output = outputOf(await run('add', 'alice', '--librefm', "ali'ce;"));
    assert.match(output, /^Changed alice: Libre\.fm from none to ali'ce;\.$/m);
    assert.deepEqual(askedByWorker(folder), [
      'alice lastfm:alice_fm',
      "alice librefm:ali'ce;",
      'bob lastfm:bobby',
    ]);
  });

  test('add: a new member, with an account that another one has', async () => {
    const output = outputOf(await run('add', 'Alice', '--lastfm', 'BOBBY', '--private'));
    assert.match(output, /^Added Alice: Last\.fm BOBBY, private\.$/m);
    assert.match(output, /^WARNING: bob and Alice have the same Last\.fm account/m);
    assert.match(output, /^WARNING: alice is another member: names are matched exactly/m);
    assert.equal(askedByWorker(folder).length, 3);
  });

  test('hide: gone for the Worker, not from the table', async () => {
    const output = outputOf(await run('hide', 'alice'));
    assert.match(output, /^Changed alice: visibility from public to private\.$/m);
    assert.deepEqual(askedByWorker(folder), ['bob lastfm:bobby']);
  });

  test('show: the Worker asks again', async () => {
    const output = outputOf(await run('show', 'alice'));
    assert.match(output, /^Changed alice: visibility from private to public\.$/m);
    assert.equal(askedByWorker(folder).length, 3);
  });

  test('hide: an unknown name gets a suggestion, and nothing is written', async () => {
    const { code, output } = await run('hide', 'BOB');
    assert.equal(code, 1);
    assert.match(output, /^FAILED: There is no member "BOB"\.$/m);
    assert.match(output, /there is "bob": was that meant\?/);
    assert.equal(askedByWorker(folder).length, 3);
  });

  test('remove: the row is gone, and the printed command brings it back', async () => {
    const [before] = rowsInFile(folder, "SELECT * FROM users WHERE username = 'alice'");
    const output = outputOf(await run('remove', 'alice'));
    assertGolden('remove.txt', output);
    assert.deepEqual(rowsInFile(folder, "SELECT * FROM users WHERE username = 'alice'"), []);
    const command = output.match(/^To add alice again: npm run roster -- (.*)$/m)?.[1] ?? '';
    const script = `printf '%s\\0' ${command.replaceAll('FOLDER', folder)}`;
    const words = execFileSync('bash', ['-c', script], { encoding: 'utf8' }).split('\0');
    outputOf(await roster(folder, ...words.slice(0, -1)));
    const [again] = rowsInFile(folder, "SELECT * FROM users WHERE username = 'alice'");
    assert.deepEqual({ ...again, id: before?.id }, before);
  });
});
