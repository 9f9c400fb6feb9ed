// The card in a real browser: well-formed, small, an image on other sites, and no text wider than its
// room, in the widest fonts that a reader may have.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launchBrowser } from './chromium.js';
import { kReader, withAddress } from './reader.js';
import {
  fullList,
  hit,
  kNobody,
  kUnreadable,
  kWarming,
  sampleListen,
  strangeRows,
} from './samples.js';
import { startSite } from './site-server.js';
import { drawIn, kEmoji, kIdeographs, wideFonts } from './wide-fonts.js';

/** @type {import('playwright-core').Browser} */
let browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser?.close());

const kFonts = wideFonts();
const kWidths = [240, 420, 1000];

/** What names are made of that go on for longer than any card is wide. */
const kParts = [
  'W',
  'M',
  '@%&',
  '0123456789',
  'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  'zyxwvutsrqponmlkjihgfedcba',
  'Illi I.J,l;1|!',
  'ЩЖШЮ',
  'АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ',
  'щжшюфмыэ',
  'ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ',
  'ωψφμξ',
  'ÀÉÎÕÜŴŐẾ',
  'ŒÆœæĲ',
  'ლმწფ',
  'שקםא',
  'م',
  '𝕎',
  kIdeographs,
  kEmoji,
];
/** A row of long names of each part. @param {boolean} nowPlaying */
const longRows = (nowPlaying) =>
  kParts.map((part) => {
    const name = part.repeat(Math.ceil(90 / part.length));
    return sampleListen({ username: name, artist: name, album: name, track: name, nowPlaying });
  });

/**
 * @type {Array<{name: string, query?: string, reply: import('./site-server.js').Reply,
 *   says: RegExp}>} `says`: among its texts, a line each
 */
const kCards = [
  ...['light', 'dark', 'auto'].map((theme) => ({
    name: `ordinary and strange names, ${theme}`,
    query: `&theme=${theme}`,
    reply: hit([...fullList(), ...strangeRows]),
    says: /^Sinnerman$/m,
  })),
  { name: 'long names, playing', reply: hit(longRows(true)), says: /^\u2068.+ · now playing$/m },
  { name: 'long names, played', reply: hit(longRows(false)), says: /^\u2068.+ · 5 min ago$/m },
  {
    name: 'stale',
    // May is the widest month.
    reply: hit(longRows(false), { lastUpdated: '2025-05-28T20:48:00.000Z', stale: true }),
    says: /^Last refreshed 28 May 2025, 20:48 UTC$/m,
  },
  { name: 'nobody', reply: kNobody, says: /^Nobody has listened yet\.$/m },
  { name: 'warming', reply: kWarming, says: /^The first list is on its way\.$/m },
  { name: 'unreadable', reply: kUnreadable, says: /^The list cannot be read now\.$/m },
];

/** Runs in the card: what it is, and its texts. */
function readCard() {
  const card = document.documentElement;
  const texts = [...card.querySelectorAll('text')].map((text) => {
    const owner = /** @type {SVGSVGElement} */ (text.ownerSVGElement);
    const box = /** @type {SVGGraphicsElement} */ (text).getBBox();
    // A row's part of the card ends where its text may; the card itself has a margin on both sides.
    const margin = owner.parentElement ? 0 : text.x.baseVal.getItem(0).value;
    const room = owner.width.baseVal.value - margin;
    return { text: text.textContent ?? '', room, left: box.x, right: box.x + box.width };
  });
  return {
    name: card.nodeName,
    title: card.querySelector('title')?.textContent,
    width: card.getAttribute('width'),
    texts,
    elsewhere: [...card.querySelectorAll('[href], image')].length,
  };
}

/** @param {import('playwright-core').Page} page @param {number} width @param {RegExp} says */
async function checkCard(page, width, says) {
  for (const font of kFonts) {
    await drawIn(page, font);
    const { texts, ...seen } = await page.evaluate(readCard);
    assert.deepEqual(seen, {
      name: 'svg',
      title: 'What we’re listening to',
      width: String(width),
      elsewhere: 0,
    });
    assert.match(texts.map(({ text }) => text).join('\n'), says);
    const over = texts.filter(({ left, right, room }) => left < -2.5 || right > room + 2.5);
    assert.deepEqual(over, [], font.name);
    const early = texts.filter(
      ({ text, right, room }) => text.includes('…') && right < room * 0.75,
    );
    assert.deepEqual(early, [], `${font.name}: cut too early`);
  }
}

/** @param {import('playwright-core').Browser} opened @param {typeof kCards[number]} card */
async function checkWidths(opened, { query = '', reply, says }) {
  for (const width of kWidths) {
    const path = `/user-listens.svg?limit=20&width=${width}${query}`;
    await withAddress(opened, { path, reply }, (page) => checkCard(page, width, says));
  }
}

for (const card of kCards) {
  test(`the card, ${card.name}: well-formed, and every line within its room`, () =>
    checkWidths(browser, card));
}

// On Linux, where fonts are hinted in full, a browser rounds the width of each letter to pixels, if
// it may.
const kFullHinting = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><match target="pattern">
  <edit name="hinting" mode="assign"><bool>true</bool></edit>
  <edit name="hintstyle" mode="assign"><const>hintfull</const></edit>
</match></fontconfig>`;
test('the card, where fonts are hinted in full: every line within its room', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'user-listens-fonts-'));
  const file = join(folder, 'fonts.conf');
  writeFileSync(file, kFullHinting);
  const hinting = await launchBrowser({ FONTCONFIG_FILE: file });
  try {
    for (const card of kCards) await checkWidths(hinting, card);
  } finally {
    await hinting.close();
    rmSync(folder, { recursive: true });
  }
});

test('the card of three rows has less than 30 KB, and is an image on another site', async () => {
  const site = await startSite(() => hit(), { reply: hit() });
  const context = await browser.newContext(kReader);
  try {
    const address = new URL('/user-listens.svg?limit=3', site.address).href;
    const body = await (await fetch(address)).text();
    assert.ok(body.length < 30_000, `${body.length} bytes`);
    const page = await context.newPage();
    await page.setContent(`<img src="${address}">`);
    const size = await page.locator('img').evaluate(async (image) => {
      const card = /** @type {HTMLImageElement} */ (image);
      await card.decode();
      return [card.naturalWidth, card.naturalHeight];
    });
    assert.deepEqual(size, [420, 54 + 3 * 72 + 12]);
  } finally {
    await context.close();
    await site.stop();
  }
});
