// A listen's cover: the drawing, which the core makes too and must make alike, and the image over it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser } from './chromium.js';
import { coversAre, settled, withPage } from './reader.js';
import { hit, kCovers, sampleListen } from './samples.js';

/** @type {import('playwright-core').Browser} */
let browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser?.close());

// tests/core has the same table.
const drawings = [
  { name: 'ASCII', artist: 'Nina Simone', album: 'Pastel Blues', hues: [351, 31], at: [41, 27] },
  {
    name: 'the other way',
    artist: 'Pastel Blues',
    album: 'Nina Simone',
    hues: [250, 290],
    at: [11, 8],
  },
  {
    name: 'three bytes a letter',
    artist: '坂本龍一',
    album: '音楽図鑑',
    hues: [8, 48],
    at: [49, 38],
  },
  { name: 'right to left', artist: 'فيروز', album: 'معرفتي فيك', hues: [147, 187], at: [12, 40] },
  {
    name: 'beyond the first plane',
    artist: '🎵',
    album: 'Sigur Rós',
    hues: [331, 11],
    at: [15, 54],
  },
  { name: 'a lone surrogate', artist: '\ud800', album: '', hues: [183, 223], at: [20, 46] },
  {
    name: 'very long',
    artist: 'x'.repeat(1000),
    album: 'y'.repeat(1000),
    hues: [226, 266],
    at: [37, 49],
  },
];
test('the drawing of a cover follows from the names', async (t) => {
  const rows = drawings.map(({ name, artist, album }) =>
    sampleListen({ username: name, artist, album, image: null }),
  );
  await withPage(browser, { reply: hit(rows) }, async ({ page }) => {
    await settled(page);
    const covers = await page
      .locator('.cover')
      .evaluateAll((all) => all.map((each) => each.outerHTML));
    for (const [index, { name, hues, at }] of drawings.entries())
      await t.test(name, () => assert.equal(covers[index], drawn(hues, at)));
  });
});

/** @param {number[]} hues @param {number[]} at */
function drawn([ground, ink], [x, y]) {
  const disc = (/** @type {number} */ r) =>
    `<circle cx="${x}" cy="${y}" r="${r}" fill="hsl(${ink} 46% 60%)" fill-opacity=".5"></circle>`;
  return (
    '<div class="cover" aria-hidden="true"><svg viewBox="0 0 64 64" width="64" height="64">' +
    `<rect width="64" height="64" fill="hsl(${ground} 32% 44%)"></rect>${disc(40)}${disc(22)}` +
    '</svg></div>'
  );
}

const images = [
  { name: 'one that loads', image: `${kCovers}a.png`, shown: 1 },
  { name: 'null', image: null, shown: 0 },
  { name: 'one that fails', image: `${kCovers}broken.png`, shown: 0 },
  { name: 'plain http', image: 'http://covers.example/a.png', shown: 0 },
  { name: 'a data URI', image: 'data:image/png;base64,AAAA', shown: 0 },
  { name: 'no address at all', image: 'cover.png', shown: 0 },
];
for (const { name, image, shown } of images) {
  test(`the image of a cover: ${name}`, async () => {
    await withPage(browser, { reply: hit([sampleListen({ image })]) }, async ({ page }) => {
      await settled(page);
      await coversAre(page, shown);
      await page.waitForFunction((count) => document.images.length === count, shown);
      assert.equal(await page.locator('.cover svg').count(), 1, 'the drawing stays below');
      if (!shown) return;
      assert.equal(
        await page.locator('.cover img').evaluate((each) => each.outerHTML),
        '<img alt="" width="64" height="64" loading="lazy" decoding="async" ' +
          `referrerpolicy="no-referrer" src="${image}">`,
      );
    });
  });
}

for (const reducedMotion of /** @type {const} */ (['reduce', 'no-preference'])) {
  test(`the image fades in over the drawing, and hides it: motion ${reducedMotion}`, async () => {
    const choice = { reply: hit([sampleListen()]), context: { reducedMotion } };
    const hold = Promise.withResolvers();
    await withPage(browser, choice, async ({ page, context }) => {
      await context.route(`${kCovers}**`, async (route) => {
        await hold.promise;
        await route.fallback();
      });
      await page.reload();
      const image = page.locator('.cover img');
      const coming = await image.evaluate((each) => ({
        fades: each.getAnimations().map(({ playState }) => playState),
        opacity: getComputedStyle(each).opacity,
      }));
      const still = { fades: [], opacity: '1' };
      assert.deepEqual(
        coming,
        reducedMotion === 'reduce' ? still : { fades: ['paused'], opacity: '0' },
      );
      hold.resolve(undefined);
      await page.waitForFunction(() => document.images[0]?.getAnimations().length === 0);
      await coversAre(page, 1);
      const shown = await image.evaluate((each) => {
        const { x, y } = each.getBoundingClientRect();
        const isOnTop = document.elementFromPoint(x + 9, y + 9) === each;
        return { isOnTop, opacity: getComputedStyle(each).opacity };
      });
      assert.deepEqual(shown, { isOnTop: true, opacity: '1' });
    });
  });
}
