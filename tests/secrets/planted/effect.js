// A run that must fail: a line that a refresh prints holds its token, in base64.

import { test } from 'node:test';
import { ALWAYS, freshMachine } from '../../abi/calls.js';
import { performersIn, play } from '../../abi/refreshes.js';
import { TEST_SECRETS } from '../scan.js';

test('a test that looks for nothing', () => {
  const settings = { LISTENBRAINZ_TOKEN: TEST_SECRETS.LISTENBRAINZ_TOKEN };
  const rows = Buffer.from(`token ${settings.LISTENBRAINZ_TOKEN}`).toString('base64');
  play(freshMachine(), { ...ALWAYS, settings }, performersIn({ rows }));
});
