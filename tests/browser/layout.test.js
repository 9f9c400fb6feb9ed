// How the page sits: widths, shifts, colours, motion, keyboard, names of things. In a real browser.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser } from './chromium.js';
import { coversAre, settled, toneIs, withPage } from './reader.js';
import { fullList, hit, kNobody, kStale, kWarming, sampleListen } from './samples.js';

/** @type {import('playwright-core').Browser} */
let browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser?.close());

const kMinute = 60_000;
const kPhone = { viewport: { width: 320, height: 640 } };
// As long as a name can be.
const kLong = 'Pneumonoultramicroscopicsilicovolcanoconiosis'.repeat(12).slice(0, 300);
const longRow = sampleListen({ username: kLong, artist: kLong, album: kLong, track: kLong });
const wideRow = sampleListen({
  username: '長い名前'.repeat(80),
  track: '🎵'.repeat(300),
  artist: 'م'.repeat(500),
});

const states = [
  { name: 'a full list', reply: hit() },
  { name: 'names without end', reply: hit([longRow, wideRow, ...fullList()]) },
  { name: 'stale', reply: kStale },
  { name: 'warming', reply: kWarming },
  { name: 'nobody', reply: kNobody },
  { name: 'failed', reply: { status: 500, body: '' } },
];
for (const { name, reply } of states) {
  test(`320 pixels wide, no sideways scrolling: ${name}`, async () => {
    await withPage(browser, { reply, context: kPhone }, async ({ page }) => {
      await settled(page);
      const outside = await page.evaluate(() => {
        const wide = [...document.querySelectorAll('main *')].filter((each) => {
          const box = each.getBoundingClientRect();
          return (
            box.width > 1 &&
            (box.right > innerWidth + 0.5 || box.left < -0.5) &&
            !each.closest('.cover, .track, .by, .person')
          );
        });
        return {
          scrolls: document.documentElement.scrollWidth > innerWidth,
          wide: wide.map((each) => each.className || each.id),
        };
      });
      assert.deepEqual(outside, { scrolls: false, wide: [] });
    });
  });

  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    test(`contrast of all text is at least 4.5 to 1, ${colorScheme}: ${name}`, async () => {
      await withPage(browser, { reply, context: { colorScheme } }, async ({ page }) => {
        await settled(page);
        const { looked, faint } = await page.evaluate(faintTexts);
        assert.deepEqual(faint, []);
        assert.ok(looked >= 3, `only ${looked} texts were looked at`);
      });
    });
  }
}

test('long names are cut, not lost: the whole is in the title', async () => {
  await withPage(browser, { reply: hit([longRow]) }, async ({ page }) => {
    await settled(page);
    for (const place of ['.track', '.person'])
      assert.equal(await page.locator(place).getAttribute('title'), kLong);
    assert.equal(await page.locator('.by').getAttribute('title'), `${kLong} · ${kLong}`);
    const box = await page.locator('.listen').boundingBox();
    assert.ok(box && box.height < 120, `a row of ${box?.height} pixels`);
  });
});

// `afterMs`: when the page asks again by itself after the answer before.
/** @type {Array<{afterMs: number, reply: import('./site-server.js').Reply, says: string}>} */
const kComings = [
  { afterMs: kMinute, reply: { fault: 'cut' }, says: 'Can’t reach the server' },
  { afterMs: 15_000, reply: kStale, says: 'Not refreshed since' },
  { afterMs: kMinute, reply: kWarming, says: 'preparing a new list' },
  { afterMs: 15_000, reply: { body: '<html>' }, says: 'Can’t read the server’s answer' },
  { afterMs: 15_000, reply: { status: 503 }, says: 'The server has a problem (503)' },
  { afterMs: 30_000, reply: hit(), says: 'Updated' },
];
for (const [device, context] of Object.entries({ phone: kPhone, desktop: {} })) {
  test(`nothing shifts as the list arrives, covers load, and notices come and go: ${device}`, async () => {
    await withPage(browser, { reply: kWarming, context }, async ({ page, site }) => {
      await settled(page);
      site.script = () => hit();
      await page.clock.runFor(15_100);
      await toneIs(page, 'fresh');
      await coversAre(page, 3);
      for (const { afterMs, reply, says } of kComings) {
        site.script = () => reply;
        await page.clock.runFor(afterMs);
        await page.locator('#freshness', { hasText: says }).waitFor();
      }
      assert.deepEqual(await shiftsOf(page), []);
    });
  });
}

test('a shift of the layout is noticed', async () => {
  await withPage(browser, { reply: hit() }, async ({ page }) => {
    await settled(page);
    await page.screenshot();
    await page.evaluate(() => {
      const box = document.createElement('div');
      box.style.height = '100px';
      document.querySelector('main')?.prepend(box);
    });
    assert.notDeepEqual(await shiftsOf(page), []);
  });
});

