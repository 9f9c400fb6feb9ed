// The main job as a newcomer gets it: `npm start`, the page in a browser, trouble upstream, Ctrl-C.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { MEMBERS } from '../../scripts/music-service/members.js';
import { launchBrowser } from './chromium.js';

const START = fileURLToPath(new URL('../../scripts/start.js', import.meta.url));
const SILENT = 3; // private at Last.fm, unknown there, never scrobbled anywhere

/** @type {Awaited<ReturnType<typeof startLocally>>} */
let local;
/** @type {import('playwright-core').Browser} */
let browser;

before(async () => {
  local = await startLocally();
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  local?.process.kill('SIGKILL');
  if (local) rmSync(local.state, { recursive: true, force: true });
});

/** Runs `npm start` on a state of its own until it has printed where it serves. */
async function startLocally() {
  const state = mkdtempSync(join(tmpdir(), 'user-listens-'));
  const child = spawn(process.execPath, [START, '--state', state]);
  let output = '';
  const addresses = new Promise((resolve, reject) => {
    child.on('exit', (code) => reject(new Error(`npm start ended with ${code}:\n${output}`)));
    const take = (/** @type {Buffer} */ text) => {
      output += text;
      if (/^ +Stop /m.test(output)) resolve(undefined);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
  });
  await addresses;
  const address = (/** @type {string} */ name) =>
    output.match(new RegExp(`^ +${name} +(http\\S+)`, 'm'))?.[1] ?? '';
  return {
    process: child,
    state,
    output: () => output,
    page: address('Page'),
    api: address('API'),
    music: address('Music'),
  };
}

/** @param {string} address */
async function json(address) {
  const response = await fetch(address);
  return response.json();
}

/** What the page shows, row by row. */
async function shownOnPage() {
  const page = await browser.newPage();
  await page.goto(local.page);
  await page.waitForSelector('#status[data-tone=fresh]');
  const rows = await page.$$eval('.listen', (all) =>
    all.map((row) => ({
      username: row.querySelector('.member')?.textContent,
      track: row.querySelector('.track')?.textContent,
    })),
  );
  await page.close();
  return rows;
}

/** @returns {Map<number, number>} parent by process */
function processes() {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' });
  // A zombie has ended; whoever adopted it has not looked yet.
  const rows = table.split('\n').filter((row) => row !== '' && !/ Z\S*$/.test(row.trim()));
  return new Map(
    rows.map((row) => /** @type {[number, number]} */ (row.trim().split(/ +/, 2).map(Number))),
  );
}

/** @param {number} root */
function descendants(root) {
  const all = processes();
  const found = [root];
  for (const one of found) {
    for (const [pid, parent] of all) if (parent === one) found.push(pid);
  }
  return found.slice(1);
}

test('the first refresh has the members who listen, and says who does not', async () => {
  const { data, stale } = await json(local.api);
  assert.equal(data.length, MEMBERS.length - SILENT);
  assert.equal(stale, false);
  const sources = new Set(data.map((/** @type {any} */ { source }) => source));
  assert.deepEqual([...sources].sort(), ['lastfm', 'librefm', 'listenbrainz']);
  assert.match(local.output(), /^\[CRON\] Found 11 users with Last\.fm usernames$/m);
  assert.match(local.output(), /^\[CRON\] Found 3 users with Libre\.fm usernames$/m);
  assert.match(local.output(), /^\[CRON\] Found 4 users with ListenBrainz usernames$/m);
  // Two members are heard on two services each, and listed once.
  assert.match(local.output(), /^\[CRON\] API results: 13 tracks, 0 failures$/m);
  assert.match(
    local.output(),
    /^\[CRON\] Pre-warmed user listens cache with 11 tracks \(verified\)$/m,
  );
  assert.match(
    local.output(),
    /Answered without a listen: .*private.*unknown account.*no scrobbles/,
  );
});

test('the page shows what the API answers, in its order', async () => {
  const { data } = await json(local.api);
  const expected = data.map((/** @type {any} */ { username, track }) => ({ username, track }));
  assert.deepEqual(await shownOnPage(), expected);
});

test('a music service that answers HTML to everybody takes nothing away', async () => {
  const before = await json(local.api);
  await fetch(new URL('/flake?mode=html', local.music));
  const cron = new URL('/cdn-cgi/handler/scheduled?cron=*/5+*+*+*+*', local.page);
  assert.equal((await fetch(cron)).status, 200);
  assert.deepEqual(await json(local.api), before);
  assert.equal((await shownOnPage()).length, MEMBERS.length - SILENT);
});

test('Ctrl-C ends npm start with success and leaves no process behind', async () => {
  const started = descendants(local.process.pid ?? 0);
  assert.ok(started.length > 1, 'wrangler and workerd run');
  const exit = new Promise((resolve) => local.process.once('exit', resolve));
  local.process.kill('SIGINT');
  assert.equal(await exit, 0);
  // The kernel may take a moment to bury them; looking again is all the wait there is.
  let left = started;
  for (let look = 0; look < 100 && left.length > 0; look++) {
    const running = processes();
    left = started.filter((pid) => running.has(pid));
  }
  assert.deepEqual(left, []);
});
