// What the operator of `npm run deploy` reads, from wrangler's answers to the text: golden/*.txt.
//
// UPDATE_GOLDEN=1 writes them anew. They are read by eye before they are committed.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { checksOf } from '../../../scripts/deploy/checks.js';
import { askCloudflare } from '../../../scripts/deploy/facts.js';
import { checkList, isOpen, remaining, verdict } from '../../../scripts/deploy/report.js';
import { LIVE, MIGRATIONS, READY, SECRETS, standIn, WHOAMI } from './answers.js';
import { CONFIGURATION, facts, SITE } from './samples.js';

const FIRST = {
  ...READY,
  secret: SECRETS.noWorker,
  deployments: LIVE.noWorker,
  d1: MIGRATIONS.noDatabase,
};
const STAGING = { flags: ['--env', 'staging'], env: 'staging', config: 'wrangler.toml' };

/** @type {{name: string, answers: any, facts?: object, code: 0 | 1, stops: boolean}[]} */
const CASES = [
  { name: 'first-deployment', answers: FIRST, code: 0, stops: false },
  {
    name: 'first-deployment-of-environment',
    answers: FIRST,
    facts: { site: STAGING, configuration: { ...CONFIGURATION, environments: ['staging'] } },
    ...{ code: 0, stops: false },
  },
  {
    name: 'first-deployment-with-known-database',
    answers: { ...FIRST, d1: MIGRATIONS.pending },
    ...{ code: 0, stops: false },
  },
  { name: 'ready', answers: READY, code: 0, stops: false },
  { name: 'missing-secret', answers: { ...READY, secret: SECRETS.none }, code: 1, stops: false },
  {
    name: 'migrations-pending',
    answers: { ...READY, d1: MIGRATIONS.pending },
    ...{ code: 1, stops: true },
  },
  {
    name: 'wrong-setting',
    answers: READY,
    facts: {
      configuration: {
        ...CONFIGURATION,
        vars: { ...CONFIGURATION.vars, MAX_TRACKS: 'many', MAX_TRACK: '9', LASTFM_API_KEY: 'key' },
      },
      settings: {
        problems: ['MAX_TRACKS must be a whole number from 1 to 500; 50 is used.'],
      },
    },
    ...{ code: 1, stops: true },
  },
  {
    name: 'not-logged-in',
    answers: { ...READY, whoami: WHOAMI.loggedOut },
    ...{ code: 1, stops: true },
  },
  {
    name: 'cannot-be-asked',
    answers: {
      ...READY,
      secret: SECRETS.refused,
      deployments: SECRETS.refused,
      d1: MIGRATIONS.empty,
    },
    ...{ code: 1, stops: true },
  },
  {
    name: 'several-accounts',
    answers: {
      whoami: WHOAMI.twoAccounts,
      secret: SECRETS.whichAccount,
      deployments: SECRETS.whichAccount,
      d1: SECRETS.whichAccount,
    },
    ...{ code: 1, stops: true },
  },
  {
    name: 'unreachable',
    answers: { ...READY, whoami: WHOAMI.unreachable },
    ...{ code: 1, stops: true },
  },
  {
    name: 'bare-environment',
    answers: FIRST,
    facts: {
      site: STAGING,
      configuration: {
        ...{ name: 'user-listens-staging', vars: {}, bindings: [], crons: [] },
        ...{ environments: ['staging'], shared: [] },
      },
    },
    ...{ code: 1, stops: true },
  },
  {
    name: 'notes',
    answers: { ...READY, deployments: LIVE.gradual },
    facts: { checkout: { commit: 'abc1234', changed: 2 } },
    ...{ code: 0, stops: false },
  },
];

for (const { name, answers, facts: given = {}, code, stops } of CASES) {
  test(`the report: ${name}`, async () => {
    const about = facts(given);
    const hasDatabase = about.configuration.bindings.includes('DB');
    const remote = await askCloudflare(standIn(answers).ask, about.site, hasDatabase);
    const checks = checksOf({ ...about, remote });
    assert.equal(checks.some(isOpen) ? 1 : 0, code);
    assert.equal(
      checks.some((check) => check.stops),
      stops,
    );
    sameAsGolden(name, `${checkList(checks)}\n\n${verdict(checks)}\n`);
  });
}

test('what remains: after the first deployment', async () => {
  const answers = { ...READY, secret: SECRETS.none, d1: MIGRATIONS.pending };
  const remote = await askCloudflare(standIn(answers).ask, SITE, true);
  const deployed = {
    isFirst: true,
    hasDatabase: true,
    address: 'https://user-listens.a.workers.dev',
  };
  sameAsGolden(
    'remaining-first',
    `${remaining(checksOf({ ...facts(), remote }), { site: SITE, ...deployed })}\n`,
  );
});

test('what remains: nothing', async () => {
  const remote = await askCloudflare(standIn(READY).ask, STAGING, true);
  const about = facts({
    site: STAGING,
    configuration: { ...CONFIGURATION, environments: ['staging'] },
  });
  const deployed = { isFirst: false, hasDatabase: true, address: null };
  sameAsGolden(
    'remaining-nothing',
    `${remaining(checksOf({ ...about, remote }), { site: STAGING, ...deployed })}\n`,
  );
});

test('docs/operating.md shows a report as it is', () => {
  const shown = readFileSync(new URL('golden/migrations-pending.txt', import.meta.url), 'utf8');
  const docs = readFileSync(new URL('../../../docs/operating.md', import.meta.url), 'utf8');
  assert.ok(docs.includes(`\`\`\`\n${shown}\`\`\`\n`));
});

/** @param {string} name @param {string} coloured */
function sameAsGolden(name, coloured) {
  const text = stripVTControlCharacters(coloured);
  const file = new URL(`golden/${name}.txt`, import.meta.url);
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, text);
  assert.equal(text, readFileSync(file, 'utf8'), 'UPDATE_GOLDEN=1 writes it anew');
}
