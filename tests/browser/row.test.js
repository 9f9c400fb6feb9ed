// A row's markup, to the letter: the core renders the same, and the page takes its rows over.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser } from './chromium.js';
import { settled, withPage } from './reader.js';
import { hit, sampleListen } from './samples.js';

/** @type {import('playwright-core').Browser} */
let browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser?.close());

const kUrl = 'https://www.last.fm/music/Nina+Simone/_/Sinnerman';
const kImage = 'https://covers.example/pastel-blues.png';
const kPlaying = '<span class="bars" aria-hidden="true"><i></i><i></i><i></i></span>Now playing';
const kFiveMinutes =
  '<time datetime="2025-12-04T14:20:30.000Z" title="EXACT" lang="en-GB">5 minutes ago</time>';
const kBy = '<span><span class="unseen">by </span><bdi class="artist">Nina Simone</bdi></span>';
const kFrom = '<span class="unseen">from </span><bdi class="album">Pastel Blues</bdi>';
const kDot = '<span aria-hidden="true">&nbsp;· </span>';
const kTitle = 'Nina Simone · Pastel Blues';

/**
 * What a row says, as markup; what is absent is not there at all.
 * @typedef {{title?: string, link?: string, image?: string, by?: string, when?: string,
 *   isPlaying?: boolean}} Said
 * @type {Array<{name: string, fields: Record<string, unknown>, said: Said}>}
 */
const rows = [
  {
    name: 'everything',
    fields: {},
    said: { by: `<p class="by" title="${kTitle}">${kBy}<span>${kDot}${kFrom}</span></p>` },
  },
  {
    name: 'playing',
    fields: { nowPlaying: true, playedAt: null },
    said: {
      by: `<p class="by" title="${kTitle}">${kBy}<span>${kDot}${kFrom}</span></p>`,
      when: kPlaying,
      isPlaying: true,
    },
  },
  {
    name: 'playing since a time that is known',
    fields: { nowPlaying: true, album: '', image: null },
    said: {
      image: '',
      by: `<p class="by" title="Nina Simone">${kBy}</p>`,
      when: kPlaying,
      isPlaying: true,
    },
  },
  {
    name: 'names and nothing else',
    fields: { album: '', image: null, url: null, playedAt: null },
    said: {
      link: '<a>',
      image: '',
      by: `<p class="by" title="Nina Simone">${kBy}</p>`,
      when: '',
    },
  },
  {
    name: 'markup for names',
    fields: { track: '<b title="x">&amp;', album: '', url: "https://x.example/?a&b='" },
    said: {
      title: '<b title="x">&amp;',
      link: '<a href="https://x.example/?a&amp;b=%27" rel="noopener noreferrer">',
      by: `<p class="by" title="Nina Simone">${kBy}</p>`,
    },
  },
];

/** @param {string} member @param {Said} said @param {string} svg */
function markupOf(member, said, svg) {
  const { title = 'Sinnerman', image = kImage, by = '', when = kFiveMinutes, isPlaying } = said;
  const { link = `<a href="${kUrl}" rel="noopener noreferrer">` } = said;
  const img = `<img alt="" width="64" height="64" loading="lazy" decoding="async" referrerpolicy="no-referrer" src="${image}">`;
  return [
    `<li class="listen${isPlaying ? ' playing' : ''}">`,
    `<div class="cover" aria-hidden="true">${svg}${image && img}</div>`,
    `<div class="what"><p class="track" title="${attribute(title)}">${link}<bdi>${text(title)}</bdi></a></p>${by}</div>`,
    `<p class="who">${member && `<span class="person" title="${member}"><span class="unseen">played by </span><bdi class="member">${member}</bdi></span>`}`,
    ` <span class="when">${when}</span></p></li>`,
  ].join('');
}

/** As the browser writes it out. @param {string} value */
const text = (value) =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
/** @param {string} value */
const attribute = (value) => text(value).replaceAll('"', '&quot;');

/**
 * Each row's markup, and the drawing in it. How the browser's language data words the exact time
 * differs between versions, so EXACT stands for it.
 * @param {import('playwright-core').Page} page
 */
function markups(page) {
  return page.locator('.listen').evaluateAll((all) => {
    const style = /** @type {const} */ ({ dateStyle: 'full', timeStyle: 'long' });
    const exact = new Intl.DateTimeFormat('en-GB', style).format(
      Date.parse('2025-12-04T14:20:30Z'),
    );
    return all.map((row) => ({
      html: row.outerHTML.replace(`title="${exact}"`, 'title="EXACT"'),
      svg: row.querySelector('.cover svg')?.outerHTML ?? '',
    }));
  });
}

test('the markup of a row', async (t) => {
  const data = rows.map(({ name, fields }) => sampleListen({ username: name, ...fields }));
  const nobody = sampleListen({ username: null });
  await withPage(browser, { reply: hit([...data, nobody]) }, async ({ page }) => {
    await settled(page);
    const shown = await markups(page);
    for (const [index, { name, said }] of rows.entries()) {
      const { html, svg } = shown[index];
      await t.test(name, () => assert.equal(html, markupOf(name, said, svg)));
    }
    const { html, svg } = shown[rows.length];
    await t.test('no member', () => assert.equal(html, markupOf('', rows[0].said, svg)));
  });
});

test('every row updated to every other is as if it had been made anew', async (t) => {
  const pairs = rows.flatMap((from) =>
    rows.map((to) => ({ from, to, name: `${from.name} to ${to.name}` })),
  );
  /** @param {'from' | 'to'} side */
  const listOf = (side) =>
    hit(pairs.map((pair) => sampleListen({ username: pair.name, ...pair[side].fields })));
  await withPage(browser, { reply: listOf('from') }, async ({ page, site }) => {
    await settled(page);
    const anew = await markups(page);
    site.script = () => listOf('to');
    await page.clock.runFor(60_000);
    const others = pairs.length - rows.length;
    await page.locator('#announcer', { hasText: `${others} changed` }).waitFor();
    const shown = await markups(page);
    for (const [index, { name, to }] of pairs.entries()) {
      await t.test(name, () => {
        const { svg } = anew[rows.indexOf(to) * rows.length];
        const wanted = markupOf(name, to.said, svg);
        assert.equal(shown[index].html, wanted.replace('>5 minutes ago<', '>6 minutes ago<'));
      });
    }
  });
});
