// <user-listens> on somebody else's page: which list it shows, in which rows, and what it leaves alone.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser } from './chromium.js';
import { answered, kEmbed, kScript, listed, members, withHost } from './host.js';
import { kPayloads } from './payloads.js';
import { rowTexts, withPage } from './reader.js';
import { fullList, hit, sampleListen } from './samples.js';
import { kApiPath, startSite } from './site-server.js';

/** @type {import('playwright-core').Browser} */
let browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser?.close());

const kMinute = 60_000;
const kMany = Array.from({ length: 30 }, (_, index) => sampleListen({ username: `m${index}` }));

test('the embed shows the list of the Worker that it comes from, in rows as the page’s', async () => {
  const reply = hit(fullList().slice(0, 9));
  /** @type {unknown} */
  let onPage;
  await withPage(browser, { reply }, async ({ page }) => {
    await page.locator('.listen').first().waitFor();
    onPage = await page.locator('.listen').evaluateAll(markups);
  });
  await withHost(browser, { reply }, async ({ page, site }) => {
    await listed(page);
    assert.deepEqual(await page.locator('.listen').evaluateAll(markups), onPage);
    assert.equal(site.apiRequests[0].url, kApiPath);
    assert.equal(await page.locator('.status').count(), 0, 'nothing to say');
    assert.equal(await page.getByRole('list').count(), 1);
  });
});

/** Runs in the page: the rows without what only the embed has. @param {Element[]} rows */
function markups(rows) {
  return rows.map((row) => row.outerHTML.replace(/ part="\w+"/g, '').replace(/<img[^>]*>/, ''));
}

/** @type {Array<{limit: string | null, rows: number, isWarned?: boolean}>} */
const limits = [
  { limit: null, rows: 10 },
  { limit: '1', rows: 1 },
  { limit: '8', rows: 8 },
  { limit: ' 12 ', rows: 12 },
  { limit: '50', rows: 30 },
  ...['0', '51', '-1', '2.5', 'many', '', 'NaN', '1e400'].map((limit) => ({
    limit,
    rows: 10,
    isWarned: true,
  })),
];
for (const { limit, rows, isWarned = false } of limits) {
  test(`limit=${limit}: ${rows} rows of 30${isWarned ? ', and a warning for both' : ''}`, async () => {
    const embed = limit === null ? kEmbed : kEmbed.replace('>', ` limit="${limit}">`);
    const says = isWarned ? [/^<user-listens>: limit=".*" is no number from 1 to 50/] : [];
    const choice = { reply: hit(kMany), body: kScript + embed + embed, says };
    await withHost(browser, choice, async ({ page, site }) => {
      await listed(page);
      assert.equal((await members(page)).length, 2 * rows);
      assert.equal(site.apiRequests[0].url, kApiPath, 'the whole list, whatever the limit');
    });
  });
}

test('another limit cuts or adds rows at once, and keeps those that stay', async () => {
  await withHost(browser, { reply: hit(kMany) }, async ({ page, site }) => {
    await listed(page);
    const counts = await page.locator('user-listens').evaluate((embed) => {
      const rows = () => [...(embed.shadowRoot?.querySelectorAll('.listen') ?? [])];
      const [first] = rows();
      return ['3', '20', null].map((limit) => {
        if (limit === null) embed.removeAttribute('limit');
        else embed.setAttribute('limit', limit);
        return rows()[0] === first && rows().length;
      });
    });
    assert.deepEqual(counts, [3, 20, 10]);
    assert.equal(site.apiRequests.length, 1);
  });
});