test('the keyboard reaches every link, in order, with a visible ring', async () => {
  await withPage(browser, { reply: hit() }, async ({ page, site }) => {
    await settled(page);
    const wanted = fullList().map(({ track }) => track);
    const reached = [];
    for (let press = 0; press < wanted.length; press++) {
      await page.keyboard.press('Tab');
      reached.push(
        await page.evaluate(() => {
          const style = getComputedStyle(document.activeElement ?? document.body);
          return style.outlineStyle === 'none' ? 'no ring' : document.activeElement?.textContent;
        }),
      );
    }
    assert.deepEqual(reached, wanted);
    site.script = () => ({ fault: 'cut' });
    await page.clock.runFor(kMinute);
    await toneIs(page, 'failed');
    await page.locator('.listen a').first().focus();
    await page.keyboard.press('Shift+Tab');
    site.script = () => hit();
    await page.keyboard.press('Enter');
    await toneIs(page, 'fresh');
  });
});

for (const reducedMotion of /** @type {const} */ (['reduce', 'no-preference'])) {
  test(`the page moves only where the reader allows it: ${reducedMotion}`, async () => {
    await withPage(browser, { reply: hit(), context: { reducedMotion } }, async ({ page }) => {
      await settled(page);
      const running = await page.evaluate(() =>
        document
          .getAnimations()
          .map((each) => /** @type {CSSAnimation} */ (each).animationName)
          .filter(Boolean),
      );
      assert.deepEqual([...new Set(running)], reducedMotion === 'reduce' ? [] : ['play']);
      assert.equal(await page.locator('.bars').first().isVisible(), true);
    });
  });
}

test('what assistive technology is given: one heading, a list of items, a polite status', async () => {
  await withPage(browser, { reply: hit(fullList().slice(2, 4)) }, async ({ page }) => {
    await settled(page);
    const tree = await page.locator('main').ariaSnapshot();
    assert.match(tree, /^- main:\n {2}- heading "What we’re listening to" \[level=1\]/);
    assert.match(tree, /- list "What we’re listening to":\n/);
    assert.equal(await page.getByRole('listitem').count(), 2);
    const row = (await page.getByRole('listitem').first().innerText()).replace(/\s+/g, ' ');
    assert.equal(row, 'Sinnerman by Nina Simone · from Pastel Blues played by ada 3 minutes ago');
    assert.equal(await page.getByRole('status').count(), 1);
    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
    assert.deepEqual(
      await page
        .locator('.listen bdi')
        .evaluateAll((names) => names.map((each) => getComputedStyle(each).unicodeBidi)),
      Array(8).fill('isolate'),
    );
  });
});

test('the page asks nobody but its own site, covers aside, and stays light', async () => {
  await withPage(browser, { reply: hit() }, async ({ page, site, context }) => {
    // Requests of the first load would count with those of the second.
    await settled(page);
    /** @type {string[]} */
    const asked = [];
    context.on('request', (request) => asked.push(request.url()));
    await page.reload();
    await settled(page);
    const foreign = asked.filter(
      (url) => !url.startsWith(site.address) && !url.startsWith('https://covers.example/'),
    );
    assert.deepEqual(foreign, []);
    const own = asked.filter((url) => url.startsWith(site.address));
    // The icon the browser asks for when it likes, and the tests when they wait.
    const paths = own.map((url) => new URL(url).pathname).filter((path) => path !== '/favicon.svg');
    assert.deepEqual(paths.sort(), ['/', '/api/internal/user-listens', '/page.js', '/style.css']);
  });
});

/** All layout shifts so far. @param {import('playwright-core').Page} page */
async function shiftsOf(page) {
  // The observer is told after the frame; a screenshot waits for one.
  await page.screenshot();
  return page.evaluate(() => window.watched.shifts);
}

/** Runs in the page: how many texts there are, and those whose contrast with the paper is below 4.5. */
function faintTexts() {
  /** @param {number} value */
  const channel = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  /** @param {string} colour */
  const luminance = (colour) => {
    const [r, g, b] = (colour.match(/[\d.]+/g) ?? []).map((part) => channel(Number(part) / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const paper = luminance(getComputedStyle(document.body).backgroundColor);
  const faint = [];
  let looked = 0;
  for (const each of document.querySelectorAll('main *')) {
    const hasText = [...each.childNodes].some((node) => node instanceof Text && node.data.trim());
    if (!hasText || each.closest('svg, noscript') || !each.checkVisibility()) continue;
    const ink = luminance(getComputedStyle(each).color);
    const contrast = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
    looked += 1;
    // A colour that cannot be read gives NaN.
    if (!(contrast >= 4.5)) faint.push(`${each.className || each.id}: ${contrast.toFixed(2)}`);
  }
  return { looked, faint };
}
