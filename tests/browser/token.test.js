// The token that the API may want: the page carries it, and gets itself another when it has expired.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TEST_SECRETS } from '../secrets/scan.js';
import { launchBrowser } from './chromium.js';
import { toneIs, withPage } from './reader.js';
import { hit, kNow } from './samples.js';
import { served } from './served-page.js';

/** @type {import('playwright-core').Browser} */
let browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser?.close());

const kMinute = 60_000;
const kRefused = { status: 401, body: '{"error":"X-Internal-Token has expired."}' };

/** @param {import('./served-page.js').Given} given @returns {string | undefined} */
const tokenOf = (given) =>
  served('http://site.test/', given).body.match(/"user-listens-token" content="([^"]+)"/)?.[1];

test('the page sends its token, and a new one when that has expired', async () => {
  /** @type {import('./served-page.js').Given} */
  const given = {
    reply: hit(),
    renderedAt: kNow,
    settings: { INTERNAL_API_SECRET: TEST_SECRETS.INTERNAL_API_SECRET },
  };
  const first = tokenOf(given);
  assert.ok(first);
  let taken = first;
  const sent = (/** @type {import('node:http').IncomingMessage} */ { headers }) =>
    headers['x-internal-token'];
  const script = (/** @type {import('node:http').IncomingMessage} */ request) =>
    sent(request) === taken ? hit() : kRefused;
  await withPage(browser, { script, served: given }, async ({ page, site }) => {
    await page.clock.runFor(kMinute);
    await site.asked(1);
    await toneIs(page, 'fresh');
    given.renderedAt = kNow + 6 * kMinute;
    taken = tokenOf(given) ?? '';
    await page.clock.runFor(kMinute);
    await site.asked(3);
    await toneIs(page, 'fresh');
    assert.deepEqual(site.apiRequests.map(sent), [first, first, taken]);
  });
});

test('a page whose tokens are refused says so, and goes on asking', async () => {
  const script = () => kRefused;
  await withPage(browser, { script, served: { reply: hit() } }, async ({ page, site }) => {
    await page.clock.runFor(kMinute);
    await site.asked(2);
    await toneIs(page, 'failed');
    await page.clock.runFor(kMinute);
    await site.asked(4);
  });
});
