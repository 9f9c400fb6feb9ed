// A run that must fail: a line of the core's log holds its token, in base64.

import { test } from 'node:test';
import { ALWAYS, freshCore } from '../../abi/calls.js';
import { TEST_SECRETS } from '../scan.js';

test('a test that looks for nothing', () => {
  const settings = { LISTENBRAINZ_TOKEN: TEST_SECRETS.LISTENBRAINZ_TOKEN };
  const rosterError = Buffer.from(`token ${settings.LISTENBRAINZ_TOKEN}`).toString('base64');
  freshCore().call('plan_refresh', { ...ALWAYS, settings, rosterError });
});
