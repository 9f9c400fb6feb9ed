// What needs the built core of `npm run deploy`: the settings, judged by the real module before there
// is a Worker, and the command itself.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { runCommand } from '../../scripts/command.js';
import { readConfiguration } from '../../scripts/deploy/configuration.js';
import { judgeSettings } from '../../scripts/deploy/settings.js';
import { inRoot } from '../../scripts/setup/root.js';
import { TEST_SECRETS } from '../secrets/scan.js';
import { module } from './calls.js';

const { LASTFM_API_KEY } = TEST_SECRETS;
const KEY = /^LASTFM_API_KEY is not set: Last\.fm is not asked\./;

/** @type {{name: string, values: Record<string, unknown>, problems: RegExp[]}[]} */
const CASES = [
  { name: 'nothing set', values: {}, problems: [KEY] },
  { name: 'the key set', values: { LASTFM_API_KEY }, problems: [] },
  {
    name: 'numbers out of range, and one as a number',
    values: { LASTFM_API_KEY, MAX_TRACKS: 0, POLL_BUDGET: 45 },
    problems: [/^MAX_TRACKS must be a whole number from 1 to 500; 50 is used\.$/],
  },
  {
    name: 'an address without https, and no origin',
    values: { LASTFM_API_KEY, LIBREFM_API_URL: 'http://a.example/', ALLOWED_ORIGINS: 'a' },
    problems: [/^LIBREFM_API_URL must be/, /^ALLOWED_ORIGINS holds/],
  },
  {
    name: 'one that the core does not know',
    values: { LASTFM_API_KEY, MAX_TRACK: 'x' },
    problems: [],
  },
];
for (const { name, values, problems } of CASES) {
  test(`settings of a deployment: ${name}`, () => {
    const judged = judgeSettings(module, values);
    assert.equal(judged.problems.length, problems.length, judged.problems.join('\n'));
    for (const [at, problem] of problems.entries()) assert.match(judged.problems[at], problem);
  });
}

test('every setting of our wrangler.toml is one that the core knows, and right', async () => {
  const site = { flags: [], env: undefined, config: 'wrangler.toml' };
  const { vars } = /** @type {any} */ (await readConfiguration(site));
  const { known, problems } = judgeSettings(module, vars);
  for (const name of Object.keys(vars)) assert.ok(known.includes(name), name);
  assert.equal(problems.length, 1, problems.join('\n'));
  assert.match(problems[0], KEY);
});

test('npm run deploy, where nobody is logged in: says so, and uploads nothing', async (t) => {
  const home = mkdtempSync(join(tmpdir(), 'home-'));
  t.after(() => rmSync(home, { recursive: true }));
  const ours = Object.entries(process.env).filter(([name]) => !/^(CLOUDFLARE|CF)_/.test(name));
  const { code, output } = await runCommand([process.execPath, inRoot('scripts/deploy.js')], {
    cwd: inRoot('.'),
    env: { ...Object.fromEntries(ours), HOME: home, XDG_CONFIG_HOME: home, NO_COLOR: '1' },
  });
  assert.equal(code, 1, output);
  assert.match(output, /^ {2}ok +settings +\d+, and none is wrong$/m);
  assert.match(output, /^ {2}missing +log-in +nobody is logged in.*\n +npx wrangler login$/m);
  assert.match(output, /^One thing must be mended before it can be deployed\.$/m);
  assert.doesNotMatch(output, /Bundling|Deploying/);
});
