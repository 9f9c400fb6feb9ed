// The page as the Worker serves it, and the feeds, in a real browser: complete without a script, the
// same rows as the script's own, harmless whatever strangers wrote (as is the card), within reach of
// keyboards and screen readers.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { launchBrowser } from './chromium.js';
import { kPayloads } from './payloads.js';
import { kReader, openPage, settled, withAddress, withPage } from './reader.js';
import {
  fullList,
  hit,
  kNobody,
  kStale,
  kUnreadable,
  kWarming,
  sampleListen,
  strangeRows,
} from './samples.js';
import { startSite } from './site-server.js';

/** @type {import('playwright-core').Browser} */
let browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser?.close());

const kAxe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const kWithoutScript = { javaScriptEnabled: false };

/** Rows with a payload in each of their fields. */
const payloadRows = kPayloads.map(({ text }, i) => {
  // Nothing broken is ever stored. A name has 300 characters at most: one more is too long.
  const payload = text.toWellFormed().slice(0, 301);
  return sampleListen({
    username: `${i} ${payload}`,
    artist: payload,
    album: payload,
    track: payload,
    image: `https://covers.example/${encodeURIComponent(payload)}`,
    url: i % 2 ? payload : `https://music.example/${encodeURIComponent(payload)}`,
  });
});
/** @type {Record<string, import('./site-server.js').Reply>} */
const kStates = {
  'a full list': hit(),
  stale: kStale,
  warming: kWarming,
  unreadable: kUnreadable,
  nobody: kNobody,
  strange: hit(strangeRows),
};

/**
 * @param {string} path
 * @param {import('./site-server.js').Reply} reply
 * @param {import('playwright-core').BrowserContextOptions} options
 * @param {Parameters<typeof withAddress>[2]} read
 */
const withAnswer = (path, reply, options, read) =>
  withAddress(browser, { path, reply, context: options }, read);

test('without a script: every row, its names, its time and its link', async () => {
  await withAnswer('/', hit(), { ...kWithoutScript }, async (page) => {
    const rows = page.locator('.listen');
    const list = fullList();
    assert.equal(await rows.count(), list.length);
    for (const [i, listen] of list.entries()) {
      const row = rows.nth(i);
      assert.ok(await row.isVisible());
      assert.equal(await row.locator('.track').innerText(), listen.track);
      assert.equal(await row.locator('.member').innerText(), listen.username);
      assert.equal(await row.locator('a').getAttribute('href'), listen.url);
    }
    assert.equal(await page.locator('#summary').innerText(), '11 listeners · 2 playing now');
    assert.equal(await page.locator('#freshness').innerText(), 'Updated 2 min ago');
    assert.equal(await rows.nth(2).locator('.when').innerText(), '3 min ago');
    assert.doesNotMatch(await page.locator('body').innerText(), /loading|javascript/i);
    assert.equal(await page.locator('#skeleton').isVisible(), false);
  });
});

test('without a script: stale, warming, nobody and unreadable say what they are', async () => {
  /** @type {Array<[import('./site-server.js').Reply, RegExp]>} */
  const cases = [
    [kStale, /Not refreshed since 4 Dec 2025, 11:15 UTC\. Showing the last list there is\./],
    [kWarming, /Just a moment\s+The first list is on its way\./],
    [kNobody, /Nobody has listened to anything yet/],
    [kUnreadable, /could not be loaded\s+The list cannot be read at the moment\. The page keeps/],
  ];
  for (const [reply, words] of cases) {
    await withAnswer('/', reply, { ...kWithoutScript }, async (page) => {
      assert.match(await page.locator('main').innerText(), words);
    });
  }
});

/** The rows' markup, without what the reader's language and zone change. */
function markupOfRows() {
  return [...document.querySelectorAll('.listen')].map((row) => {
    const copy = /** @type {Element} */ (row.cloneNode(true));
    for (const time of copy.querySelectorAll('time')) {
      time.textContent = '';
      time.title = '';
      time.lang = '';
    }
    return copy.outerHTML;
  });
}

