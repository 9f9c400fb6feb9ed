// A page that comes with its list: the script takes the rows over as they are, puts times into the
// reader's words, and asks for the next list when that is due.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { nextRequestAt } from '../../site/served.js';
import { launchBrowser } from './chromium.js';
import { rowTexts, settledAfter, setVisibility, textOf, toneIs, withPage } from './reader.js';
import {
  ago,
  fullList,
  hit,
  kNobody,
  kNow,
  kStale,
  kUnreadable,
  kWarming,
  sampleListen,
} from './samples.js';

/** @type {import('playwright-core').Browser} */
let browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser?.close());

const kMinute = 60_000;

// Fields that the markup says in more than one way, or not at all.
const oddities = [
  sampleListen({ username: 'twice', track: 'First' }),
  sampleListen({ username: 'twice', track: 'Second' }),
  sampleListen({ username: '', track: 'Nobody’s' }),
  sampleListen({ username: 'markup', track: '<b>"&amp;', url: "https://x.example/a'?c&d" }),
  sampleListen({ username: 'plays, with a time', nowPlaying: true, playedAt: ago(3) }),
];

for (const [device, context] of Object.entries({
  desktop: {},
  phone: { viewport: { width: 320, height: 640 } },
})) {
  test(`every node stays, nothing shifts, no image is asked for twice: ${device}`, async () => {
    const reply = hit([...fullList(), ...oddities]);
    await withPage(
      browser,
      { reply, served: { reply }, context },
      async ({ page, site, context }) => {
        await toneIs(page, 'fresh');
        // Gone before anything is counted: its last images may be asked for later than its rows show.
        await page.goto('about:blank');
        /** @type {string[]} */
        const asked = [];
        context.on('request', (request) => asked.push(request.url()));
        await page.addInitScript(keepServedNodes);
        await page.goto(site.address);
        await page.locator('.listen time[lang="en-GB"]').first().waitFor();
        const before = site.apiRequests.length;
        await page.clock.runFor(kMinute - 100);
        await settledAfter(page, site, before);
        assert.equal(site.apiRequests.length, before, 'a list that is good for a minute');
        await page.clock.runFor(200);
        await settledAfter(page, site, before + 1);
        assert.equal(site.apiRequests.length, before + 1);

        assert.deepEqual(await page.evaluate(changesToServed), []);
        assert.equal(await textOf(page, '#announcer'), '', 'nothing to be told');
        const images = asked.filter((url) => url.startsWith('https://covers.example/'));
        assert.ok(images.length > 0);
        assert.equal(images.length, new Set(images).size);
        await page.screenshot();
        assert.deepEqual(await page.evaluate(() => window.watched.shifts), []);
      },
    );
  });
}

/** Runs in the page before its script: remembers the nodes it came with. */
function keepServedNodes() {
  document.addEventListener('readystatechange', () => {
    if (document.readyState !== 'interactive') return;
    window.served = [...document.querySelectorAll('#listens, #listens *')];
  });
}

/** Runs in the page: the nodes that are gone, and those that have come. */
function changesToServed() {
  const now = [...document.querySelectorAll('#listens, #listens *')];
  // A broken image goes; its row has no other.
  const gone = window.served.filter((each) => !now.includes(each) && each.localName !== 'img');
  const come = now.filter((each) => !window.served.includes(each));
  return [...gone, ...come].map((each) => each.outerHTML);
}

test('after taking over, the page is as if the script had made it', async () => {
  const reply = hit([...fullList(), ...oddities]);
  const markup = async (/** @type {import('playwright-core').Page} */ page) => {
    await page.waitForFunction(() => !document.querySelector('img[src*=broken]'));
    return page.evaluate(() =>
      ['status', 'panel', 'listens'].map((id) => document.getElementById(id)?.innerHTML),
    );
  };
  await withPage(browser, { reply }, async ({ page }) => {
    await toneIs(page, 'fresh');
    const made = await markup(page);
    await withPage(browser, { served: { reply } }, async ({ page }) => {
      await page.locator('.listen time[lang="en-GB"]').first().waitFor();
      assert.deepEqual(await markup(page), made);
    });
  });
});

