// `npm run doctor` as an operator runs it: a process, on local state that a running Worker has left.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../../scripts/command.js';
import { tickOf, VERSION_1 } from './other-writers.js';
import { RECENT, startPlatform } from './platform.js';

const DOCTOR = fileURLToPath(new URL('../../scripts/doctor.js', import.meta.url));
const HOUR = 3_600_000;

/** @param {string[]} args */
async function doctor(...args) {
  const { code, output, stdout } = await runCommand([process.execPath, DOCTOR, ...args], {
    env: { ...process.env, NO_COLOR: '1', INIT_CWD: undefined },
  });
  return { code, output, stdout: stdout.toString(), firstLine: stdout.toString().split('\n')[0] };
}

suite('the doctor, on what a Worker has stored', () => {
  const state = mkdtempSync(join(tmpdir(), 'doctor-'));
  after(() => rmSync(state, { recursive: true }));

  /** @param {(platform: import('./platform.js').Platform) => Promise<unknown>} happens */
  async function running(happens) {
    const settings = { ROSTER: 'anna, ben' };
    const platform = await startPlatform({ settings, state, moreWorkers: [VERSION_1] });
    await happens(platform).finally(() => platform.stop());
  }

  before(async () => {
    // As npm start leaves it.
    writeFileSync(join(state, 'settings.env'), 'LASTFM_API_KEY="local"\n');
  });

  test('exit status 3: a folder without state, and an unknown option', async () => {
    const nowhere = await doctor('--state', join(state, 'nowhere'));
    assert.equal(nowhere.code, 3, nowhere.output);
    assert.match(nowhere.output, /^FAILED: There is no local state in .*nowhere/m);
    assert.equal(nowhere.stdout, '');
    const mistaken = await doctor('--remot');
    assert.equal(mistaken.code, 3, mistaken.output);
    assert.match(mistaken.output, /Unknown option '--remot'/);
  });

  test('exit status 3: --remote, and nobody is logged in', async () => {
    const { code, output, stdout } = await runCommand(
      [process.execPath, DOCTOR, '--remote'],
      // A home without wrangler's login.
      {
        env: {
          ...process.env,
          HOME: state,
          XDG_CONFIG_HOME: state,
          CLOUDFLARE_API_TOKEN: undefined,
        },
      },
    );
    assert.equal(code, 3, output);
    assert.match(output, /^What to do: log in with: npx wrangler login/m);
    assert.equal(stdout.toString(), '');
  });

  test('exit status 2: no refresh has written yet', async () => {
    await running((platform) => platform.health());
    const { code, output, firstLine } = await doctor('--state', state);
    assert.equal(code, 2, output);
    assert.equal(
      firstLine,
      'BROKEN: Nothing is stored: no refresh has written for seven days, or ever.',
    );
  });

  test('exit status 0: after a refresh', async () => {
    await running((platform) => platform.tick());
    const { code, output, firstLine } = await doctor('--state', state);
    assert.equal(code, 0, output);
    assert.match(
      firstLine ?? '',
      /^Healthy: 2 tracks, refreshed \d+ \w+ ago, by writer test-version\.$/,
    );
  });

  test('exit status 2: an hour later, when no cron has fired; as JSON', async () => {
    const later = new Date(Date.now() + HOUR).toISOString();
    const { code, stdout, output } = await doctor('--state', state, '--at', later, '--json');
    assert.equal(code, 2, output);
    const said = JSON.parse(stdout);
    assert.equal(said.status, 'broken');
    assert.match(said.summary, /^BROKEN: No refresh has written for (?:1 h|59 min)/);
    assert.equal(said.keys[0].seal, 'matches');
    assert.equal(said.keys[0].writer.id, 'test-version');
  });

  test('exit status 1: a version 1 Worker writes to its own key', async () => {
    await running((platform) => tickOf(platform, VERSION_1));
    const { code, output, firstLine } = await doctor('--state', state);
    assert.equal(code, 1, output);
    assert.match(firstLine ?? '', /^WARNING: An old Worker is still at work: user-listens:recent/);
  });

  test('exit status 2: any bytes under the list\u2019s key, which the doctor does not print', async () => {
    const bytes = Buffer.from([0x00, 0xff, 0x1b, 0x5b, 0x33, 0x31, 0x6d, 0x0a]);
    await running(({ kv }) => kv.put(RECENT, bytes));
    const { code, output, stdout } = await doctor('--state', state);
    assert.equal(code, 2, output);
    assert.match(stdout, /^BROKEN: The list is corrupt: not JSON/);
    assert.ok(!stdout.includes('\u001b'));
    assert.match(stdout, /Readers get 2 tracks, marked as stale \(corrupt\)\./);
  });

  test('exit status 2: a saved value of the old format', async () => {
    const file = join(state, 'value.json');
    writeFileSync(file, '[]');
    const saved = await doctor('--file', file);
    assert.equal(saved.code, 2, saved.output);
    assert.match(saved.firstLine ?? '', /^BROKEN: A bare array with 0 items/);
  });
});
