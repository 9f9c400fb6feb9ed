// What wrangler is asked, and what its answers are taken for.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askCloudflare } from '../../../scripts/deploy/facts.js';
import { LIVE, MIGRATIONS, READY, SECRETS, standIn, WHOAMI } from './answers.js';
import { SITE } from './samples.js';

const STAGING = { flags: ['--env', 'staging'], env: 'staging', config: 'wrangler.toml' };

test('everything is asked about the site that is meant', async () => {
  const { ask, asked } = standIn(READY);
  const remote = await askCloudflare(ask, STAGING, true);
  assert.deepEqual(asked, [
    'whoami --json',
    'secret list --format json --env staging',
    'deployments status --json --env staging',
    'd1 migrations list DB --remote --env staging',
  ]);
  assert.deepEqual(remote, {
    login: {
      is: 'known',
      answer: { who: 'alice@example.com', accounts: [{ name: 'Alice', id: 'a1' }] },
    },
    secrets: { is: 'known', answer: ['LASTFM_API_KEY'] },
    live: { is: 'known', answer: [{ id: 'version-1', percentage: 100 }] },
    migrations: { is: 'known', answer: [] },
  });
});

test('without a database nobody asks for its migrations', async () => {
  const { ask, asked } = standIn(READY);
  await askCloudflare(ask, SITE, false);
  assert.deepEqual(
    asked.map((command) => command.split(' ')[0]),
    ['whoami', 'secret', 'deployments'],
  );
});

for (const [name, whoami, is] of /** @type {const} */ ([
  ['nobody is logged in', WHOAMI.loggedOut, 'logged out'],
  ['Cloudflare does not answer', WHOAMI.unreachable, 'failed'],
])) {
  test(`${name}: nothing else is asked`, async () => {
    const { ask, asked } = standIn({ ...READY, whoami });
    const { login, secrets } = await askCloudflare(ask, SITE, true);
    assert.equal(login.is, is);
    assert.equal(secrets.is, 'logged out');
    assert.deepEqual(asked, ['whoami --json']);
  });
}

/** @type {{name: string, answers: object, of: 'secrets' | 'live' | 'migrations', is: string, answer?: unknown}[]} */
const ANSWERS = [
  { name: 'no secrets', answers: { secret: SECRETS.none }, of: 'secrets', is: 'known', answer: [] },
  { name: 'no Worker', answers: { secret: SECRETS.noWorker }, of: 'secrets', is: 'absent' },
  { name: 'no right', answers: { secret: SECRETS.refused }, of: 'secrets', is: 'failed' },
  { name: 'no JSON', answers: { secret: { output: 'hello' } }, of: 'secrets', is: 'failed' },
  { name: 'no Worker yet', answers: { deployments: LIVE.noWorker }, of: 'live', is: 'absent' },
  {
    name: 'a line of wrangler above the JSON',
    answers: { deployments: { output: `wrangler is old\n${LIVE.one.output}` } },
    ...{ of: 'live', is: 'known', answer: [{ id: 'version-1', percentage: 100 }] },
  },
  {
    name: 'a migration that waits',
    answers: { d1: MIGRATIONS.pending },
    ...{ of: 'migrations', is: 'known', answer: ['0002_others.sql'] },
  },
  { name: 'no database', answers: { d1: MIGRATIONS.noDatabase }, of: 'migrations', is: 'absent' },
  { name: 'nothing said', answers: { d1: MIGRATIONS.empty }, of: 'migrations', is: 'failed' },
];
for (const { name, answers, of, is, answer } of ANSWERS) {
  test(`${of}: ${name} is ${is}`, async () => {
    const remote = await askCloudflare(standIn({ ...READY, ...answers }).ask, SITE, true);
    assert.equal(remote[of].is, is);
    if (answer !== undefined) assert.deepEqual(remote[of], { is, answer });
  });
}
