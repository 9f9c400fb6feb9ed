// What may follow `npm run simulate --`, and the clear errors for what may not.

import assert from 'node:assert/strict';
import test from 'node:test';
import { Failure } from '../../scripts/failure.js';
import { simulateOptions } from '../../scripts/simulation/options.js';

const DEFAULTS = { help: false, program: 'simulate', forProgram: [] };

for (const { args, expected } of [
  { args: [], expected: {} },
  { args: ['--help'], expected: { help: true } },
  { args: ['-h'], expected: { help: true } },
  {
    args: ['--seed', '7', '--years=100'],
    expected: { forProgram: ['--years', '100', '--seed', '7'] },
  },
  { args: ['--seed', '0'], expected: { forProgram: ['--seed', '0'] } },
  {
    args: ['--days', '3', '--threads', '1'],
    expected: { forProgram: ['--days', '3', '--threads', '1'] },
  },
  {
    args: ['--log', '2026-03-01T00:00:00Z'],
    expected: { forProgram: ['--log', '2026-03-01T00:00:00Z'] },
  },
  {
    args: ['--without', 'versioned-key', '--seed=2'],
    expected: { program: 'simulate-without-versioned-key', forProgram: ['--seed', '2'] },
  },
  { args: ['--planners'], expected: { program: 'planning' } },
  {
    args: ['--planners', '--members', '2000', '--budget=100', '--days', '7', '--seed', '3'],
    expected: {
      program: 'planning',
      forProgram: ['--seed', '3', '--days', '7', '--members', '2000', '--budget', '100'],
    },
  },
]) {
  test(`npm run simulate -- ${args.join(' ')}`, () => {
    assert.deepEqual(simulateOptions(args), { ...DEFAULTS, ...expected });
  });
}

for (const { args, says } of [
  { args: ['--fast'], says: /--fast/ },
  { args: ['2026'], says: /2026/ },
  { args: ['--years'], says: /--years/ },
  { args: ['--years', '0'], says: /"0" is no whole number from 1/ },
  { args: ['--years', '1e3'], says: /"1e3" is no whole number/ },
  { args: ['--seed', '12345678901'], says: /"12345678901" is no whole number from 0/ },
  { args: ['--threads', 'two'], says: /"two" is no whole number/ },
  { args: ['--log', 'march'], says: /"march" is no time/ },
  { args: ['--log', '2026-13-01T00:00:00Z'], says: /is no time/ },
  { args: ['--members', '500'], says: /--members goes only with --planners/ },
  { args: ['--planners', '--years', '2'], says: /--years goes not with --planners/ },
  { args: ['--planners', '--without', 'fence'], says: /--without goes not with --planners/ },
  { args: ['--planners', '--members', '0'], says: /"0" is no whole number from 1/ },
  { args: ['--without', 'luck'], says: /unknown mechanism "luck"; one of: fence, memory/ },
]) {
  test(`refused: npm run simulate -- ${args.join(' ')}`, () => {
    assert.throws(
      () => simulateOptions(args),
      (error) => error instanceof Failure && says.test(error.message) && error.advice.length > 0,
    );
  });
}
