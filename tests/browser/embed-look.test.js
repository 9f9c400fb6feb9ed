// How <user-listens> sits on somebody else's page: what the page may style, what it inherits, widths,
// schemes, motion.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser } from './chromium.js';
import { kEmbed, kScript, listed, withHost } from './host.js';
import { fullList, hit, kStale } from './samples.js';

/** @type {import('playwright-core').Browser} */
let browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser?.close());

const kRed = 'rgb(200, 10, 10)';

/**
 * Of the first element in the shadow tree that fits, and of the embed itself for `:host`.
 * @param {import('playwright-core').Page} page @param {string} selector @param {string} property
 */
function styleOf(page, selector, property) {
  return page
    .locator('user-listens')
    .first()
    .evaluate(
      (embed, [wanted, name]) => {
        const found = wanted === ':host' ? embed : embed.shadowRoot?.querySelector(wanted);
        return found && getComputedStyle(found).getPropertyValue(name);
      },
      [selector, property],
    );
}

const parts = [
  { part: 'list', at: '.listens' },
  { part: 'row', at: '.listen' },
  { part: 'cover', at: '.cover' },
  { part: 'track', at: '.track' },
  { part: 'artist', at: '.artist' },
  { part: 'album', at: '.album' },
  { part: 'member', at: '.member' },
  { part: 'time', at: '.when' },
  { part: 'status', at: '.status' },
];
test('every part of the embed can be styled', async (t) => {
  // Of a property that is not inherited: no part may owe it to another.
  const css = parts
    .map(({ part }) => `user-listens::part(${part}) { scroll-margin-top: 7px }`)
    .join('\n');
  await withHost(browser, { reply: kStale, css }, async ({ page }) => {
    await listed(page);
    for (const { part, at } of parts)
      await t.test(part, async () =>
        assert.equal(await styleOf(page, at, 'scroll-margin-top'), '7px'),
      );
  });
});

const properties = [
  { name: 'ink', value: kRed, at: '.artist', property: 'color', is: kRed },
  { name: 'soft', value: kRed, at: '.by', property: 'color', is: kRed },
  { name: 'line', value: kRed, at: '.listen', property: 'border-block-start-color', is: kRed },
  { name: 'playing', value: kRed, at: '.playing .when', property: 'color', is: kRed },
  { name: 'paper', value: kRed, at: ':host', property: 'background-color', is: kRed },
  {
    name: 'radius',
    value: '13px',
    at: '.cover',
    property: 'border-start-start-radius',
    is: '13px',
  },
  { name: 'cover-size', value: '33px', at: '.cover', property: 'inline-size', is: '33px' },
  { name: 'gap', value: '17px', at: '.listen', property: 'column-gap', is: '17px' },
];
test('every custom property takes effect, and is not needed', async (t) => {
  const reply = hit();
  const css = `body { ${properties.map(({ name, value }) => `--user-listens-${name}: ${value}`).join('; ')} }`;
  await withHost(browser, { reply }, async ({ page: plain }) => {
    await listed(plain);
    await withHost(browser, { reply, css }, async ({ page }) => {
      await listed(page);
      for (const { name, at, property, is } of properties) {
        await t.test(name, async () => {
          assert.equal(await styleOf(page, at, property), is);
          const usual = await styleOf(plain, at, property);
          assert.ok(usual && usual !== is, `without it: ${usual}`);
        });
      }
    });
  });
});

test('paper is transparent, the font is the page’s, the page’s other rules stay outside', async () => {
  const css = `
    body { font: italic 20px monospace }
    p, li, .listen, .track { display: none; color: ${kRed}; margin: 99px }
    user-listens { border: 3px solid }`;
  await withHost(browser, { reply: hit(), css }, async ({ page }) => {
    await listed(page);
    assert.equal(await styleOf(page, ':host', 'background-color'), 'rgba(0, 0, 0, 0)');
    assert.equal(await styleOf(page, '.track', 'font-family'), 'monospace');
    assert.equal(await styleOf(page, '.track', 'font-style'), 'italic');
    assert.equal(await styleOf(page, '.track', 'font-size'), '20px');
    assert.equal(await styleOf(page, '.listen', 'display'), 'grid');
    assert.equal(await styleOf(page, '.listen', 'margin-top'), '0px');
    assert.equal(await styleOf(page, ':host', 'border-top-width'), '3px');
  });
});

