// Where the members do not stand in a migrated table of ours: one clear message each, and the list of a
// site that has its own table.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { mustRun } from '../../../scripts/command.js';
import { Failure } from '../../../scripts/failure.js';
import { wranglerCommand, wranglerEnvironment } from '../../../scripts/local/wrangler.js';
import { explanation } from '../../../scripts/roster/database.js';
import { readsOwnTable, rosterSql } from '../../../scripts/roster/source.js';
import { inRoot } from '../../../scripts/setup/root.js';
import { askedInRefresh } from './asked.js';
import { roster, rowsInFile, temporaryFolder } from './local.js';

const { folder, remove } = temporaryFolder('places');
const README = readFileSync(inRoot('README.md'), 'utf8');
const CONFIG = `name = "user-listens"
compatibility_date = "2026-10-01"
d1_databases = [{ binding = "DB", database_name = "site" }]
`;

// What a site may have had for years.
const SITE = `
CREATE TABLE accounts (handle TEXT, lastfm TEXT, brainz TEXT, shares_music INTEGER, created_at TEXT);
INSERT INTO accounts VALUES
  ('zoe', 'zoe_fm', NULL, 1, '2020-01-01'), ('adam', NULL, 'Adam B', 1, '2021-01-01'),
  ('hidden', 'secret', NULL, 0, '2022-01-01'), ('silent', NULL, NULL, 1, '2022-02-01'),
  ('double', 'ZOE_FM', NULL, 1, '2023-01-01'), ('', 'nameless', NULL, 1, '2024-01-01');
`;

suite('npm run roster, without a migrated table of ours', { concurrency: 1 }, () => {
  before(async () => {
    writeFileSync(join(folder, 'site.sql'), SITE);
    const to = ['--local', '--persist-to', folder, '--file', join(folder, 'site.sql')];
    await mustRun('Making a table', wranglerCommand(['d1', 'execute', 'DB', ...to]), {
      cwd: inRoot('.'),
      env: wranglerEnvironment(),
    });
  });
  after(remove);

  test('no migrations: the command that applies them', async () => {
    const { code, output } = await roster(folder, 'list', '--state', folder);
    assert.equal(code, 1);
    assert.match(output, /^FAILED: The database has no table "users"/m);
    assert.match(output, /npx wrangler d1 migrations apply DB --local --persist-to FOLDER$/m);
  });

  test('no local data: nothing is made, and who makes it', async () => {
    const { code, output } = await roster(folder, 'list', '--state', 'misspelt');
    assert.equal(code, 1);
    assert.match(output, /^FAILED: There is no local database in FOLDER\/misspelt\.$/m);
    assert.match(output, /npm start makes one/);
  });

  test('an environment that is not there: not the members of the top level', async () => {
    const { code, output } = await roster(folder, 'list', '--state', folder, '--env', 'blgo');
    assert.equal(code, 1);
    assert.match(output, /^FAILED: There is no \[env\.blgo\] in wrangler\.toml\.$/m);
    assert.match(output, /there is none/);
  });

  test("README's ROSTER_SQL: its rows as the core sees them; writing refuses", async () => {
    const snippet = README.match(/^ROSTER_SQL = """\n[^"]*"""$/m)?.[0] ?? '';
    const config = join(folder, 'wrangler.toml');
    // The database's place in local state follows its name's hash: the same as for ours.
    writeFileSync(config, `${CONFIG}[vars]\n${snippet}\n`);
    const here = ['--state', folder, '--config', config];
    const { code, output } = await roster(folder, 'list', ...here);
    assert.equal(code, 0, output);
    assert.equal(
      output,
      `As ROSTER_SQL gives them to the Worker:

member  Last.fm   Libre.fm  ListenBrainz  visibility
zoe     zoe_fm    –         –             public
adam    –         –         Adam B        public
hidden  secret    –         –             private
double  ZOE_FM    –         –             public
–       nameless  –         –             public

5 members, 2 accounts to ask about
WARNING: the Worker does not ask about the Last.fm account of row 4 (double): it is listed before.
WARNING: the Worker leaves out row 5 (nameless): no username.
`,
    );
    const sql = snippet.replace('ROSTER_SQL = """', '').replace('"""', '');
    const asked = askedInRefresh((ofWorker) => rowsInFile(folder, ofWorker), { ROSTER_SQL: sql });
    assert.deepEqual(asked.map(({ account }) => account).sort(), ['Adam B', 'zoe_fm']);
    const written = await roster(folder, 'add', 'eve', '--lastfm', 'eve_fm', ...here);
    assert.equal(written.code, 1);
    assert.match(written.output, /^FAILED: ROSTER_SQL is set in FOLDER\/wrangler\.toml/m);
  });
});

for (const { name, vars, databases, expected } of [
  { name: 'our table', vars: {}, databases: ['DB'], expected: null },
  { name: 'a blank setting', vars: { ROSTER_SQL: ' \n' }, databases: ['DB'], expected: null },
  {
    name: 'another query',
    vars: { ROSTER_SQL: ' SELECT 1 ' },
    databases: ['DB'],
    expected: 'SELECT 1',
  },
  {
    name: 'ROSTER is not read where D1 is',
    vars: { ROSTER: 'a' },
    databases: ['DB'],
    expected: null,
  },
]) {
  test(`where the members stand: ${name}`, () => {
    assert.equal(rosterSql({ file: 'wrangler.toml', vars, databases }), expected);
  });
}

for (const { name, vars, says } of [
  { name: 'in ROSTER', vars: { ROSTER: 'alice' }, says: /setting ROSTER of wrangler\.toml/ },
  { name: 'nowhere', vars: {}, says: /binds no D1 database as DB/ },
]) {
  test(`where the members stand: ${name}`, () => {
    const config = { file: 'wrangler.toml', vars, databases: ['OTHER'] };
    assert.throws(() => rosterSql(config), says);
  });
}

test('a command that writes says where else to change what the Worker reads', () => {
  assert.match(readsOwnTable('x.toml').report(), /your site's own table[\s\S]*take ROSTER_SQL out/);
});

const REMOTE = { isRemote: true, site: ['--env', 'second'], env: 'second', state: null };
for (const { output, says } of [
  {
    output: 'no such table: users: SQLITE_ERROR',
    says: /migrations apply DB --env second --remote$/m,
  },
  {
    output: 'no such column: librefm_username at offset 9',
    says: /has no column "librefm_username"/,
  },
  {
    output: 'table users has no column named lastfm_username',
    says: /"lastfm_username"[\s\S]*ROSTER_SQL/,
  },
  {
    output: "Couldn't find a D1 DB named 'user-listens' (bound as 'DB') in the API.",
    says: /no such database yet[\s\S]*npm run deploy -- --env second, then/,
  },
  { output: 'UNIQUE constraint failed: users.username', says: /nothing was written/ },
  { output: 'something else entirely', says: /^FAILED: Asking failed\.$/m },
]) {
  test(`what to do when wrangler says: ${output}`, () => {
    const failure = explanation(new Failure('Asking failed.', { output }), REMOTE);
    assert.match(failure.report(), says);
  });
}