test('several embeds share one request, at first and every minute after', async () => {
  const body = kScript + kEmbed + kEmbed.replace('>', ' limit="3">') + kEmbed;
  await withHost(browser, { reply: hit(), body }, async (given) => {
    const { page, site } = given;
    await listed(page);
    assert.equal(site.apiRequests.length, 1);
    await page.evaluate(() => document.body.append(document.createElement('user-listens')));
    assert.equal((await members(page)).length, 10 + 3 + 10 + 10, 'a later one has it at once');
    await page.clock.runFor(kMinute - 100);
    await answered(given, 1);
    assert.equal(site.apiRequests.length, 1);
    site.script = () => hit([sampleListen({ username: 'new' })]);
    await page.clock.runFor(200);
    await answered(given, 2);
    assert.equal(site.apiRequests.length, 2);
    assert.deepEqual(await members(page), Array(4).fill('new'));
  });
});

test('a row that moves keeps the focus that is in it', async () => {
  const [ada, ben] = ['ada', 'ben'].map((username) => sampleListen({ username, track: username }));
  await withHost(browser, { reply: hit([ada, ben]) }, async (given) => {
    const { page, site } = given;
    await listed(page);
    await page.locator('.track a').nth(1).focus();
    site.script = () => hit([ben, ada]);
    await page.clock.runFor(kMinute);
    await answered(given, 2);
    const focused = await page
      .locator('user-listens')
      .evaluate((embed) => embed.shadowRoot?.activeElement?.textContent);
    assert.equal(focused, 'ben');
  });
});

test('the script twice on one page makes one request', async () => {
  const body = kScript + kScript.replace('.js', '.js?again') + kEmbed;
  await withHost(browser, { reply: hit(), body }, async (given) => {
    await listed(given.page);
    await answered(given, 1);
    assert.equal(given.site.apiRequests.length, 1);
  });
});

test('src names another deployment, is left out when it is no address, and may change', async (t) => {
  const other = await startSite(() => hit([sampleListen({ username: 'other' })]));
  t.after(other.stop);
  other.headers = { 'Access-Control-Allow-Origin': '*' };
  const body = `${kScript}<user-listens src="${other.address}some/page?x#y"></user-listens><user-listens src="http://[" limit="1"></user-listens>`;
  const says = [/src="http:\/\/\[" is no address; asking http:\/\/127/];
  const choice = { reply: hit(), body, says, alsoAsks: other.address };
  await withHost(browser, choice, async (given) => {
    const { page, site } = given;
    await listed(page);
    assert.deepEqual(await members(page), ['other', 'maren'], 'what is none is the script’s own');
    await page
      .locator('user-listens')
      .first()
      .evaluate((embed) => embed.removeAttribute('src'));
    assert.equal((await members(page)).length, 11);
    await page.clock.runFor(kMinute);
    await answered(given, 2);
    assert.equal(site.apiRequests.length, 2);
    assert.equal(other.apiRequests.length, 1, 'nobody is left who follows it');
  });
});

test('names that try to be code are names', async () => {
  const rows = kPayloads.map(({ text }) =>
    sampleListen({
      username: text,
      artist: text,
      album: text,
      track: text,
      image: text,
      url: text,
    }),
  );
  const body = kScript + kEmbed.replace('>', ' limit="50">');
  await withHost(browser, { reply: hit(rows), body }, async ({ page }) => {
    await listed(page);
    const shown = await rowTexts(page);
    for (const [index, { text, shown: wanted = text }] of kPayloads.entries()) {
      const { track, artist, album, member, link } = shown[index];
      assert.deepEqual(
        { track, artist, album, member, link },
        { track: wanted, artist: wanted, album: wanted, member: wanted, link: null },
      );
    }
    const foreign = await page.locator('user-listens').evaluate((embed) => {
      const own = 'ol li div svg rect circle p a bdi span time img';
      const all = [...(embed.shadowRoot?.querySelectorAll('*') ?? [])];
      for (const each of all) if (each instanceof HTMLElement && !each.closest('a')) each.click();
      return all.map((each) => each.localName).filter((tag) => !own.split(' ').includes(tag));
    });
    assert.deepEqual(foreign, []);
    assert.equal(await page.evaluate(() => window.pwned), undefined);
  });
});
