// No secret comes out of the Worker: every log line, reply and stored value of these tests is looked at
// (tests/secrets). Here each secret is planted in each, and must be found; and errors that hold one
// are told without it.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Response } from 'miniflare';
import { scannedIn } from '../../scripts/checks/scanned.js';
import { formsOf, SecretScan, TEST_SECRETS } from '../secrets/scan.js';
import { goodToken } from './hostile/tokens.js';
import { lastfmBody, musicService, someMembers } from './music.js';
import { startPlatform } from './platform.js';

const NOW = '2025-12-04T14:25:00.000Z';
const NEXT = '2025-12-04T14:30:00.000Z';

/** @type {import('./platform.js').Platform} */
let platform;
before(async () => {
  platform = await startPlatform({
    members: someMembers(3),
    settings: TEST_SECRETS,
  });
});
after(() => platform?.stop());
beforeEach(async () => {
  await platform.setSettings({});
  await platform.beginAt(NOW);
  await platform.setTime(NEXT);
});

/** All play a track of this name. @param {string} track */
async function everybodyPlays(track) {
  platform.music.upstream = musicService((user) => new Response(lastfmBody({ user, track })));
  await platform.tick();
}

/** The list with a token, where one is wanted. @param {string} path @param {Record<string, string>} [headers] */
function ask(path, headers = {}) {
  const at = { secret: TEST_SECRETS.INTERNAL_API_SECRET, nowS: Date.parse(NEXT) / 1000 };
  return platform.fetch(path, { headers: { 'X-Internal-Token': goodToken(at), ...headers } });
}

for (const [name, secret] of Object.entries(TEST_SECRETS)) {
  for (const op of /** @type {const} */ (['get', 'put', 'd1'])) {
    test(`an error of ${op} that holds ${name}: the log has it without`, async () => {
      const message = `403 of https://kv.example/?key=${secret}`;
      await platform.setFaults([{ op, does: 'throw', message }]);
      await platform.tick();
      await ask('/api/internal/user-listens');
      const log = (await platform.takeLog()).join('\n');
      assert.match(log, /403 of https:\/\/kv\.example\/\?key=\*\*\*/);
      assert.deepEqual((await platform.takeScan()).findings, []);
    });
  }
}

/** @type {{name: string, kind: string, plant: (secret: string) => Promise<unknown>}[]} */
const PLACES = [
  {
    name: 'a line of the cron, within base64',
    kind: 'log lines',
    // As it is, the core takes it out.
    plant: async (secret) => {
      const message = `403 ${Buffer.from(`key=${secret}`).toString('base64')}`;
      await platform.setFaults([{ op: 'put', does: 'throw', message }]);
      await platform.tick();
    },
  },
  {
    name: 'a stored value',
    kind: 'stored values',
    plant: (secret) => everybodyPlays(`About ${secret}`),
  },
  ...[
    { path: '/api/internal/user-listens', kind: 'replies' },
    { path: '/', kind: 'pages' },
    { path: '/user-listens.svg', kind: 'replies' },
    { path: '/user-listens.json', kind: 'replies' },
    { path: '/user-listens.rss', kind: 'replies' },
    { path: '/user-listens.txt', kind: 'replies' },
  ].map(({ path, kind }) => ({
    name: `the body of ${path}`,
    kind,
    plant: async (/** @type {string} */ secret) => {
      await everybodyPlays(`About ${secret}`);
      await platform.takeScan();
      await ask(path);
    },
  })),
  {
    name: 'a header',
    kind: 'replies',
    plant: async (secret) => {
      // As an origin can hold it: base64 without regard to capitals.
      const origin = `https://${Buffer.from(secret).toString('base64url').toLowerCase()}`;
      await platform.setSettings({ ALLOWED_ORIGINS: origin });
      await ask('/nowhere', { origin });
    },
  },
];
for (const [name, secret] of Object.entries(TEST_SECRETS)) {
  for (const place of PLACES) {
    test(`${name} planted in ${place.name} is found`, async () => {
      assert.deepEqual((await platform.takeScan()).findings, []);
      await place.plant(secret);
      const { secrets, counts, findings } = await platform.takeScan();
      assert.equal(secrets, 3);
      assert.ok(counts[place.kind] > 0);
      const found = findings.filter((finding) => finding.startsWith(`${name}, `));
      assert.ok(
        found.some((finding) => finding.includes(` in ${place.kind}: `)),
        findings.join('\n'),
      );
    });
  }
}

