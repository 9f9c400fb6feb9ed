// npm run tail as a whole: from a file, from a pipe, and from the real wrangler, which asks a
// Cloudflare of the test's.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { startCloudflare } from './cloudflare.js';
import { BAD_ENDS } from './events.js';

const SCRIPT = fileURLToPath(new URL('../../../scripts/tail.js', import.meta.url));
const DAY = fileURLToPath(new URL('fixtures/day.txt', import.meta.url));
const golden = (/** @type {string} */ name) =>
  readFileSync(new URL(`golden/${name}`, import.meta.url), 'utf8');

/** Without what would change colours, or lead wrangler past the test's Cloudflare. */
const OURS = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/COLOR|CLOUDFLARE|_PROXY$/i.test(name)),
);

/**
 * @param {string[]} args
 * @param {{ input?: string | null, env?: Record<string, string>, until?: RegExp }} [how] input: null
 *     leaves the standard input open; until: what the output holds when Ctrl-C comes
 * @returns {Promise<{ code: number | null, stdout: string, stderr: string }>}
 */
function tail(args, { input = '', env = {}, until } = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [SCRIPT, ...args], { env: { ...OURS, ...env } });
    const output = { stdout: '', stderr: '' };
    for (const name of /** @type {const} */ (['stdout', 'stderr'])) {
      child[name].setEncoding('utf8').on('data', (text) => {
        const had = until?.test(output.stdout);
        output[name] += text;
        if (until?.test(output.stdout) && !had) child.kill('SIGINT');
      });
    }
    child.on('close', (code) => resolve({ code, ...output }));
    if (input !== null) child.stdin.end(input);
    else child.stdin.on('error', () => {});
  });
}

test('npm run tail prints the events of a file', async () => {
  const { code, stdout, stderr } = await tail(['--utc', DAY]);
  assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: golden('day.txt'), stderr: '' });
});

test('a file is looked for where the command was given', async () => {
  const env = { INIT_CWD: fileURLToPath(new URL('fixtures/', import.meta.url)) };
  const { code, stdout } = await tail(['--utc', 'day.txt'], { env });
  assert.deepEqual({ code, stdout }, { code: 0, stdout: golden('day.txt') });
});

test('a pipe, named or not, is the same as a file', async () => {
  const input = readFileSync(DAY, 'utf8');
  for (const args of [['--utc', '-'], ['--utc']]) {
    const { code, stdout } = await tail(args, { input });
    assert.deepEqual({ code, stdout }, { code: 0, stdout: golden('day.txt') });
  }
});

test('FORCE_COLOR gives colour', async () => {
  const { stdout } = await tail(['--utc', DAY], { env: { FORCE_COLOR: '1' } });
  assert.equal(stdout, golden('day-in-colour.txt'));
});

test('characters cut by the pipe are put together again', async () => {
  const text = JSON.stringify({
    outcome: 'ok',
    event: null,
    logs: [{ level: 'warn', message: ['Beyoncé 🎵'] }],
  });
  const bytes = Buffer.from(text);
  const at = bytes.indexOf(Buffer.from('🎵')) + 2;
  const child = spawn(process.execPath, [SCRIPT], { env: OURS });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (part) => {
    stdout += part;
  });
  child.stdin.write(bytes.subarray(0, at), () =>
    setImmediate(() => child.stdin.end(bytes.subarray(at))),
  );
  await new Promise((resolve) => child.on('close', resolve));
  assert.match(stdout, /Beyoncé 🎵/);
});

test('an empty pipe: that nothing has come is said', async () => {
  assert.deepEqual(await tail(['-']), { code: 0, stdout: '', stderr: 'No event has come.\n' });
});

for (const { name, args, says } of [
  { name: 'an unknown option', args: ['--wat'], says: /^FAILED: Unknown option '--wat'\n.*--help/ },
  {
    name: 'a file that is not there',
    args: ['nowhere.json'],
    says: /^FAILED: nowhere\.json could not be read: there is no such file\.\n/,
  },
  {
    name: 'a folder',
    args: [fileURLToPath(new URL('.', import.meta.url))],
    says: /^FAILED: \S+ could not be read: it is a folder\.\n/,
  },
]) {
  test(`${name} is a clear failure`, async () => {
    const { code, stdout, stderr } = await tail(args);
    assert.deepEqual({ code, stdout }, { code: 1, stdout: '' });
    assert.match(stderr, says);
  });
}

test('--help lists the options', async () => {
  const { code, stdout } = await tail(['--help']);
  assert.equal(code, 0);
  for (const option of ['--warnings', '--verbose', '--json', '--utc', '--env', 'Ctrl-C']) {
    assert.ok(stdout.includes(option), option);
  }
});

test('Ctrl-C on a pipe that stays open ends it', async () => {
  const child = spawn(process.execPath, [SCRIPT, '-'], { env: OURS });
  child.stdin.write(`${JSON.stringify(BAD_ENDS[0])}\n`);
  child.stdout.once('data', () => child.kill('SIGINT'));
  const code = await new Promise((resolve) => child.on('close', resolve));
  assert.equal(code, 0);
});

test('a reader that goes away ends it quietly', async () => {
  const shell = `for i in $(seq 100); do cat "$2"; done | { "$0" "$1" -; echo "ended $?" >&2; } | head -n 1`;
  const child = spawn('sh', ['-c', shell, process.execPath, SCRIPT, DAY], { env: OURS });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  await new Promise((resolve) => child.on('close', resolve));
  assert.equal(stderr, 'ended 129\n'); // as for a terminal that was closed
});

test('without a file: the real wrangler tail, whose tail is deleted at Ctrl-C', async () => {
  const cloudflare = await startCloudflare(BAD_ENDS);
  try {
    const { code, stdout, stderr } = await tail(
      ['--utc', '--worker', 'another', '--status=error', '--search=WARNING', '--version-id', 'v1'],
      { env: cloudflare.environment, input: null, until: /nested/ },
    );
    assert.equal(stdout, golden('bad-ends.txt'), stderr);
    assert.equal(code, 0);
    const [created = '', ...others] = cloudflare.asked.filter((one) => one.includes('/tails'));
    const path = '/accounts/account/workers/scripts/another/tails';
    assert.ok(created.startsWith(`POST ${path} {`), created);
    for (const wish of ['"query":"WARNING"', '"scriptVersion":"v1"', '"exception"']) {
      assert.ok(created.includes(wish), `${wish} in ${created}`);
    }
    assert.deepEqual(others, [`DELETE ${path}/the-tail`]);
  } finally {
    cloudflare.close();
  }
});

test('wrangler that fails is a clear failure', async () => {
  const { code, stdout, stderr } = await tail(['--worker', 'x'], {
    env: {
      CLOUDFLARE_API_BASE_URL: 'http://127.0.0.1:1',
      CLOUDFLARE_API_TOKEN: 'x',
      CLOUDFLARE_ACCOUNT_ID: 'x',
    },
    input: null,
  });
  assert.deepEqual({ code, stdout }, { code: 1, stdout: '' });
  assert.match(
    stderr,
    /FAILED: wrangler tail ended by itself \(exit code 1\)\.\nTried: npx wrangler tail x --format=json\nWhat to do: /,
  );
});
