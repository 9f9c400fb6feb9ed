// What stops a deployment, what is only told, and what is not worth a word.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checksOf } from '../../../scripts/deploy/checks.js';
import { askCloudflare } from '../../../scripts/deploy/facts.js';
import { LIVE, MIGRATIONS, READY, standIn } from './answers.js';
import { CONFIGURATION, facts, SITE } from './samples.js';

const BLOG = { flags: ['--env', 'blog'], env: 'blog', config: 'wrangler.toml' };
const vars = (/** @type {object} */ more) => ({ vars: { ...CONFIGURATION.vars, ...more } });
const only = (/** @type {string[]} */ ...bindings) => ({ bindings });

/** @type {{name: string, configuration?: object, more?: object, answers?: object, check: string, state: string, stops?: boolean, says: RegExp}[]} */
const CASES = [
  {
    name: 'a file that cannot be read',
    more: { configuration: { error: 'Invalid TOML document' } },
    ...{ check: 'wrangler.toml', state: 'wrong', stops: true, says: /Invalid TOML/ },
  },
  {
    name: 'an environment that is not there',
    more: { site: BLOG },
    ...{ check: 'wrangler.toml', state: 'wrong', stops: true, says: /no \[env\.blog\].*: none/ },
  },
  {
    name: 'one KV for two sites',
    configuration: { shared: [{ binding: 'CACHE', with: 'blog' }] },
    ...{ check: 'sites', state: 'wrong', stops: true, says: /the same CACHE as blog/ },
  },
  {
    name: 'one D1 for two sites',
    configuration: { shared: [{ binding: 'DB', with: 'blog' }] },
    ...{ check: 'sites', state: 'note', says: /the same members/ },
  },
  {
    name: 'no KV',
    configuration: only('DB', 'CF_VERSION_METADATA'),
    ...{ check: 'bindings', state: 'missing', stops: true, says: /CACHE is not bound/ },
  },
  {
    name: 'no version',
    configuration: only('CACHE', 'DB'),
    ...{ check: 'bindings', state: 'missing', stops: true, says: /CF_VERSION_METADATA/ },
  },
  {
    name: 'no cron',
    configuration: { crons: [] },
    ...{ check: 'cron', state: 'missing', stops: true, says: /there is none/ },
  },
  {
    name: 'another cron',
    configuration: { crons: ['*/10 * * * *'] },
    ...{ check: 'cron', state: 'wrong', stops: true, says: /it is \*\/10/ },
  },
  {
    name: 'two crons',
    configuration: { crons: ['*/5 * * * *', '0 0 * * *'] },
    ...{ check: 'cron', state: 'note', says: /is enough/ },
  },
  {
    name: 'nobody to ask about',
    configuration: { ...only('CACHE', 'CF_VERSION_METADATA'), ...vars({ ROSTER: ' ' }) },
    ...{ check: 'members', state: 'missing', stops: true, says: /neither DB/ },
  },
  {
    name: 'a roster in the file',
    configuration: { ...only('CACHE', 'CF_VERSION_METADATA'), ...vars({ ROSTER: 'alice' }) },
    ...{ check: 'members', state: 'ok', says: /^ROSTER$/ },
  },
  {
    name: 'a roster that is not looked at',
    configuration: vars({ ROSTER: 'alice' }),
    ...{ check: 'members', state: 'note', says: /not used/ },
  },
  {
    name: 'migrations of a table that is not read',
    configuration: vars({ ROSTER_SQL: 'SELECT 1' }),
    answers: { d1: MIGRATIONS.pending },
    ...{ check: 'migrations', state: 'note', says: /a table of your own/ },
  },
  {
    name: 'another database than before',
    answers: { d1: MIGRATIONS.noDatabase },
    ...{ check: 'migrations', state: 'wrong', stops: true, says: /without members: Couldn't find/ },
  },
  {
    name: 'a Worker that has only secrets yet',
    answers: { deployments: LIVE.noWorker, d1: MIGRATIONS.noDatabase },
    ...{ check: 'migrations', state: 'later', says: /made by the first deployment/ },
  },
  {
    name: 'a version that gets no requests any more',
    answers: { deployments: LIVE.over },
    ...{ check: 'live', state: 'ok', says: /^version-1 \(100 %\)$/ },
  },
  {
    name: 'no checkout',
    more: { checkout: null },
    ...{ check: 'checkout', state: 'note', says: /no git/ },
  },
];

for (const { name, configuration, more, answers, check, state, stops = false, says } of CASES) {
  test(`deploy finds ${name}: ${state}${stops ? ', and stops' : ''}`, async () => {
    const remote = await askCloudflare(standIn({ ...READY, ...answers }).ask, SITE, true);
    const about = facts({ configuration: { ...CONFIGURATION, ...configuration }, ...more });
    const checks = checksOf({ ...about, remote });
    const found = checks.find((one) => one.name === check);
    assert.deepEqual([found?.state, found?.stops], [state, stops]);
    assert.match(found?.says ?? '', says);
    // All others are as at a site where all is well.
    assert.equal(
      checks.filter((one) => one !== found).every((one) => !one.stops),
      true,
    );
  });
}
