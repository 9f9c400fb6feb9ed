// What may follow `npm run doctor --`.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { doctorOptions } from '../../../scripts/doctor/options.js';
import { Failure } from '../../../scripts/failure.js';

const LOCAL = { isRemote: false, site: [], state: '.wrangler/state' };
const REMOTE = { isRemote: true, site: [], state: null };
const DEFAULTS = { help: false, json: false, atMs: null, saved: null, place: LOCAL };

for (const { args, expected } of [
  { args: [], expected: {} },
  { args: ['--remote'], expected: { place: REMOTE } },
  {
    args: ['--remote', '--env', 'blog', '--json'],
    expected: { place: { ...REMOTE, site: ['--env', 'blog'], env: 'blog' }, json: true },
  },
  { args: ['--state', '/kept'], expected: { place: { ...LOCAL, state: '/kept' } } },
  {
    args: ['--file', 'v.json'],
    expected: { place: REMOTE, saved: { file: 'v.json', metadata: null, key: null } },
  },
  {
    args: ['--file', 'v.json', '--metadata', 'm.json', '--key', 'user-listens:v2:recent'],
    expected: {
      place: REMOTE,
      saved: { file: 'v.json', metadata: 'm.json', key: 'user-listens:v2:recent' },
    },
  },
  { args: ['--at', '2025-12-04T14:25:00Z'], expected: { atMs: 1764858300000 } },
  { args: ['--at', '2025-12-04T14:25:00.420Z'], expected: { atMs: 1764858300420 } },
  { args: ['-h'], expected: { help: true } },
]) {
  test(`npm run doctor -- ${args.join(' ')}`, () => {
    assert.deepEqual(doctorOptions(args), { ...DEFAULTS, ...expected });
  });
}

for (const { args, says } of [
  { args: ['--fast'], says: /--fast/ },
  { args: ['now'], says: /now/ },
  { args: ['--remote', '--state', 'x'], says: /--state is a folder of this machine/ },
  { args: ['--file', 'v', '--remote'], says: /not with --remote or --state/ },
  { args: ['--file', 'v', '--state', 'x'], says: /not with --remote or --state/ },
  { args: ['--file', ''], says: /--file is empty/ },
  { args: ['--metadata', 'm'], says: /--metadata goes with --file only/ },
  { args: ['--key', 'k'], says: /--key goes with --file only/ },
  { args: ['--at', 'yesterday'], says: /"yesterday" is no time like/ },
  { args: ['--at', '2025-12-04'], says: /"2025-12-04" is no time like/ },
  { args: ['--at', '2025-13-04T14:25:00Z'], says: /is no time like/ },
]) {
  test(`refused: npm run doctor -- ${args.join(' ')}`, () => {
    assert.throws(
      () => doctorOptions(args),
      (error) => error instanceof Failure && says.test(error.message) && error.advice.length > 0,
    );
  });
}
