// The page during every fault of the matrix: each reply that the API gave there, as tests/worker saw
// it (golden/matrix.txt), in a real browser.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { decodeReplies } from '../worker/matrix/replies.js';
import { launchBrowser } from './chromium.js';
import { rowTexts, settled, withPage } from './reader.js';

const REPLIES = new URL('../worker/golden/matrix.txt', import.meta.url);
const COVERS = 'https://lastfm.example/**';

/** @type {import('playwright-core').Browser} */
let browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser?.close());

/** What the masthead is to be about. @param {any} reply */
function toneOf({ lastUpdated, stale }) {
  if (lastUpdated === null && stale) return 'failed';
  if (lastUpdated === null) return 'warming';
  return stale ? 'stale' : 'fresh';
}

for (const { faults, body } of decodeReplies(readFileSync(REPLIES, 'utf8'))) {
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
  test(`the page, when ${faults[0]}${more}`, async () => {
    const reply = JSON.parse(body);
    await withPage(browser, { reply: { body }, block: COVERS }, async ({ page }) => {
      await settled(page);
      assert.equal(await page.locator('#status').getAttribute('data-tone'), toneOf(reply));
      assert.deepEqual(
        (await rowTexts(page)).map(({ member, track, link }) => ({ member, track, link })),
        reply.data.map((/** @type {any} */ { username, track, url }) => ({
          member: username,
          track,
          link: url,
        })),
      );
    });
  });
}