test('times are in the reader’s language and zone, and move on', async () => {
  const context = { locale: 'de-DE', timezoneId: 'Europe/Berlin' };
  const reply = hit([sampleListen()]);
  await withPage(browser, { reply, served: { reply }, context }, async ({ page }) => {
    const time = page.locator('.listen time[lang="de-DE"]');
    await time.waitFor();
    assert.equal(await time.textContent(), 'vor 5 Minuten');
    assert.match(
      String(await time.getAttribute('title')),
      /^Donnerstag, 4\. Dezember 2025 um 15:20/,
    );
    assert.equal(await textOf(page, '#freshness'), 'Updated vor 2 Minuten');
    await page.clock.runFor(kMinute);
    assert.equal(await time.textContent(), 'vor 6 Minuten');
  });
});

/** @type {Array<{name: string, served: import('./served-page.js').Given, tone: string,
 *   summary: string, freshness: string, asksAfterMs: number}>} */
const states = [
  {
    name: 'fresh',
    served: { reply: hit() },
    tone: 'fresh',
    summary: '11 listeners · 2 playing now',
    freshness: 'Updated 2 minutes ago',
    asksAfterMs: kMinute,
  },
  {
    name: 'nobody',
    served: { reply: kNobody },
    tone: 'fresh',
    summary: '',
    freshness: 'Updated 2 minutes ago',
    asksAfterMs: kMinute,
  },
  {
    name: 'stale',
    served: { reply: kStale },
    tone: 'stale',
    summary: '11 listeners · 2 playing now',
    freshness: 'Not refreshed since 11:15. Showing the last list there is.',
    asksAfterMs: 0,
  },
  {
    name: 'warming',
    served: { reply: kWarming },
    tone: 'warming',
    summary: 'Just a moment',
    freshness: 'The first list is on its way.',
    asksAfterMs: 0,
  },
  {
    name: 'unreadable',
    served: { reply: kUnreadable },
    tone: 'failed',
    summary: '',
    freshness: '',
    asksAfterMs: 0,
  },
  {
    name: 'half a minute old',
    served: { reply: hit(), renderedAt: kNow - 30_000 },
    tone: 'fresh',
    summary: '11 listeners · 2 playing now',
    freshness: 'Updated 2 minutes ago',
    asksAfterMs: 30_000,
  },
  {
    name: 'from an old cache',
    served: { reply: hit(), renderedAt: kNow - 3 * kMinute },
    tone: 'fresh',
    summary: '11 listeners · 2 playing now',
    freshness: 'Updated 2 minutes ago',
    asksAfterMs: 0,
  },
];
for (const { name, served, tone, summary, freshness, asksAfterMs } of states) {
  test(`begins with what is served, and asks after ${asksAfterMs} ms: ${name}`, async () => {
    // It hangs, so that what is on screen came with the page.
    const choice = { served, reply: /** @type {const} */ ({ fault: 'hang' }) };
    await withPage(browser, choice, async ({ page, site }) => {
      await page.locator('ol[role=list]').waitFor({ state: 'attached' });
      await settledAfter(page, site, asksAfterMs === 0 ? 1 : 0);
      const shown = {
        tone: await page.locator('#status').getAttribute('data-tone'),
        summary: await textOf(page, '#summary'),
        freshness: await textOf(page, '#freshness'),
      };
      assert.deepEqual(shown, { tone, summary, freshness });
      if (asksAfterMs === 0) return;
      await page.clock.runFor(asksAfterMs - 100);
      await settledAfter(page, site, 0);
      assert.equal(site.apiRequests.length, 0);
      await page.clock.runFor(200);
      await settledAfter(page, site, 1);
      assert.equal(site.apiRequests.length, 1);
    });
  });
}

