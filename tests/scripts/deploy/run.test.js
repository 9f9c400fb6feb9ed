// The order of a deployment: what is uploaded when, and what never is.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deploy } from '../../../scripts/deploy/run.js';
import { Failure } from '../../../scripts/failure.js';
import { LIVE, MIGRATIONS, READY, SECRETS, standIn, WHOAMI } from './answers.js';
import { facts, SITE } from './samples.js';

const FIRST = {
  ...READY,
  secret: SECRETS.noWorker,
  deployments: LIVE.noWorker,
  d1: MIGRATIONS.noDatabase,
};
const LOGGED_OUT = { ...READY, whoami: WHOAMI.loggedOut };

/**
 * @param {'deploy' | 'check' | 'dry-run'} mode
 * @param {any} answers before the upload
 * @param {any} [after] from then on
 */
async function run(mode, answers, after = answers) {
  let current = answers;
  /** @type {string[]} */
  const done = [];
  let said = '';
  const wentWell = await deploy(
    { site: SITE, mode },
    {
      ask: (what, args) => standIn(current).ask(what, args),
      judge: () => {
        // It is asked about our own wrangler.toml.
        const { known, problems } = facts().settings;
        return { known: [...known, 'USER_LISTENS_TTL_MINUTES', 'POLL_BUDGET'], problems };
      },
      readCheckout: async () => ({ commit: 'abc1234', changed: 0 }),
      bundle: async () => void done.push('bundle'),
      upload: async () => {
        done.push('upload');
        current = after;
        return 'https://user-listens.a.workers.dev';
      },
      say: (text) => {
        said += `${text}\n`;
      },
    },
  );
  return { wentWell, done: done.join(' '), said };
}

for (const { name, mode, answers, wentWell, done } of /** @type {const} */ ([
  { name: 'all is well', mode: 'deploy', answers: READY, wentWell: true, done: 'bundle upload' },
  { name: 'all is well', mode: 'dry-run', answers: READY, wentWell: true, done: 'bundle' },
  { name: 'all is well', mode: 'check', answers: READY, wentWell: true, done: '' },
  { name: 'logged out', mode: 'deploy', answers: LOGGED_OUT, wentWell: false, done: '' },
  { name: 'logged out', mode: 'dry-run', answers: LOGGED_OUT, wentWell: true, done: 'bundle' },
  { name: 'logged out', mode: 'check', answers: LOGGED_OUT, wentWell: false, done: '' },
  {
    name: 'a migration waits',
    mode: 'deploy',
    answers: { ...READY, d1: MIGRATIONS.pending },
    ...{ wentWell: false, done: '' },
  },
  {
    name: 'a secret is missing',
    mode: 'deploy',
    answers: { ...READY, secret: SECRETS.none },
    ...{ wentWell: true, done: 'bundle upload' },
  },
  {
    name: 'a secret is missing',
    mode: 'check',
    answers: { ...READY, secret: SECRETS.none },
    ...{ wentWell: false, done: '' },
  },
])) {
  test(`${mode}, ${name}: ${done || 'nothing'} is done`, async () => {
    const seen = await run(mode, answers);
    assert.deepEqual([seen.wentWell, seen.done], [wentWell, done]);
  });
}

test('after the first deployment, what remains is what is missing then', async () => {
  const after = { ...READY, secret: SECRETS.none, d1: MIGRATIONS.pending };
  const { said } = await run('deploy', FIRST, after);
  assert.match(
    said,
    /1\. npx wrangler d1 migrations apply DB --remote\n {2}2\. npx wrangler secret/,
  );
});

test('a failed upload is a failure, and nothing is said to remain', async () => {
  let said = '';
  const failing = deploy(
    { site: SITE, mode: 'deploy' },
    {
      ask: standIn(READY).ask,
      judge: () => facts().settings,
      readCheckout: async () => null,
      bundle: async () => {},
      upload: async () => {
        throw new Failure('wrangler deploy failed (exit code 1).');
      },
      say: (text) => {
        said += `${text}\n`;
      },
    },
  );
  await assert.rejects(failing, /wrangler deploy failed/);
  assert.match(said, /^ {2}ok +bindings/m);
  assert.doesNotMatch(said, /remain/);
});
