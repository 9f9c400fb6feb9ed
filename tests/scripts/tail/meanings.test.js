// Every warning that the Worker can log has a meaning, every meaning is of a warning that it can log,
// and README.md, "Watch", tells the same.
//
// UPDATE_GOLDEN=1 writes README's table anew.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import test from 'node:test';
import { MEANINGS, meaningOf, OUTCOMES } from '../../../scripts/tail/meanings.js';
import { BEGINNING, read, sources, warningsOfTheSources } from './logged.js';

const README = new URL('../../../README.md', import.meta.url);
const HEAD = '| line begins | it means |\n|---|---|\n';

const logged = warningsOfTheSources();

for (const path of sources()) {
  const code = read(path).replace(/^\s*(?:\/\/|\*|\/\*).*$/gm, '');
  const count = code.match(/WARNING|Cache MISS/g)?.length ?? 0;
  if (count === 0) continue;
  test(`every WARNING of ${path} is one that tests/scripts/tail/logged.js can read`, () => {
    assert.equal(code.match(BEGINNING)?.length, count);
  });
}

for (const { path, line } of logged) {
  test(`${path} logs "${line}"`, () => {
    assert.ok(
      meaningOf(line) !== null,
      `no meaning: add one to scripts/tail/meanings.js (where the text is put in, tests/scripts/tail/logged.js must know what it can be)`,
    );
  });
}

test('no meaning is of a line that nobody logs', () => {
  const idle = MEANINGS.filter(
    ({ meaning }) => !logged.some(({ line }) => meaningOf(line) === meaning),
  );
  assert.deepEqual(idle, []);
  for (const { lines, meaning } of MEANINGS) {
    for (const begin of lines) {
      const texts = logged.filter(({ line }) => meaningOf(line) === meaning);
      const parts = begin.split('…');
      assert.ok(
        texts.some(({ line }) => parts.every((part) => line.includes(part))),
        begin,
      );
    }
  }
});

test('every warning that the fault matrix has seen has a meaning', () => {
  const lines = [
    ...read('tests/worker/README.md').matchAll(/`+(\[?\w*\]? ?WARNING: .*?)`+(?=<br>| \|)/g),
  ];
  assert.ok(lines.length >= 50, `${lines.length} lines`);
  for (const [, line = ''] of lines) assert.notEqual(meaningOf(line), null, line);
});

for (const { line, begins } of [
  {
    // What members are called must not decide what a line means.
    line: '[CRON] WARNING: No answer about 1 accounts, keeping what is known of them: x refuses (timeout)',
    begins: '[CRON] WARNING: No answer about',
  },
  {
    line: '[CRON] WARNING: Verification failed: user-listens:v2:recent holds …, was asked too often',
    begins: '[CRON] WARNING: Verification failed',
  },
  {
    line: '[CRON] WARNING: user-listens:v2:recent was written at 2025-12-04T14:21:27.000Z by another writer: writer a',
    begins: '[CRON] WARNING: user-listens:v2:… was written … by another writer',
  },
  { line: '[CRON] WARNING: Something new', begins: null },
  { line: '[CRON] Taking over: user-listens:v2:recent was written', begins: null },
  { line: ' [CRON] WARNING: No answer about', begins: null },
  { line: '', begins: null },
]) {
  test(`the meaning of "${line.slice(0, 60)}"`, () => {
    const expected = MEANINGS.find(({ lines }) => begins !== null && lines.includes(begins));
    assert.equal(meaningOf(line), expected?.meaning ?? null);
  });
}

test('README.md tells what each line means', () => {
  const rows = MEANINGS.map(({ lines, meaning }) => {
    const begins = lines.map((line) => `\`${line}\``).join('<br>');
    return `| ${begins} | ${meaning} |\n`;
  });
  const table = HEAD + rows.join('');
  const readme = read('README.md');
  const from = readme.indexOf(HEAD);
  assert.ok(from > 0, 'README.md has a table of what lines mean');
  const to = readme.indexOf('\n\n', from) + 1;
  if (process.env.UPDATE_GOLDEN === '1') {
    writeFileSync(README, readme.slice(0, from) + table + readme.slice(to));
  }
  assert.equal(readme.slice(from, to), table, 'UPDATE_GOLDEN=1 writes it anew');
});

test("every outcome of the platform's has a meaning", () => {
  const types = read('node_modules/@cloudflare/workers-types/index.d.ts');
  const union = types.match(/type EventOutcome =([^;]*);/)?.[1] ?? '';
  const outcomes = [...union.matchAll(/"(\w+)"/g)].map(([, outcome]) => outcome);
  assert.ok(outcomes.includes('exceededCpu'));
  for (const outcome of outcomes) {
    assert.equal(OUTCOMES.has(outcome ?? ''), outcome !== 'ok', outcome);
  }
});