test('a request token in a reply: it is found; a page may hold one', async () => {
  const token = goodToken({ secret: 'somebody else’s', nowS: 0 });
  await everybodyPlays(token);
  for (const [path, kind] of [
    ['/user-listens.txt?width=500', 'replies'],
    ['/', undefined],
  ]) {
    await platform.takeScan();
    await ask(String(path));
    const { findings } = await platform.takeScan();
    assert.deepEqual(
      findings.map((finding) => finding.slice(0, finding.indexOf(':'))),
      kind ? [`a request token in ${kind}`] : [],
    );
  }
});

for (const [file, name, kind] of [
  ['worker', 'LASTFM_API_KEY', 'stored values'],
  ['effect', 'LISTENBRAINZ_TOKEN', 'effects'],
  ['page', 'LASTFM_API_KEY', 'pages'],
]) {
  test(`a whole run fails: planted/${file}.js`, () => {
    const program = fileURLToPath(new URL(`../secrets/planted/${file}.js`, import.meta.url));
    // As if nobody ran tests already.
    const env = { ...process.env, NODE_TEST_CONTEXT: undefined };
    const { status, stdout } = spawnSync(process.execPath, ['--test', program], {
      env,
      encoding: 'utf8',
    });
    assert.equal(status, 1, stdout);
    assert.match(stdout, new RegExp(`${name}, .*, in ${kind}: `));
    assert.deepEqual(scannedIn(stdout).counts, {}, 'nothing is called clean');
  });
}

const ODD = 'q"u\\o/t+e d=s%e<c>r&e\'t';
const WRITTEN = [
  { name: 'as it is', text: ODD },
  { name: 'in capitals', text: ODD.toUpperCase() },
  { name: 'percent-encoded', text: encodeURIComponent(ODD) },
  { name: 'percent-encoded in small letters', text: encodeURIComponent(ODD).toLowerCase() },
  { name: 'as a form has it', text: new URLSearchParams({ key: ODD }).toString() },
  { name: 'in JSON', text: JSON.stringify({ key: ODD }) },
  { name: 'in JSON within JSON', text: JSON.stringify(JSON.stringify({ key: ODD })) },
  { name: 'in markup', text: '<p title="q&quot;u\\o/t+e d=s%e&lt;c&gt;r&amp;e&#39;t">' },
  { name: 'in hexadecimal', text: Buffer.from(ODD).toString('hex') },
  ...['', 'a', 'ab', 'abc'].flatMap((before) => {
    const bytes = Buffer.from(`${before}${ODD} and more`);
    return [
      { name: `in base64 behind "${before}"`, text: bytes.toString('base64') },
      { name: `in base64 for URLs behind "${before}"`, text: bytes.toString('base64url') },
    ];
  }),
];
for (const { name, text } of WRITTEN) {
  test(`a secret ${name} is seen`, () => {
    const scan = new SecretScan();
    scan.learn({ LASTFM_API_KEY: ODD, MAX_TRACKS: '50' });
    assert.equal(scan.look('log lines', `before ${text} after`).length, 1);
    assert.equal(scan.look('log lines', 'nothing of that').length, 0);
    const { secrets, counts, findings } = scan.report();
    assert.deepEqual([secrets, counts, findings.length], [1, { 'log lines': 2 }, 1]);
  });
}

test('a secret that is too short to be looked for is a finding', () => {
  const scan = new SecretScan();
  scan.learn({ LASTFM_API_KEY: 'key', LISTENBRAINZ_TOKEN: ' ' });
  assert.deepEqual(scan.report().findings, ['LASTFM_API_KEY is "key", too short to be looked for']);
});

test('the forms of a secret are long, and those written alike count once', () => {
  const forms = [...formsOf(ODD).keys()];
  // Of 18: base64 without + and / is the same for URLs and percent-encoded, here twice.
  assert.equal(forms.length, 14, forms.join('\n'));
  for (const form of forms) assert.ok(form.length >= 20, form);
});
