// npm run screenshots: pictures of the page, the card and the embed, into build/screenshots; with
// `-- --docs`, those that the README shows into docs/ too. Always of the same list at the same time.

import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { inRoot } from '../../scripts/setup/root.js';
import { launchBrowser } from './chromium.js';
import { kScript, withHost } from './host.js';
import { kReader, openPage, settled } from './reader.js';
import { fullList, hit, kNobody, kStale, kWarming } from './samples.js';
import { startSite } from './site-server.js';

const FOLDER = inRoot('build/screenshots/');
const DESKTOP = { width: 900, height: 860 };
const PHONE = { width: 390, height: 844 };

/**
 * @typedef {object} Picture
 * @property {string} name
 * @property {string} [path] the page when absent
 * @property {import('./site-server.js').Reply} [reply]
 * @property {import('playwright-core').BrowserContextOptions} options
 */

const card = { width: 420, height: 54 + 5 * 72 + 12 };
/** @type {Picture[]} */
const PICTURES = [
  { name: 'page-light', options: { viewport: DESKTOP } },
  { name: 'page-dark', options: { viewport: DESKTOP, colorScheme: 'dark' } },
  { name: 'phone-light', options: { viewport: PHONE } },
  { name: 'phone-dark', options: { viewport: PHONE, colorScheme: 'dark' } },
  { name: 'no-script', options: { viewport: DESKTOP, javaScriptEnabled: false } },
  { name: 'stale', reply: kStale, options: { viewport: DESKTOP } },
  { name: 'stale-dark', reply: kStale, options: { viewport: DESKTOP, colorScheme: 'dark' } },
  { name: 'first-run', reply: kWarming, options: { viewport: DESKTOP } },
  { name: 'nobody', reply: kNobody, options: { viewport: DESKTOP } },
  { name: 'card-light', path: '/user-listens.svg', options: { viewport: card } },
  {
    name: 'card-stale',
    path: '/user-listens.svg?width=240&limit=3',
    reply: kStale,
    options: { viewport: { width: 240, height: 54 + 3 * 72 + 12 } },
  },
  {
    name: 'card-dark',
    path: '/user-listens.svg',
    options: { viewport: card, colorScheme: 'dark' },
  },
];
const IN_README = ['page-light', 'page-dark'];

/** The first rows without covers of anybody's: a picture in a repository is published. */
const ownList = hit(fullList().map((listen) => ({ ...listen, image: null })));

/**
 * @param {import('playwright-core').Browser} browser
 * @param {Picture} picture
 */
async function take(browser, { name, path = '/', reply = ownList, options }) {
  const site = await startSite(() => reply, { reply });
  const context = await browser.newContext({ ...kReader, deviceScaleFactor: 2, ...options });
  try {
    const { page } = await openPage(context, new URL(path, site.address).href, {});
    if (path === '/' && options.javaScriptEnabled !== false) await settled(page);
    await page.screenshot({ path: `${FOLDER}${name}.png` });
  } finally {
    await context.close();
    await site.stop();
  }
}

/** Two embeds on somebody else's page. @param {import('playwright-core').Browser} browser */
async function takeEmbed(browser) {
  const body = `<h1>Somebody’s page</h1><user-listens limit="3"></user-listens>
    <aside><user-listens limit="4"></user-listens></aside>${kScript}`;
  const css = `body { font: 16px Georgia, serif; margin: 2rem; display: grid; gap: 2rem;
    grid-template-columns: 3fr 2fr } h1 { grid-column: span 2 }
    aside { --user-listens-cover-size: 2.5rem; --user-listens-playing: crimson; font-size: 0.85em }`;
  await withHost(browser, { reply: ownList, body, css }, async ({ page }) => {
    await page.locator('user-listens .listen').nth(6).waitFor();
    await page.screenshot({ path: `${FOLDER}embed.png` });
  });
  console.log('build/screenshots/embed.png');
}

async function saveCard() {
  const site = await startSite(() => ownList, { reply: ownList });
  const answer = await fetch(new URL('/user-listens.svg?limit=3', site.address));
  writeFileSync(inRoot('docs/card.svg'), `${await answer.text()}\n`);
  await site.stop();
}

mkdirSync(FOLDER, { recursive: true });
const browser = await launchBrowser();
try {
  for (const picture of PICTURES) {
    await take(browser, picture);
    console.log(`build/screenshots/${picture.name}.png`);
  }
  await takeEmbed(browser);
} finally {
  await browser.close();
}
if (process.argv.includes('--docs')) {
  mkdirSync(inRoot('docs'), { recursive: true });
  for (const name of IN_README) copyFileSync(`${FOLDER}${name}.png`, inRoot(`docs/${name}.png`));
  await saveCard();
}
