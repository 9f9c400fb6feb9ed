// A run that must fail: a row of the page holds the key.

import { test } from 'node:test';
import { hit, sampleListen } from '../../browser/samples.js';
import { served } from '../../browser/served-page.js';
import { TEST_SECRETS } from '../scan.js';

test('a test that looks for nothing', () => {
  const listen = sampleListen({ track: TEST_SECRETS.LASTFM_API_KEY });
  served('https://site.example/', { reply: hit([listen]) });
});
