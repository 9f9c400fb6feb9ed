// What may follow npm run tail --, and what wrangler is told of it.

import assert from 'node:assert/strict';
import test from 'node:test';
import { Failure } from '../../../scripts/failure.js';
import { tailOptions } from '../../../scripts/tail/options.js';

/** @param {string[]} args */
const wrangler = (...args) => ({ from: 'wrangler', args: ['tail', ...args] });

for (const {
  args,
  isTerminal = true,
  input,
} of /** @type {{args: string[], isTerminal?: boolean, input: object}[]} */ ([
  { args: [], input: wrangler('--format=json') },
  { args: [], isTerminal: false, input: { from: 'stdin' } },
  { args: ['-'], input: { from: 'stdin' } },
  { args: ['--json', '-'], isTerminal: false, input: { from: 'stdin' } },
  { args: ['events.json'], isTerminal: false, input: { from: 'file', path: 'events.json' } },
  { args: ['--', '--odd'], input: { from: 'file', path: '--odd' } },
  { args: ['--worker', 'a'], isTerminal: false, input: wrangler('a', '--format=json') },
  { args: ['--worker=site.example'], input: wrangler('site.example', '--format=json') },
  {
    args: [
      '--env',
      'staging',
      '--config',
      'b.toml',
      '--status',
      'error',
      '--search=-x y',
      '--version-id=v',
    ],
    input: wrangler(
      '--format=json',
      '--env=staging',
      '--config=b.toml',
      '--status=error',
      '--search=-x y',
      '--version-id=v',
    ),
  },
])) {
  test(`input of ${JSON.stringify(args)}${isTerminal ? '' : ', in a pipe'}`, () => {
    assert.deepEqual(tailOptions(args, isTerminal).input, input);
  });
}

test('everything is off that is not asked for', () => {
  const { input: _, ...off } = tailOptions([], true);
  assert.deepEqual(new Set(Object.values(off)), new Set([false]));
  const all = ['--warnings', '--verbose', '--json', '--utc', '--host', '--help'];
  const { input: __, ...on } = tailOptions(all, true);
  assert.deepEqual(new Set(Object.values(on)), new Set([true]));
});

for (const { args, says } of [
  { args: ['--wat'], says: "Unknown option '--wat'" },
  { args: ['--utc=1'], says: "Option '--utc' does not take an argument" },
  { args: ['a', 'b'], says: 'One file at a time, not "a" and "b".' },
  { args: [''], says: 'The file has no name.' },
  { args: ['a', '--env=b'], says: '--env is for wrangler tail: not with a file or a pipe.' },
  { args: ['-', '--worker=b'], says: '--worker is for wrangler tail: not with a file or a pipe.' },
  { args: ['--status=fine'], says: '--status: "fine" is none of ok, error, canceled.' },
  { args: ['--worker=--ip=self'], says: '--worker: "--ip=self" is no name of a Worker.' },
  { args: ['--search='], says: '--search needs a value.' },
]) {
  test(`refused: ${JSON.stringify(args)}`, () => {
    assert.throws(
      () => tailOptions(args, true),
      (error) => error instanceof Failure && error.message === says && error.advice.length === 1,
    );
  });
}
