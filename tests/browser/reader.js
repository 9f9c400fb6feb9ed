// A reader with the page open: a real browser's page with a clock the test moves, covers that
// answer from here, and a record of everything that must never happen.

import assert from 'node:assert/strict';
import { crc32, deflateSync } from 'node:zlib';
import { kCovers, kNow } from './samples.js';
import { kApiPath, startSite } from './site-server.js';

/**
 * @typedef {object} Choice
 * @property {import('./site-server.js').Reply} [reply]   what the API says to begin with
 * @property {import('./site-server.js').Script} [script]   where that depends on the request
 * @property {import('./served-page.js').Given} [served]   the list that the page comes with
 * @property {import('playwright-core').BrowserContextOptions} [context]
 * @property {boolean} [covers]   false leaves the browser's HTTP cache on, which answering for covers turns off
 * @property {string} [block]   addresses that fail to load
 * @property {boolean} [ignoresConsole]   for a test that provokes the browser's complaints
 */

export const kReader = {
  locale: 'en-GB',
  timezoneId: 'UTC',
  viewport: { width: 900, height: 900 },
};

/** When each page's first request to the API is over. @type {WeakMap<object, Promise<void>>} */
const firstAnswers = new WeakMap();

/** @param {import('playwright-core').Page} page @returns {Promise<void>} */
function firstAnswerTo(page) {
  return new Promise((resolve) => {
    const see = (/** @type {import('playwright-core').Request} */ request) => {
      if (request.url().includes(kApiPath)) resolve();
    };
    page.on('requestfinished', see);
    page.on('requestfailed', see);
  });
}

/**
 * @param {import('playwright-core').BrowserContext} context
 * @param {string} address
 * @param {Pick<Choice, 'covers' | 'block'> & {init?: () => void}} choice   `init` runs in the page before all else
 */
