// With --remote, wrangler asks Cloudflare's API; here one that answers on this machine.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import { startCloudflare } from './cloudflare.js';
import { outputOf, rosterWith, temporaryFolder } from './local.js';

const { folder, remove } = temporaryFolder('remote');

suite('npm run roster, --remote', { concurrency: 1 }, () => {
  after(remove);

  test('a row is changed, a file is imported, and the commands to type say --remote', async () => {
    const { database, environment, stop } = await startCloudflare({ isMigrated: true });
    const run = (/** @type {string[]} */ ...args) =>
      rosterWith(environment, folder, ...args, '--remote');
    try {
      outputOf(await run('add', "o'brien", '--lastfm', 'obrien'));
      writeFileSync(join(folder, 'members.csv'), 'username,listenbrainz\no\'brien,"a; b"\nbob,b\n');
      assert.match(outputOf(await run('import', 'members.csv')), /^Written and read back\.$/m);
      const removed = outputOf(await run('remove', "o'brien"));
      assert.match(
        removed,
        /again: npm run roster -- add 'o'\\''brien' --lastfm obrien --listenbrainz 'a; b' --remote$/m,
      );
      const rows = database.prepare('SELECT username FROM users').all();
      assert.deepEqual(
        rows.map(({ username }) => username),
        ['bob'],
      );
    } finally {
      stop();
    }
  });

  test('no migrations: the command that applies them', async () => {
    const { environment, stop } = await startCloudflare({ isMigrated: false });
    try {
      const { code, output } = await rosterWith(environment, folder, 'list', '--remote');
      assert.equal(code, 1);
      assert.match(output, /^What to do: .*npx wrangler d1 migrations apply DB --remote$/m);
    } finally {
      stop();
    }
  });

  test('nobody is logged in: how to', async () => {
    // An empty folder for wrangler to look for its login in.
    const nobody = { HOME: folder, XDG_CONFIG_HOME: folder, CLOUDFLARE_API_TOKEN: undefined };
    const { code, output } = await rosterWith(nobody, folder, 'list', '--remote');
    assert.equal(code, 1);
    assert.match(output, /^What to do: log in with: npx wrangler login/m);
  });
});
