// Somebody else's page with the embed on it: another origin than the Worker's, a policy as strict as
// can be, and a record of what must not happen there.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { kReader, openPage } from './reader.js';
import { startSite } from './site-server.js';

/**
 * @typedef {object} Choice
 * @property {import('./site-server.js').Reply} [reply]   what the API says to begin with
 * @property {string} [body]   of the page; SITE in it is the Worker's address
 * @property {string} [css]   the page's own
 * @property {boolean} [isAllowed]   false: the API allows this origin nothing
 * @property {RegExp[]} [says]   what the console is to say, in this order
 * @property {() => void} [init]   runs in the page before its scripts
 * @property {string} [alsoAsks]   another origin that the page's policy lets it ask
 * @property {import('playwright-core').BrowserContextOptions} [context]
 *
 * @typedef {{page: import('playwright-core').Page, site: Awaited<ReturnType<typeof startSite>>}} Given
 */

export const kScript = '<script type="module" src="SITEuser-listens.js"></script>';
export const kEmbed = '<user-listens><a href="SITE">What we’re listening to</a></user-listens>';

/**
 * @param {import('playwright-core').Browser} browser
 * @param {Choice} choice
 * @param {(given: Given) => Promise<void>} read
 */
export async function withHost(browser, choice, read) {
  const { reply = {}, body = kScript + kEmbed, css = '', isAllowed = true, says = [] } = choice;
  const site = await startSite(() => reply);
  site.headers = isAllowed ? { 'Access-Control-Allow-Origin': '*' } : {};
  const host = await startHost(body.replaceAll('SITE', site.address), css, {
    script: new URL(site.address).origin,
    alsoAsks: choice.alsoAsks ?? '',
  });
  const context = await browser.newContext({ ...kReader, ...choice.context });
  try {
    const { page, mishaps } = await openPage(context, host.address, { init: choice.init });
    await read({ page, site });
    assert.deepEqual(await page.evaluate(() => window.watched.violations), [], 'CSP violations');
    const told = mishaps.filter((each) => !each.includes('blocked by CORS policy'));
    assert.equal(told.length, says.length, told.join('\n'));
    for (const [index, wanted] of says.entries()) assert.match(told[index] ?? '', wanted);
    assert.deepEqual(site.missing, [], 'files that are not there');
  } finally {
    await context.close();
    await Promise.all([site.stop(), host.stop()]);
  }
}

/** @param {string} body @param {string} css @param {{script: string, alsoAsks: string}} origins */
async function startHost(body, css, { script, alsoAsks }) {
  const policy = [
    "default-src 'none'",
    `script-src ${script}`,
    `connect-src ${script} ${alsoAsks}`,
    // The embed's own needs no permission.
    ...(css ? ["style-src 'self'"] : []),
    'img-src https:',
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ];
  const server = createServer((request, response) => {
    const isPage = request.url === '/';
    response.setHeader('Content-Security-Policy', policy.join('; '));
    response.setHeader('Content-Type', isPage ? 'text/html; charset=utf-8' : 'text/css');
    const head = '<!doctype html><meta charset="utf-8"><title>Host</title>';
    const link = css && '<link rel="stylesheet" href="/host.css">';
    response.end(isPage ? head + link + body : css);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    address: `http://127.0.0.1:${port}/`,
    stop: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

/** Waits until a list is there, in each embed, of which there is one. @param {import('playwright-core').Page} page */
export async function listed(page) {
  const isThere = () => {
    const embeds = [...document.querySelectorAll('user-listens')];
    const full = embeds.filter((each) => each.shadowRoot?.querySelector('.listens'));
    return full.length > 0 && full.length === embeds.length;
  };
  await page.waitForFunction(isThere);
}

/** Waits until the API has answered so often, and what came of it is shown. @param {Given} given @param {number} requests */
export async function answered({ page, site }, requests) {
  await site.asked(requests);
  // Two round trips of the page itself to the same server are later than the answer.
  const address = `${site.address}user-listens.js`;
  for (let trip = 0; trip < 2; trip++)
    await page.evaluate((url) => fetch(url).then((script) => script.text()), address);
}

/** Of all embeds, in order. @param {import('playwright-core').Page} page */
export function members(page) {
  return page.locator('user-listens .member').allTextContents();
}