for (const [name, list] of Object.entries({
  'a full list': fullList(),
  'strange names': strangeRows,
  payloads: payloadRows,
})) {
  test(`the rows that are served are those that the script makes: ${name}`, async () => {
    const block = 'https://covers.example/**';
    const lists = [list.slice(0, 25), list.slice(25)].filter((part) => part.length > 0);
    for (const part of lists) {
      const reply = hit(part);
      /** @type {string[]} */
      let made = [];
      await withPage(browser, { reply, block, ignoresConsole: true }, async ({ page }) => {
        await settled(page);
        // Broken covers are taken away by the script.
        made = await page.evaluate(markupOfRows);
      });
      await withAnswer('/', reply, {}, async (page) => {
        await page.route('**/page.js', (route) => route.abort());
        await page.context().route(block, (route) => route.abort());
        await page.reload();
        const served = await page.evaluate(markupOfRows);
        const bare = (/** @type {string} */ row) => row.replace(/<img [^>]*>/, '');
        assert.deepEqual(served.map(bare), made.map(bare));
      });
    }
  });
}

for (const path of ['/', '/user-listens.svg?limit=20']) {
  test(`${path}: payloads in every field do nothing and break nothing`, async () => {
    for (let from = 0; from < payloadRows.length; from += 20) {
      const reply = hit(payloadRows.slice(from, from + 20));
      await withAnswer(path, reply, {}, async (page, mishaps) => {
        const found = await page.evaluate(() => ({
          scripts: [...document.querySelectorAll('script')].map((each) => each.getAttribute('src')),
          handlers: [...document.querySelectorAll('*')].flatMap((each) =>
            [...each.attributes].map(({ name }) => name).filter((name) => /^on/i.test(name)),
          ),
          frames: document.querySelectorAll('iframe, object, embed, base, form, foreignObject')
            .length,
          links: [...document.querySelectorAll('a')].map((each) => each.protocol),
          broken: document.querySelectorAll('parsererror').length,
          rows: document.querySelectorAll('.listen, svg > svg[width="100%"]').length,
        }));
        assert.deepEqual(found.scripts, path === '/' ? ['/page.js'] : []);
        assert.deepEqual(found.handlers, []);
        assert.equal(found.frames, 0);
        assert.equal(found.broken, 0);
        assert.equal(found.rows, Math.min(20, payloadRows.length - from));
        for (const protocol of found.links) assert.match(protocol, /^(https?:|:|)$/);
        const heard = mishaps.filter((mishap) => !/Content Security Policy|ERR_|404/.test(mishap));
        assert.deepEqual(heard, []);
      });
    }
  });
}

test('a page with a limit goes on with it', async () => {
  await withAnswer('/?limit=2', hit(), {}, async (page, _, site) => {
    await settled(page);
    assert.equal(await page.locator('.listen').count(), 2);
    await page.clock.runFor(60_100);
    await site.asked(1);
    assert.equal(site.apiRequests[0]?.url, '/api/internal/user-listens?limit=2');
  });
});

test('RSS: payloads stay text for a strict parser', async () => {
  const reply = hit(payloadRows);
  const page = await browser.newPage();
  const site = await startSite(() => reply, { reply });
  const feed = await (await fetch(new URL('/user-listens.rss', site.address))).text();
  const titles = await page.evaluate((text) => {
    const parsed = new DOMParser().parseFromString(text, 'application/xml');
    const unknown = [...parsed.querySelectorAll('item > *')]
      .map(({ nodeName }) => nodeName)
      .filter((name) => !/^(title|link|guid|pubDate|dc:creator|description)$/.test(name));
    const broken = parsed.querySelectorAll('parsererror').length;
    // Readers take a description for HTML.
    const descriptions = [...parsed.querySelectorAll('item > description')].map(
      ({ textContent }) => new DOMParser().parseFromString(textContent ?? '', 'text/html').body,
    );
    for (const body of descriptions)
      for (const element of body.children) unknown.push(element.outerHTML);
    return broken || unknown.length
      ? unknown
      : [...parsed.querySelectorAll('item > title')].map(({ textContent }) => textContent);
  }, feed);
  await page.close();
  await site.stop();
  assert.equal(titles.length, kPayloads.length);
  for (const [i, { text, shown = text }] of kPayloads.entries()) {
    const name = shown.toWellFormed();
    assert.equal(titles[i], `${name} – ${name}`);
  }
});

