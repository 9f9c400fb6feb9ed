// The runner of reported cases, without any: how it reads what scripts say, and what it says itself.

import assert from 'node:assert/strict';
import test from 'node:test';
import { SCRIPTS } from '../../reported/attacks.js';
import { main } from '../../reported/run.js';
import { verdictsOf } from '../../reported/verdicts.js';

const SCRIPT = { name: 'x', verdicts: 2, documented: { B2: 'SECURITY.md' } };

/** @type {{name: string, output: string, ending?: string, outcomes: string[]}[]} */
const OUTPUTS = [
  { name: 'all held', output: 'HELD  A\nnoise\nHELD  B :: why\n', outcomes: ['held', 'held'] },
  { name: 'one broke', output: 'HELD  A\nBREAK B :: why\n', outcomes: ['held', 'broke'] },
  {
    name: 'what is documented',
    output: 'BREAK B2 forged\nBREAK B3 forged\n',
    outcomes: ['documented', 'broke'],
  },
  {
    name: 'what is documented and holds all the same',
    output: 'HELD  B2 x\nHELD  A\n',
    outcomes: ['held', 'held'],
  },
  { name: 'fewer verdicts than there are', output: 'HELD  A\n', outcomes: ['held', 'broke'] },
  { name: 'nothing at all', output: '', outcomes: ['broke'] },
  {
    name: 'an end before its time',
    output: 'HELD  A\nHELD  B\n',
    ending: 'it ended with 1',
    outcomes: ['held', 'held', 'broke'],
  },
  {
    name: 'a word that only begins alike',
    output: 'BREAKFAST\nHELDER\n',
    outcomes: ['broke', 'broke'],
  },
];
for (const { name, output, ending = '', outcomes } of OUTPUTS) {
  test(`reported cases: a script that says: ${name}`, () => {
    assert.deepEqual(
      verdictsOf(SCRIPT, output, ending).map(({ outcome }) => outcome),
      outcomes,
    );
  });
}

/** @param {string} name */
const judged = (name, output = '') => {
  const script = SCRIPTS.find((one) => one.name === name);
  assert.ok(script?.judge);
  return script.judge(output).map(({ name, outcome }) => `${outcome} ${name}`);
};

test('reported cases: scripts that only measure are judged by their figures', () => {
  const took = (/** @type {number} */ cpu) =>
    `9 ms wall, ${cpu} ms CPU of workerd, RSS 1 -> peak 2 200 n=14`;
  assert.deepEqual(
    judged(
      'c1-cost',
      `baseline API: ${took(10)}\nAPI, list = 4 MiB of [0 (4.0 MiB): ${took(240)}\n   page: ${took(40)}\n` +
        `   cron: ${took(900)}\nAPI, list = 25 MiB of "[" (25.0 MiB): ${took(900)}\n   page: ${took(900)}\n`,
    ),
    [
      'held baseline API',
      'broke API, list = 4 MiB of [0 (4.0 MiB)',
      'held API, list = 4 MiB of [0 (4.0 MiB), page',
      'held API, list = 25 MiB of "[" (25.0 MiB)',
      'held API, list = 25 MiB of "[" (25.0 MiB), page',
    ],
  );
  assert.deepEqual(judged('redos', 'base64 4000 31.5 ms\n?key x1000 4000 8123.0 ms\nurl 0.5\n'), [
    'held base64 4000',
    'broke ?key x1000 4000',
    'held url',
  ]);
  const end = 'API 200 n=50 member7 shown false; ';
  assert.deepEqual(
    judged(
      'f4-memory',
      `control n=400: core failed in 1 refreshes; snapshot 0.1 -> 4.1 MB of 14:25:00, member7 in it true; ${end}`,
    ),
    [
      'broke control n=400: the core does not fail',
      'broke control n=400: who is hidden is not in the snapshot',
      'held control n=400: who is hidden is not shown',
    ],
  );
});

for (const { name, args, says } of [
  { name: 'no folder', args: [], says: /^Which folder/ },
  {
    name: 'a folder without cases',
    args: ['tests'],
    says: /^There are no reported cases in tests/,
  },
  { name: 'a folder that is not there', args: ['/nowhere'], says: /no part of the project/ },
]) {
  test(`reported cases: ${name}: it says so, and nothing passes for held`, async () => {
    /** @type {string[]} */
    const lines = [];
    assert.equal(await main(args, (line) => lines.push(line)), 2);
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? '', says);
  });
}