const kInk = { light: 'rgb(29, 27, 24)', dark: 'rgb(240, 236, 229)' };
/** @type {Array<{theme: string, page: string, reader: 'light' | 'dark', is: 'light' | 'dark'}>} */
const themes = [
  { theme: 'auto', page: 'normal', reader: 'dark', is: 'light' },
  { theme: 'auto', page: 'light dark', reader: 'dark', is: 'dark' },
  { theme: 'auto', page: 'light dark', reader: 'light', is: 'light' },
  { theme: 'auto', page: 'dark', reader: 'light', is: 'dark' },
  { theme: 'dark', page: 'light', reader: 'light', is: 'dark' },
  { theme: 'light', page: 'dark', reader: 'dark', is: 'light' },
  { theme: 'nonsense', page: 'dark', reader: 'light', is: 'dark' },
];
for (const { theme, page: scheme, reader, is } of themes) {
  test(`theme ${theme}, the page ${scheme}, the reader ${reader}: ${is}`, async () => {
    const body = kScript + kEmbed.replace('>', ` theme="${theme}">`);
    const css = `:root { color-scheme: ${scheme} }`;
    const choice = { reply: hit(), body, css, context: { colorScheme: reader } };
    await withHost(browser, choice, async ({ page }) => {
      await listed(page);
      assert.equal(await styleOf(page, '.track', 'color'), kInk[is]);
    });
  });
}

const widths = [
  { name: 'a side bar', css: 'user-listens { width: 220px }', columns: 2 },
  { name: 'a column', css: 'user-listens { width: 400px }', columns: 2 },
  { name: 'an article', css: 'user-listens { width: 700px }', columns: 3 },
  {
    name: 'the same, in large type',
    css: 'user-listens { width: 700px; font-size: 24px }',
    columns: 2,
  },
  { name: 'a flexible row', css: 'body { display: flex }', columns: 2 },
  { name: 'a float', css: 'user-listens { float: left }', columns: 2 },
  { name: 'as much as there is in it', css: 'user-listens { width: fit-content }', columns: 2 },
  { name: 'in a line', css: 'user-listens { display: inline-block }', columns: 2 },
  { name: 'a cell of a table', css: 'body { display: table-cell }', columns: 2 },
  {
    name: 'a grid of narrow columns',
    css: 'body { display: grid; grid-template-columns: 150px 1fr }',
    columns: 2,
  },
];
for (const { name, css, columns } of widths) {
  test(`the layout follows the embed’s width, not the window’s: ${name}`, async () => {
    await withHost(browser, { reply: hit(), body: kEmbed + kScript, css }, async ({ page }) => {
      await listed(page);
      const shape = await page.locator('user-listens').evaluate((embed) => {
        const row = embed.shadowRoot?.querySelector('.listen') ?? embed;
        const box = embed.getBoundingClientRect();
        const inside = [...(embed.shadowRoot?.querySelectorAll('.listen > *') ?? [])];
        return {
          columns: getComputedStyle(row).gridTemplateColumns.split(' ').length,
          isEmpty: box.width < 100,
          overflows: inside.some((each) => each.getBoundingClientRect().right > box.right + 0.5),
        };
      });
      assert.deepEqual(shape, { columns, isEmpty: false, overflows: false });
    });
  });
}

test('an embed with the attribute hidden is not shown', async () => {
  const body = kScript + kEmbed.replace('>', ' hidden>');
  await withHost(browser, { reply: hit(), body }, async ({ page }) => {
    await listed(page);
    assert.equal(await page.locator('user-listens').isVisible(), false);
  });
});

for (const reducedMotion of /** @type {const} */ (['reduce', 'no-preference'])) {
  test(`the embed moves only where the reader allows it: ${reducedMotion}`, async () => {
    await withHost(browser, { reply: hit(), context: { reducedMotion } }, async ({ page }) => {
      await listed(page);
      const moving = await page
        .locator('user-listens')
        .evaluate((embed) =>
          (embed.shadowRoot?.getAnimations() ?? []).map((each) =>
            each instanceof CSSAnimation ? each.animationName : 'cover',
          ),
        );
      const bars = moving.filter((name) => name === 'play').length;
      assert.equal(bars, reducedMotion === 'reduce' ? 0 : 6);
      if (reducedMotion === 'reduce') assert.deepEqual(moving, []);
    });
  });
}

for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
  test(`contrast of all text in the embed is at least 4.5 to 1: ${colorScheme}`, async () => {
    const css = ':root { color-scheme: light dark } body { background: Canvas }';
    const choice = { reply: kStale, css, context: { colorScheme } };
    await withHost(browser, choice, async ({ page }) => {
      await listed(page);
      const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      for (const at of [
        '.track',
        '.by',
        '.artist',
        '.member',
        '.person',
        '.playing .when',
        '.status',
      ]) {
        const ink = await styleOf(page, at, 'color');
        assert.ok(contrast(String(ink), paper) >= 4.5, `${at}: ${ink} on ${paper}`);
      }
    });
  });
}

/** WCAG's. @param {string} one @param {string} other */
function contrast(one, other) {
  const [dark, light] = [one, other].map(luminance).sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** @param {string} colour */
function luminance(colour) {
  const [r, g, b] = (colour.match(/[\d.]+/g) ?? []).map((part) => {
    const value = Number(part) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

test('covers are asked for without saying from which page', async () => {
  const reply = hit(fullList().slice(0, 1));
  await withHost(browser, { reply }, async ({ page }) => {
    await listed(page);
    const policy = await page.locator('.cover img').getAttribute('referrerpolicy');
    assert.equal(policy, 'no-referrer');
  });
});