for (const [name, reply] of Object.entries(kStates)) {
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    test(`axe finds nothing, ${colorScheme}: ${name}`, async () => {
      await withAnswer('/', reply, { colorScheme, bypassCSP: true }, async (page) => {
        await settled(page);
        await page.clock.resume();
        await page.evaluate(kAxe);
        const { violations } = await page.evaluate(() =>
          /** @type {any} */ (window).axe.run(document, {
            runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
          }),
        );
        const said = violations.map(
          (/** @type {any} */ { id, nodes }) =>
            `${id}: ${nodes.map((/** @type {any} */ node) => node.html).join(' | ')}`,
        );
        assert.deepEqual(said, []);
      });
    });
  }
}

test('the keyboard goes through the tracks in their order, then to the other forms', async () => {
  await withAnswer('/', hit(), {}, async (page) => {
    await settled(page);
    const stops = [];
    for (let i = 0; i < fullList().length + 4; i++) {
      await page.keyboard.press('Tab');
      stops.push(await page.evaluate(() => document.activeElement?.textContent));
      const ring = await page.evaluate(() => {
        const focused = /** @type {Element} */ (document.activeElement);
        return getComputedStyle(focused).outlineStyle;
      });
      assert.notEqual(ring, 'none');
    }
    const tracks = fullList().map(({ track }) => track);
    assert.deepEqual(stops, [...tracks, 'RSS', 'JSON Feed', 'Card', 'Text']);
  });
});

test('the page names its feeds, and they are where it says', async () => {
  await withAnswer('/', hit(), {}, async (page) => {
    const feeds = await page
      .locator('link[rel=alternate]')
      .evaluateAll((links) =>
        links.map((link) => [
          link.getAttribute('type'),
          /** @type {HTMLLinkElement} */ (link).href,
        ]),
      );
    assert.equal(feeds.length, 2);
    for (const [type, href] of feeds) {
      const { status, headers } = await fetch(String(href));
      assert.equal(status, 200);
      assert.ok(headers.get('content-type')?.startsWith(String(type)), String(href));
    }
  });
});

test('what a visit costs: requests, bytes, shifts', async (t) => {
  const reply = hit();
  const site = await startSite(() => reply, { reply });
  const context = await browser.newContext(kReader);
  /** @type {Array<Promise<[string, number]>>} */
  const files = [];
  context.on('requestfinished', (request) => {
    const { origin, pathname } = new URL(request.url());
    // Browsers ask for the icon when they like.
    if (origin !== new URL(site.address).origin || pathname === '/favicon.svg') return;
    files.push(sizeOf(request).then((size) => [pathname, size]));
  });
  try {
    const { page } = await openPage(context, site.address, {});
    await settled(page);
    await page.waitForLoadState('networkidle');
    const sizes = await Promise.all(files);
    assert.deepEqual(sizes.map(([path]) => path).sort(), ['/', '/page.js', '/style.css']);
    const bytes = sizes.reduce((sum, [, size]) => sum + size, 0);
    t.diagnostic(`${sizes.length} requests, ${bytes} bytes gzipped: ${JSON.stringify(sizes)}`);
    assert.ok(bytes < 14_000, `${bytes} bytes fit into the first round trips`);
    assert.deepEqual(await page.evaluate(() => window.watched.shifts), []);
  } finally {
    await context.close();
    await site.stop();
  }
});

/** Gzipped, as Cloudflare would send it. @param {import('playwright-core').Request} request */
async function sizeOf(request) {
  const body = await (await request.response())?.body();
  return gzipSync(body ?? '', { level: 6 }).length;
}
