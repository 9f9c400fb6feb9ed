// The list as it changes under a reader's eyes: when the page asks again, what it keeps, what it
// moves. The clock is the test's own.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser } from './chromium.js';
import { rowTexts, settledAfter, setVisibility, textOf, toneIs, withPage } from './reader.js';
import { ago, hit, kNobody, kStale, kWarming, sampleListen } from './samples.js';

/** @type {import('playwright-core').Browser} */
let browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser?.close());

const kMinute = 60_000;

/** Played so long ago that no minute changes how it reads. @param {string} username @param {string} track @param {object} [fields] */
const play = (username, track, fields) =>
  sampleListen({ username, track, image: null, playedAt: ago(5000), ...fields });

/** @type {Array<{name: string, reply: import('./site-server.js').Reply, tone: string, says: string}>} */
const troubles = [
  {
    name: 'the network is gone',
    reply: { fault: 'cut' },
    tone: 'failed',
    says: 'Can’t reach the server. Still showing the list from 14:23.',
  },
  {
    name: 'status 500',
    reply: { status: 500, body: '{"error":"x"}' },
    tone: 'failed',
    says: 'The server has a problem (500). Still showing the list from 14:23.',
  },
  {
    name: 'HTML',
    reply: { body: '<html>' },
    tone: 'failed',
    says: 'Can’t read the server’s answer. Still showing the list from 14:23.',
  },
  {
    name: 'the server has lost its list',
    reply: kWarming,
    tone: 'stale',
    says: 'The server is preparing a new list. Still showing the list from 14:23.',
  },
];
for (const { name, reply, tone, says } of troubles) {
  test(`after a good list, ${name}: the list stays, with a notice; then all is well again`, async () => {
    await withPage(browser, { reply: hit() }, async ({ page, site }) => {
      await toneIs(page, 'fresh');
      const before = (await rowTexts(page)).map(({ track }) => track);
      site.script = () => reply;
      await page.clock.runFor(kMinute);
      await toneIs(page, tone);
      assert.equal(await textOf(page, '#freshness'), `${says} Try again`);
      assert.deepEqual(
        (await rowTexts(page)).map(({ track }) => track),
        before,
      );
      assert.equal(await page.locator('#panel').isVisible(), false);
      assert.ok((await textOf(page, '#announcer'))?.endsWith(says), 'a screen reader is told');
      site.script = () => hit();
      await page.clock.runFor(15_000);
      await toneIs(page, 'fresh');
      assert.equal(await textOf(page, '#freshness'), 'Updated 3 minutes ago');
    });
  });
}

test('an honest empty answer replaces the list, and a failure after it keeps the empty one', async () => {
  await withPage(browser, { reply: hit() }, async ({ page, site }) => {
    await toneIs(page, 'fresh');
    site.script = () => kNobody;
    await page.clock.runFor(kMinute);
    await page.locator('#panel h2').waitFor();
    assert.equal(await page.locator('.listen').count(), 0);
    site.script = () => ({ fault: 'cut' });
    await page.clock.runFor(kMinute);
    await toneIs(page, 'failed');
    assert.equal(await textOf(page, '#panel h2'), 'Nobody has listened to anything yet');
  });
});

test('a fresh list turns stale, and the page says since when', async () => {
  await withPage(browser, { reply: hit() }, async ({ page, site }) => {
    await toneIs(page, 'fresh');
    site.script = () => kStale;
    await page.clock.runFor(kMinute);
    await toneIs(page, 'stale');
    assert.match(String(await textOf(page, '#announcer')), /Not refreshed since 11:15/);
  });
});

test('an update in place: rows keep their nodes, unchanged ones are not touched, the order is new', async () => {
  const before = [play('ada', 'A'), play('ben', 'B'), play('cleo', 'C'), play('dan', 'D')];
  const next = [
    play('dan', 'New', { nowPlaying: true, playedAt: null }),
    play('ada', 'A'),
    play('cleo', 'C'),
    play('eve', 'E'),
  ];
  await withPage(browser, { reply: hit(before) }, async ({ page, site }) => {
    await toneIs(page, 'fresh');
    await page.evaluate(() => {
      window.rows = Object.fromEntries(
        [...document.querySelectorAll('.listen')].map((row) => [
          row.querySelector('.member')?.textContent ?? '',
          row,
        ]),
      );
      window.touched = [];
      for (const [name, row] of Object.entries(window.rows)) {
        const watcher = new MutationObserver(() => window.touched.push(name));
        watcher.observe(row, {
          subtree: true,
          childList: true,
          attributes: true,
          characterData: true,
        });
      }
    });
    site.script = () => hit(next);
    await page.clock.runFor(kMinute);
    await page.locator('.listen.playing').waitFor();
    const members = await page.locator('.member').allTextContents();
    assert.deepEqual(members, ['dan', 'ada', 'cleo', 'eve']);
    const same = await page.evaluate(() =>
      [...document.querySelectorAll('.listen')].map(
        (row) => row === window.rows[row.querySelector('.member')?.textContent ?? ''],
      ),
    );
    assert.deepEqual(same, [true, true, true, false]);
    assert.equal(await textOf(page, '.listen:first-child .track'), 'New');
    assert.equal(await textOf(page, '.listen:first-child .when'), 'Now playing');
    assert.deepEqual(await page.evaluate(() => [...new Set(window.touched)]), ['dan']);
    assert.equal(await textOf(page, '#announcer'), '2 changed');
  });
});

