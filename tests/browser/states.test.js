// What the page shows for every answer of the API, in a real browser.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser } from './chromium.js';
import { coversAre, rowTexts, settled, textOf, toneIs, withPage } from './reader.js';
import { ago, hit, kNobody, kStale, kWarming, sampleListen } from './samples.js';

/** @type {import('playwright-core').Browser} */
let browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser?.close());

test('a full list: order, names, links, times and covers', async () => {
  await withPage(browser, { reply: hit() }, async ({ page }) => {
    await settled(page);
    await coversAre(page, 4);
    const rows = await rowTexts(page);
    assert.equal(rows.length, 11);
    assert.deepEqual(rows[0], {
      track: 'Journey in Satchidananda',
      cover: 'image',
      link: 'https://www.last.fm/music/Alice%20Coltrane',
      artist: 'Alice Coltrane',
      album: 'Journey in Satchidananda',
      member: 'maren',
      when: 'Now playing',
    });
    assert.deepEqual(
      rows.map(({ member, when }) => `${member}: ${when}`),
      [
        'maren: Now playing',
        'tobi: Now playing',
        'ada: 3 minutes ago',
        'jonas.k: 7 minutes ago',
        'lea: 12 minutes ago',
        'finn: 26 minutes ago',
        'yuki: 41 minutes ago',
        'priya: 1 hour ago',
        'sam: 3 hours ago',
        'olga: 1 day ago',
        'nuno: ',
      ],
    );
    assert.equal(await textOf(page, '#summary'), '11 listeners · 2 playing now');
    assert.equal(await textOf(page, '#freshness'), 'Updated 2 minutes ago');
    assert.equal(await page.locator('#skeleton').isVisible(), false);
    assert.equal(await textOf(page, '#announcer'), '11 listeners · 2 playing now');
    assert.equal(await page.locator('.bars').count(), 2);
    assert.equal(await page.title(), 'What we’re listening to');
  });
});

test('times: machine-readable, exact on hover, in the language and zone of the reader', async () => {
  const choice = { context: { locale: 'de-DE', timezoneId: 'Europe/Berlin' } };
  await withPage(
    browser,
    { reply: hit([sampleListen({ playedAt: ago(5) })]), ...choice },
    async ({ page }) => {
      await settled(page);
      const time = page.locator('.listen time');
      assert.equal(await time.textContent(), 'vor 5 Minuten');
      assert.equal(await time.getAttribute('datetime'), '2025-12-04T14:20:30.000Z');
      assert.match(
        String(await time.getAttribute('title')),
        /^Donnerstag, 4\. Dezember 2025 um 15:20:30/,
      );
      assert.equal(await time.getAttribute('lang'), 'de-DE');
    },
  );
});

test('times move on by themselves, without another answer', async () => {
  await withPage(
    browser,
    { reply: hit([sampleListen({ playedAt: ago(5) })]) },
    async ({ page, site }) => {
      await settled(page);
      site.script = () => ({ fault: 'hang' });
      await page.clock.runFor(59_000);
      assert.equal(site.apiRequests.length, 1);
      assert.equal(await textOf(page, '.listen time'), '5 minutes ago');
      await page.clock.runFor(1_100);
      assert.equal(await textOf(page, '.listen time'), '6 minutes ago');
      assert.equal(await textOf(page, '#freshness'), 'Updated 3 minutes ago');
    },
  );
});

/** @type {Array<{name: string, reply: import('./site-server.js').Reply, says: string}>} */
const unloaded = [
  {
    name: 'status 500 with JSON',
    reply: { status: 500, body: '{"error":"boom"}' },
    says: 'The server has a problem (500).',
  },
  {
    name: 'status 500 with HTML',
    reply: { status: 500, body: '<h1>boom</h1>' },
    says: 'The server has a problem (500).',
  },
  {
    name: 'status 404',
    reply: { status: 404, body: '{}' },
    says: 'The server has a problem (404).',
  },
  {
    name: '200 with HTML',
    reply: { headers: { 'Content-Type': 'text/html' }, body: '<!doctype html>' },
    says: 'Can’t read',
  },
  { name: 'an empty body', reply: { body: '' }, says: 'Can’t read' },
  { name: 'half a body', reply: { body: hit().body.slice(0, 400) }, says: 'Can’t read' },
  { name: 'null', reply: { body: 'null' }, says: 'Can’t read' },
  { name: 'data is no array', reply: hit({ length: 1 }), says: 'Can’t read' },
  { name: 'no data', reply: { body: '{}' }, says: 'Can’t read' },
  { name: 'version 1’s bare array', reply: { body: '[]' }, says: 'Can’t read' },
  { name: 'every row is null', reply: hit([null, null]), says: 'Can’t read' },
  {
    name: 'empty, with a lastUpdated that is none',
    reply: hit([], { lastUpdated: 'soon' }),
    says: 'Can’t read',
  },
  { name: 'the connection is cut', reply: { fault: 'cut' }, says: 'Can’t reach the server.' },
];
for (const { name, reply, says } of unloaded) {
  test(`no list, and honest about it: ${name}`, async () => {
    await withPage(browser, { reply }, async ({ page, site }) => {
      await toneIs(page, 'failed');
      assert.equal(await textOf(page, '#panel h2'), 'The list could not be loaded');
      const text = String(await textOf(page, '#panel p'));
      assert.ok(text.startsWith(says), text);
      assert.equal(await page.locator('#skeleton').isVisible(), false);
      assert.equal(await page.locator('#listens').isVisible(), false);
      site.script = () => hit();
      await page.getByRole('button', { name: 'Try again' }).click();
      await toneIs(page, 'fresh');
      assert.equal(await page.locator('.listen').count(), 11);
      assert.equal(await page.locator('#panel').isVisible(), false);
      assert.equal(
        await page.evaluate(() => document.activeElement?.id),
        'heading',
        'focus is not lost with the button',
      );
    });
  });
}