export async function openPage(context, address, { covers = true, block, init }) {
  const page = await context.newPage();
  /** @type {string[]} */
  const mishaps = [];
  page.on('dialog', (dialog) => {
    mishaps.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => mishaps.push(`error: ${error.message}`));
  page.on('console', (message) => {
    // A failed request is what some tests are about; everything else on the console is a mishap.
    const isNetwork = message.text().startsWith('Failed to load resource');
    if (['error', 'warning'].includes(message.type()) && !isNetwork) mishaps.push(message.text());
  });
  if (covers) await context.route(`${kCovers}**`, answerCover);
  if (block) await context.route(block, (route) => route.abort());
  await page.addInitScript(watchPage);
  // The clock runs from its installation until it is paused, so it begins earlier.
  await page.clock.install({ time: kNow - 3_600_000 });
  await page.clock.pauseAt(kNow);
  if (init) await page.addInitScript(init);
  firstAnswers.set(page, firstAnswerTo(page));
  await page.goto(address);
  return { page, mishaps };
}

/**
 * Opens the page on a site of its own, lets `read` look at it, and then insists
 * that nothing went wrong on the way: no dialog, no error, no console message, no violation of the
 * Content-Security-Policy, no file missing.
 * @param {import('playwright-core').Browser} browser
 * @param {Choice} choice
 * @param {(given: {page: import('playwright-core').Page, site: Awaited<ReturnType<typeof startSite>>,
 *   context: import('playwright-core').BrowserContext}) => Promise<void>} read
 */
export async function withPage(browser, choice, read) {
  const site = await startSite(choice.script ?? (() => choice.reply ?? {}), choice.served);
  const context = await browser.newContext({ ...kReader, ...choice.context });
  try {
    const { page, mishaps } = await openPage(context, site.address, choice);
    await read({ page, site, context });
    assert.deepEqual(
      await page.evaluate(() => window.watched?.violations ?? []),
      [],
      'CSP violations',
    );
    if (!choice.ignoresConsole)
      assert.deepEqual(mishaps, [], 'dialogs, errors and console messages');
    assert.deepEqual(site.missing, [], 'files that are not there');
  } finally {
    await context.close();
    await site.stop();
  }
}

/**
 * Opens an address of a site whose list this is.
 * @param {import('playwright-core').Browser} browser
 * @param {{path: string, reply: import('./site-server.js').Reply,
 *   context?: import('playwright-core').BrowserContextOptions}} choice
 * @param {(page: import('playwright-core').Page, mishaps: string[],
 *   site: Awaited<ReturnType<typeof startSite>>) => Promise<void>} read
 */
export async function withAddress(browser, { path, reply, context: options }, read) {
  const site = await startSite(() => reply, { reply });
  const context = await browser.newContext({ ...kReader, ...options });
  try {
    const { page, mishaps } = await openPage(context, new URL(path, site.address).href, {});
    await read(page, mishaps, site);
  } finally {
    await context.close();
    await site.stop();
  }
}

/** Runs in the page before its own scripts. */
function watchPage() {
  window.watched = { shifts: [], violations: [], visibility: 'visible' };
  document.addEventListener('securitypolicyviolation', (event) => {
    window.watched.violations.push(
      `${event.violatedDirective} ${event.blockedURI} ${event.sample}`,
    );
  });
  new PerformanceObserver((entries) => {
    /** @type {Array<PerformanceEntry & {value?: number, sources?: Array<{node: any}>}>} */
    const shifts = entries.getEntries();
    for (const { value, sources = [] } of shifts) {
      const moved = sources.map(({ node }) => node?.className || node?.nodeName);
      window.watched.shifts.push(`${value} by ${moved}`);
    }
  }).observe({ type: 'layout-shift', buffered: true });
  Object.defineProperty(document, 'visibilityState', { get: () => window.watched.visibility });
}

/**
 * @param {import('playwright-core').Page} page
 * @param {'visible' | 'hidden'} visibility
 */
export function setVisibility(page, visibility) {
  return page.evaluate((state) => {
    window.watched.visibility = state;
    document.dispatchEvent(new Event('visibilitychange'));
  }, visibility);
}

/**
 * Waits until the first answer is on screen: the one that the page came with, or else, when it came
 * with none, the API's.
 * @param {import('playwright-core').Page} page
 */
export async function settled(page) {
  const status = page.locator('#status:not([data-tone=loading])');
  await status.waitFor({ state: 'attached' });
  if ((await status.getAttribute('data-state')) !== 'warming') return;
  await firstAnswers.get(page);
  await twoRoundTrips(page);
}

/** Waits until the page's state is this one. @param {import('playwright-core').Page} page @param {string} tone */
export function toneIs(page, tone) {
  return page.locator(`#status[data-tone=${tone}]`).waitFor({ state: 'attached' });
}

/**
 * Two round trips of the page itself after the request: by then its answer is shown and the next
 * timer set, and a request too many would have arrived.
 * @param {import('playwright-core').Page} page
 * @param {Awaited<ReturnType<typeof startSite>>} site
 * @param {number} requests   in all
 */
export async function settledAfter(page, site, requests) {
  await site.asked(requests);
  await twoRoundTrips(page);
}

/** @param {import('playwright-core').Page} page */
async function twoRoundTrips(page) {
  for (let trip = 0; trip < 2; trip++)
    await page.evaluate(() => fetch('/favicon.svg').then((icon) => icon.text()));
}

/** Waits until so many images are on screen, or more. @param {import('playwright-core').Page} page @param {number} least */
export async function coversAre(page, least) {
  await page.waitForFunction(
    (count) => [...document.images].filter((image) => image.naturalWidth > 0).length >= count,
    least,
  );
}

/** @param {import('playwright-core').Page} page @param {string} selector */
export function textOf(page, selector) {
  return page.locator(selector).textContent();
}

/** Texts of all rows, as a person reads them. @param {import('playwright-core').Page} page */
export function rowTexts(page) {
  return page.locator('.listen').evaluateAll((rows) =>
    rows.map((row) => {
      /** @param {string} part */
      const text = (part) => row.querySelector(part)?.textContent ?? '';
      return {
        track: text('.track'),
        cover: row.querySelector('.cover img') ? 'image' : 'drawn',
        link: row.querySelector('.track a')?.getAttribute('href') ?? null,
        artist: text('.artist'),
        album: text('.album'),
        member: text('.member'),
        when: text('.when'),
      };
    }),
  );
}

/** @param {import('playwright-core').Route} route */
function answerCover(route) {
  const name = new URL(route.request().url()).pathname;
  if (name.includes('broken')) return route.fulfill({ status: 404, body: 'gone' });
  const hue = [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  return route.fulfill({
    contentType: 'image/png',
    body: solidPng([hue % 256, (hue * 7) % 200, 120]),
  });
}

/** A PNG of 2 by 2 pixels in one colour. @param {number[]} colour */
function solidPng(colour) {
  const header = Buffer.from([0, 0, 0, 2, 0, 0, 0, 2, 8, 2, 0, 0, 0]);
  const line = [0, ...colour, ...colour];
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from([...line, ...line]))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** @param {string} type @param {Buffer} data */
function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
