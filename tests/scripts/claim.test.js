// Two runs of npm start on the same data, and one after another that was killed.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { endGroup } from '../../scripts/command.js';
import { claimState } from '../../scripts/local/claim.js';

const folder = mkdtempSync(join(tmpdir(), 'claim '));
const file = join(folder, 'npm-start.json');
/** @type {import('node:child_process').ChildProcess[]} */
const processes = [];
after(() => {
  for (const { pid } of processes) endGroup(pid, 'SIGKILL');
  rmSync(folder, { recursive: true });
});

/** @param {string} name that its command line holds @returns {Promise<number>} its id, of a group of its own */
async function running(name) {
  const child = spawn(
    process.execPath,
    ['-e', 'setInterval(() => {}, 1e6); console.log(1)', name],
    {
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  processes.push(child);
  await once(/** @type {import('node:stream').Readable} */ (child.stdout), 'data');
  return child.pid ?? 0;
}

/** Above every process there can be. */
const NOBODY = 2 ** 30;

/** @type {{name: string, before: () => Promise<string | null>}[]} */
const FREE = [
  { name: 'nobody has served from it', before: async () => null },
  { name: 'the note is no JSON', before: async () => '{' },
  { name: 'the note is of another shape', before: async () => '{"pid":"1","server":{}}' },
  {
    name: 'who served has ended',
    before: async () => JSON.stringify({ pid: NOBODY, server: NOBODY }),
  },
  {
    name: 'the numbers are other processes’ by now',
    before: async () => {
      const other = await running('something else');
      return JSON.stringify({ pid: other, server: other });
    },
  },
];
for (const { name, before } of FREE) {
  test(`local state, ${name}: it is free`, async () => {
    rmSync(file, { force: true });
    const note = await before();
    if (note !== null) writeFileSync(file, note);
    /** @type {string[]} */
    const said = [];
    const claim = await claimState(folder, (line) => said.push(line));
    assert.deepEqual(said, []);
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), { pid: process.pid, server: null });
    claim.servedBy(7);
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), { pid: process.pid, server: 7 });
  });
}
test('no process is ended for its number alone', () => {
  assert.deepEqual(
    processes.map(({ exitCode, signalCode }) => exitCode ?? signalCode),
    [null],
  );
});

test('local state, npm start is running on it: refused', async () => {
  const pid = await running('/a/scripts/start.js');
  writeFileSync(file, JSON.stringify({ pid, server: null }));
  await assert.rejects(
    claimState(folder, () => {}),
    { message: `npm start is running already, on the same data (process ${pid}).` },
  );
});

test('local state, a killed npm start has left its server: it is ended', async () => {
  const server = await running('/a/wrangler/bin/wrangler.js');
  const ended = once(/** @type {any} */ (processes.at(-1)), 'exit');
  writeFileSync(file, JSON.stringify({ pid: NOBODY, server }));
  /** @type {string[]} */
  const said = [];
  await claimState(folder, (line) => said.push(line));
  assert.equal(said.length, 1);
  assert.equal((await ended)[1], 'SIGKILL');
});