test('a row that moves keeps the focus that is in it', async () => {
  const [ada, ben] = [play('ada', 'A'), play('ben', 'B')];
  await withPage(browser, { reply: hit([ada, ben]) }, async ({ page, site }) => {
    await toneIs(page, 'fresh');
    await page.locator('.listen a').nth(1).focus();
    site.script = () => hit([ben, ada]);
    await page.clock.runFor(kMinute);
    await page.locator('.listen:first-child', { hasText: 'ben' }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'B');
  });
});

test('a row whose listen changes keeps the focus that is in it', async () => {
  await withPage(browser, { reply: hit([play('ada', 'A')]) }, async ({ page, site }) => {
    await toneIs(page, 'fresh');
    await page.locator('.listen a').focus();
    for (const fields of [{ playedAt: ago(4) }, { nowPlaying: true }, { track: 'B' }]) {
      site.script = () => hit([play('ada', 'A', fields)]);
      await page.clock.runFor(kMinute);
      await settledAfter(page, site, site.apiRequests.length);
      const focused = await page.evaluate(() => document.activeElement?.textContent);
      assert.equal(focused, fields.track ?? 'A');
    }
  });
});

test('the page asks every minute while visible, never while hidden, at once on return to an old list', async () => {
  await withPage(browser, { reply: hit() }, async ({ page, site }) => {
    await toneIs(page, 'fresh');
    await asksAfter(page, site, kMinute - 100, 0);
    await asksAfter(page, site, 200, 1);
    await setVisibility(page, 'hidden');
    await asksAfter(page, site, 10 * kMinute, 0);
    await setVisibility(page, 'visible');
    await settledAfter(page, site, 3);
    await asksAfter(page, site, 30_000, 0);
    await setVisibility(page, 'hidden');
    await setVisibility(page, 'visible');
    await asksAfter(page, site, 0, 0);
    await asksAfter(page, site, 30_100, 1);
  });
});

test('one request at a time, however long it takes', async () => {
  await withPage(browser, { reply: hit() }, async ({ page, site }) => {
    await toneIs(page, 'fresh');
    site.script = () => ({ fault: 'hang' });
    await asksAfter(page, site, kMinute, 1);
    await setVisibility(page, 'hidden');
    await setVisibility(page, 'visible');
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await asksAfter(page, site, 9_000, 0);
    await page.clock.runFor(1_100);
    await toneIs(page, 'failed');
    assert.match(
      String(await textOf(page, '#freshness')),
      /^The server took too long. Still showing/,
    );
  });
});

test('the page tries again by itself: after 15 s, 30 s, then every minute, and at once when back online', async () => {
  // No cut connection here: Chromium itself repeats such a request once.
  await withPage(browser, { reply: { status: 503, body: '' } }, async ({ page, site }) => {
    await toneIs(page, 'failed');
    for (const pause of [15_000, 30_000, kMinute, kMinute]) {
      await asksAfter(page, site, pause - 100, 0);
      await asksAfter(page, site, 200, 1);
    }
    site.script = () => hit();
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await toneIs(page, 'fresh');
  });
});

test('an unchanged list costs a 304 and stays as it is', async () => {
  const tag = '"list-1"';
  const reply = {
    ...hit([play('ada', 'A')]),
    headers: { ETag: tag, 'Cache-Control': 'max-age=30' },
  };
  /** @type {number[]} */
  const statuses = [];
  /** @param {import('node:http').IncomingMessage} request */
  const script = (request) => {
    const isSame = request.headers['if-none-match'] === tag;
    statuses.push(isSame ? 304 : 200);
    return isSame ? { status: 304, headers: { ETag: tag } } : reply;
  };
  await withPage(browser, { script, covers: false }, async ({ page, site }) => {
    await toneIs(page, 'fresh');
    for (const minutes of [3, 4]) {
      // The next timer is set when the answer has been shown.
      await settledAfter(page, site, statuses.length);
      await page.clock.runFor(kMinute);
      await page.locator('#freshness', { hasText: `Updated ${minutes} minutes ago` }).waitFor();
    }
    await page.waitForFunction(() => document.querySelector('.retry') === null);
    assert.deepEqual(statuses, [200, 304, 304]);
    assert.equal(await page.locator('.listen').count(), 1);
    assert.equal(await page.locator('#status').getAttribute('data-tone'), 'fresh');
  });
});

/**
 * Lets time pass and counts the requests of it.
 * @param {import('playwright-core').Page} page
 * @param {Awaited<ReturnType<typeof import('./site-server.js').startSite>>} site
 * @param {number} milliseconds
 * @param {number} expected
 */
async function asksAfter(page, site, milliseconds, expected) {
  const before = site.apiRequests.length;
  await page.clock.runFor(milliseconds);
  await settledAfter(page, site, before + expected);
  assert.equal(site.apiRequests.length - before, expected, `requests within ${milliseconds} ms`);
}