const dues = [
  { name: 'just rendered', renderedAt: kNow, at: kNow + kMinute },
  { name: 'a while ago', renderedAt: kNow - 40_000, at: kNow + 20_000 },
  { name: 'long ago', renderedAt: kNow - kMinute * 9, at: kNow - kMinute * 8 },
  { name: 'a reader’s clock that is behind', renderedAt: kNow + kMinute, at: kNow + kMinute },
  { name: 'nobody knows when', renderedAt: null, at: kNow },
];
for (const { name, renderedAt, at } of dues) {
  test(`the next request, of a page rendered ${name}`, () => {
    const answer = /** @type {const} */ ({ kind: 'silent', lastUpdated: kNow, stale: false });
    assert.equal(nextRequestAt({ answer, rows: [], renderedAt }, kNow), at);
  });
}

test('a hidden tab asks when it is looked at', async () => {
  const choice = { served: { reply: kStale }, reply: hit() };
  await withPage(browser, choice, async ({ page, site }) => {
    await toneIs(page, 'fresh');
    await page.addInitScript(() => {
      window.watched.visibility = 'hidden';
    });
    const before = site.apiRequests.length;
    await page.reload();
    await page.locator('ol[role=list]').waitFor();
    await settledAfter(page, site, before);
    assert.equal(site.apiRequests.length, before);
    await setVisibility(page, 'visible');
    await toneIs(page, 'fresh');
  });
});

test('an update of the served page: rows keep their nodes, by their members', async () => {
  const play = (/** @type {string} */ username, /** @type {string} */ track) =>
    sampleListen({ username, track, image: null, playedAt: ago(5000) });
  const served = { reply: hit([play('ada', 'A'), play('ben', 'B'), play('ben', 'C')]) };
  await withPage(browser, { served }, async ({ page, site }) => {
    await page.locator('.listen time[lang="en-GB"]').first().waitFor();
    await page.evaluate(() => {
      window.served = [...document.querySelectorAll('.listen')];
    });
    site.script = () => hit([play('ben', 'B'), play('ben', 'New'), play('eve', 'E')]);
    await page.clock.runFor(kMinute);
    await page.locator('.listen', { hasText: 'eve' }).waitFor();
    const from = await page
      .locator('.listen')
      .evaluateAll((rows) => rows.map((row) => window.served.indexOf(row)));
    assert.deepEqual(from, [1, 2, -1]);
    assert.equal(await textOf(page, '#announcer'), '2 changed');
  });
});

test('an image that had failed before the script came uncovers the drawing', async () => {
  const rows = [sampleListen({ image: 'https://covers.example/broken.png' })];
  const hold = Promise.withResolvers();
  await withPage(browser, { served: { reply: hit(rows) } }, async ({ page, context }) => {
    await context.route('**/page.js', async (route) => {
      await hold.promise;
      await route.continue();
    });
    await page.reload({ waitUntil: 'commit' });
    await page.waitForFunction(() => document.images[0]?.complete);
    assert.equal(await page.locator('img').count(), 1);
    hold.resolve(undefined);
    await page.locator('img').waitFor({ state: 'detached' });
  });
});

test('rows of other markup than the script knows are replaced by an answer’s', async () => {
  await withPage(
    browser,
    { reply: hit(), served: { reply: hit() }, block: '**/page.js' },
    async ({ page, context }) => {
      await context.unroute('**/page.js');
      await context.route('**/', async (route) => {
        const response = await route.fetch();
        const body = (await response.text()).replaceAll('class="when"', 'class="then"');
        await route.fulfill({ response, body });
      });
      await page.reload();
      await page.locator('.when').first().waitFor();
      assert.equal((await rowTexts(page)).length, 11);
    },
  );
});

test('without a script the served page is complete', async () => {
  const choice = { served: { reply: hit() }, context: { javaScriptEnabled: false } };
  await withPage(browser, choice, async ({ page }) => {
    assert.equal(await page.locator('.listen:visible').count(), 11);
    assert.equal(await page.locator('#status').isVisible(), true);
    assert.equal(await page.locator('#skeleton').isVisible(), false);
    assert.doesNotMatch(String(await textOf(page, 'body')), /Loading|JavaScript|script/);
  });
});
