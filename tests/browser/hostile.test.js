// Names and addresses that try to be code. In every field, each must come out as plain text or
// not at all: nothing runs, no policy is tripped, and the rows around it stay right.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser } from './chromium.js';
import { kPayloads } from './payloads.js';
import { rowTexts, settled, withPage } from './reader.js';
import { hit, sampleListen } from './samples.js';

/** @type {import('playwright-core').Browser} */
let browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser?.close());

test('payloads in every field of a row stay text', async (t) => {
  const rows = kPayloads.map(({ text }) => ({
    username: text,
    artist: text,
    album: text,
    track: text,
    image: text,
    url: text,
    source: text,
    playedAt: text,
  }));
  const reply = hit([...rows, sampleListen({ username: 'after' })], {
    staleReason: '<script>window.pwned=1</script>',
  });
  await withPage(browser, { reply }, async ({ page }) => {
    await settled(page);
    await pokeAt(page);
    const shownRows = await rowTexts(page);
    for (const [index, { name, text, shown = text }] of kPayloads.entries()) {
      await t.test(name, () => {
        const { track, artist, album, member, link, when } = shownRows[index];
        assert.deepEqual(
          { track, artist, album, member },
          { track: shown, artist: shown, album: shown, member: shown },
        );
        assert.equal(link, null, 'no link');
        assert.equal(when, '', 'no time');
      });
    }
    assert.equal(shownRows.at(-1)?.link, 'https://www.last.fm/music/Nina+Simone/_/Sinnerman');
    await staysClean(page);
  });
});

const kAddresses = [
  { url: "https://X.example/ä'&b=c", href: "https://x.example/%C3%A4'&b=c" },
  { url: 'http://libre.fm', href: null },
  { url: 'https://www.last.fm/x"onmouseover="window.pwned=1', href: null },
  { url: 'http://libre.fm/<script>', href: null },
  { url: 'https:\\\\x.example\\a', href: null },
  { url: 'HTTPS://x.example/', href: null },
  { url: 'https://user@x.example/', href: null },
  { url: 'https://x.example/a b', href: null },
  { url: 'https://:80/', href: null },
  { url: `https://x.example/${'a'.repeat(3000)}`, href: null },
  { url: 'https://', href: null },
  { url: '/relative', href: null },
  { url: 'ftp://x.example/', href: null },
];
test('addresses of links: what the core would follow, written as the browser understands it', async () => {
  const rows = kAddresses.map(({ url }, index) =>
    sampleListen({ username: `m${index}`, url, image: null }),
  );
  await withPage(browser, { reply: hit(rows) }, async ({ page }) => {
    await settled(page);
    assert.deepEqual(
      (await rowTexts(page)).map(({ link }) => link),
      kAddresses.map(({ href }) => href),
    );
    const rels = await page
      .locator('.listen a[href]')
      .evaluateAll((links) => links.map((link) => link.getAttribute('rel')));
    assert.deepEqual([...new Set(rels)], ['noopener noreferrer']);
  });
});

test('the policy itself: inline script, markup from text and foreign styles are refused by the browser', async () => {
  await withPage(browser, { reply: hit(), ignoresConsole: true }, async ({ page }) => {
    await settled(page);
    const refused = await page.evaluate(async () => {
      const script = document.createElement('script');
      let isTrusted = false;
      try {
        script.textContent = 'window.pwned = 1';
        document.body.append(script);
      } catch {
        isTrusted = true;
      }
      let isMarkupRefused = false;
      try {
        document.body.insertAdjacentHTML('beforeend', '<b>x</b>');
      } catch {
        isMarkupRefused = true;
      }
      // Violations are reported in a task of their own.
      await fetch('/favicon.svg').then((icon) => icon.text());
      const violations = window.watched.violations.length;
      window.watched.violations = [];
      return { isMarkupRefused, isRefused: isTrusted || violations > 0, pwned: window.pwned };
    });
    assert.deepEqual(refused, { isMarkupRefused: true, isRefused: true, pwned: undefined });
  });
});

/** Moves over, focuses and clicks whatever could have grown a handler. @param {import('playwright-core').Page} page */
async function pokeAt(page) {
  await page.evaluate(() => {
    for (const each of document.querySelectorAll('main *')) {
      for (const type of ['mouseover', 'focus', 'toggle'])
        each.dispatchEvent(new Event(type, { bubbles: true }));
      if (each instanceof HTMLElement && !each.closest('a[href^="https:"]')) each.click();
    }
  });
  // Handlers of failing images run after their request; a round trip is later than that.
  await page.evaluate(() => fetch('/favicon.svg').then((icon) => icon.text()));
}

/** Nothing ran, and nothing is there that the page does not make itself. @param {import('playwright-core').Page} page */
async function staysClean(page) {
  const foreign = await page.evaluate(() => {
    const own =
      'main header h1 h2 div p section ol li footer nav a bdi span time i b button svg rect circle img';
    const tags = [...document.body.querySelectorAll('*')].map((each) => each.localName);
    const handlers = [...document.querySelectorAll('*')].flatMap((each) =>
      each.getAttributeNames().filter((name) => name.startsWith('on')),
    );
    return [...tags.filter((tag) => !own.split(' ').includes(tag)), ...handlers];
  });
  assert.deepEqual(foreign, [], 'foreign elements and handlers');
  assert.equal(await page.evaluate(() => window.pwned), undefined, 'code ran');
  assert.equal(new URL(page.url()).pathname, '/');
}