test('an answer that takes more than ten seconds is given up', async () => {
  await withPage(browser, { reply: { fault: 'hang' } }, async ({ page, site }) => {
    await site.asked(1);
    await page.clock.runFor(9_900);
    assert.equal(await page.locator('#status').getAttribute('data-tone'), 'warming');
    assert.equal(await page.locator('#skeleton').isVisible(), true);
    await page.clock.runFor(200);
    await toneIs(page, 'failed');
    assert.match(String(await textOf(page, '#panel p')), /^The server took too long/);
    assert.equal(site.apiRequests.length, 1);
  });
});

test('stale: the list, and calmly since when it has not been refreshed', async () => {
  await withPage(browser, { reply: kStale }, async ({ page }) => {
    await toneIs(page, 'stale');
    assert.equal(await page.locator('.listen').count(), 11);
    assert.equal(
      await textOf(page, '#freshness'),
      'Not refreshed since 11:15. Showing the last list there is.',
    );
    assert.equal(await page.locator('#freshness time').getAttribute('datetime'), ago(190));
  });
});

test('warming: said so, looking like a list on its way, then the list', async () => {
  await withPage(browser, { reply: kWarming }, async ({ page, site }) => {
    await settled(page);
    await toneIs(page, 'warming');
    assert.equal(await textOf(page, '#freshness'), 'The first list is on its way.');
    assert.equal(await page.locator('#skeleton').isVisible(), true);
    assert.equal(await page.locator('#panel').isVisible(), false);
    site.script = () => hit();
    await page.clock.runFor(15_100);
    await toneIs(page, 'fresh');
    assert.equal(await page.locator('.listen').count(), 11);
    assert.equal(await page.locator('#skeleton').isVisible(), false);
  });
});

test('nobody has listened: said so, with the time of the update', async () => {
  await withPage(browser, { reply: kNobody }, async ({ page }) => {
    await toneIs(page, 'fresh');
    assert.equal(await textOf(page, '#panel h2'), 'Nobody has listened to anything yet');
    assert.equal(await textOf(page, '#freshness'), 'Updated 2 minutes ago');
    assert.equal(await page.locator('.listen').count(), 0);
    assert.equal(await page.getByRole('button').count(), 0);
  });
});

test('rows with wrong or missing fields show what is right; what says nothing is left out', async () => {
  const rows = [
    null,
    7,
    'row',
    [],
    {},
    { track: ' \u0000\n ' },
    { track: 5, artist: null },
    { track: 'Only a track' },
    { artist: 'Only an artist', album: 'An album' },
    sampleListen({ track: '\u200b\u00a0' }),
    sampleListen({
      username: 7,
      album: ['x'],
      image: 5,
      url: {},
      playedAt: '7',
      nowPlaying: 'true',
    }),
    sampleListen({ username: 'time', playedAt: 1764857000 }),
    sampleListen({ username: 'twice', track: 'First' }),
    sampleListen({ username: 'twice', track: 'Second' }),
  ];
  await withPage(browser, { reply: hit(rows) }, async ({ page }) => {
    await settled(page);
    const shown = (await rowTexts(page)).map(({ cover, ...row }) =>
      Object.values(row).map(String).join('|'),
    );
    const link = 'https://www.last.fm/music/Nina+Simone/_/Sinnerman';
    assert.deepEqual(shown, [
      'Sinnerman|null|Nina Simone|||',
      `Sinnerman|${link}|Nina Simone|Pastel Blues|time|`,
      `First|${link}|Nina Simone|Pastel Blues|twice|5 minutes ago`,
      `Second|${link}|Nina Simone|Pastel Blues|twice|5 minutes ago`,
    ]);
  });
});
