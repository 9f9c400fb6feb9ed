// What may follow `npm run deploy --`, and the clear errors for what may not.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deployOptions } from '../../../scripts/deploy/options.js';
import { Failure } from '../../../scripts/failure.js';

const DEFAULTS = {
  help: false,
  mode: 'deploy',
  site: { flags: [], env: undefined, config: 'wrangler.toml' },
};

for (const { args, expected } of [
  { args: [], expected: {} },
  { args: ['-h'], expected: { help: true } },
  { args: ['--check'], expected: { mode: 'check' } },
  { args: ['--dry-run'], expected: { mode: 'dry-run' } },
  {
    args: ['--env', 'staging'],
    expected: { site: { flags: ['--env', 'staging'], env: 'staging', config: 'wrangler.toml' } },
  },
  {
    args: ['--config=blog.toml', '--check'],
    expected: {
      mode: 'check',
      site: { flags: ['--config', 'blog.toml'], env: undefined, config: 'blog.toml' },
    },
  },
]) {
  test(`npm run deploy -- ${args.join(' ')}`, () => {
    assert.deepEqual(deployOptions(args), { ...DEFAULTS, ...expected });
  });
}

for (const { args, says } of [
  { args: ['--check', '--dry-run'], says: /not both/ },
  { args: ['--env='], says: /--env needs a value/ },
  { args: ['--env'], says: /--env/ },
  { args: ['--force'], says: /--force/ },
  { args: ['--remote'], says: /--remote/ },
  { args: ['now'], says: /now/ },
]) {
  test(`refused: npm run deploy -- ${args.join(' ')}`, () => {
    assert.throws(
      () => deployOptions(args),
      (error) => error instanceof Failure && says.test(error.message) && error.advice.length > 0,
    );
  });
}
