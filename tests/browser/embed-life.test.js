// <user-listens> in the course of time: when it asks, what it says in each state, what it tells the
// page, and that it stops.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser } from './chromium.js';
import { answered, kEmbed, kScript, listed, members, withHost } from './host.js';
import { setVisibility } from './reader.js';
import { ago, fullList, hit, kNobody, kStale, kWarming, sampleListen } from './samples.js';

/** @type {import('playwright-core').Browser} */
let browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser?.close());

const kMinute = 60_000;

test('the embed asks only while the page is visible', async () => {
  const init = () => {
    window.watched.visibility = 'hidden';
  };
  await withHost(browser, { reply: hit(), init }, async (given) => {
    const { page, site } = given;
    await page.waitForFunction(() => customElements.get('user-listens'));
    await page.clock.runFor(10 * kMinute);
    await answered(given, 0);
    assert.equal(site.apiRequests.length, 0);
    await setVisibility(page, 'visible');
    await listed(page);
    assert.equal(site.apiRequests.length, 1);
    await setVisibility(page, 'hidden');
    await page.clock.runFor(10 * kMinute);
    await answered(given, 1);
    assert.equal(site.apiRequests.length, 1);
  });
});

/** @type {Array<{name: string, reply: import('./site-server.js').Reply, afterMs: number,
 *   rows: number, slot: boolean, status: string | null, detail?: object}>} */
const course = [
  {
    name: 'on its way',
    reply: kWarming,
    afterMs: 0,
    rows: 0,
    slot: true,
    status: 'The first list is on its way.',
  },
  {
    name: 'the first list',
    reply: hit(),
    afterMs: 15_000,
    rows: 10,
    slot: false,
    status: null,
    detail: { count: 10, playing: 2, lastUpdated: ago(2), stale: false },
  },
  { name: 'the same again', reply: hit(), afterMs: kMinute, rows: 10, slot: false, status: null },
  {
    name: 'a failure',
    reply: { status: 500, body: '' },
    afterMs: kMinute,
    rows: 10,
    slot: false,
    status: 'The server has a problem (500). Still showing the list from 14:23.',
  },
  {
    name: 'stale',
    reply: kStale,
    afterMs: 15_000,
    rows: 10,
    slot: false,
    status: 'Not refreshed since 11:15. Showing the last list there is.',
    detail: { count: 10, playing: 2, lastUpdated: ago(190), stale: true },
  },
  {
    name: 'only another order',
    reply: { body: hit([...fullList()].reverse(), { lastUpdated: ago(190), stale: true }).body },
    afterMs: kMinute,
    rows: 10,
    slot: false,
    status: 'Not refreshed since 11:15. Showing the last list there is.',
    detail: { count: 10, playing: 1, lastUpdated: ago(190), stale: true },
  },
  {
    name: 'nobody',
    reply: kNobody,
    afterMs: kMinute,
    rows: 0,
    slot: false,
    status: 'Nobody has listened to anything yet.',
    detail: { count: 0, playing: 0, lastUpdated: ago(2), stale: false },
  },
  {
    name: 'the server has lost its list',
    reply: kWarming,
    afterMs: kMinute,
    rows: 0,
    slot: false,
    status:
      'Nobody has listened to anything yet. The server is preparing a new list. Still showing the list from 14:23.',
  },
  {
    name: 'one listen, of no known time',
    reply: hit([sampleListen()], { lastUpdated: null }),
    afterMs: 15_000,
    rows: 1,
    slot: false,
    status: null,
    detail: { count: 1, playing: 0, lastUpdated: null, stale: false },
  },
];
test('the embed in all states: what is shown, what is said, what the page is told', async (t) => {
  await withHost(browser, { reply: course[0].reply, init: keepEvents }, async (given) => {
    const { page, site } = given;
    for (const [index, { name, reply, afterMs, rows, slot, status, detail }] of course.entries()) {
      await t.test(name, async () => {
        site.script = () => reply;
        await page.clock.runFor(afterMs);
        await answered(given, index + 1);
        const shown = await page.locator('user-listens').evaluate((embed) => ({
          rows: embed.shadowRoot?.querySelectorAll('.listen').length,
          slot: embed.querySelector('a')?.checkVisibility(),
          status: embed.shadowRoot?.querySelector('.status')?.textContent?.trim() ?? null,
          events: window.events.splice(0),
        }));
        const events = detail ? [{ detail, target: 'user-listens' }] : [];
        assert.deepEqual(shown, { rows, slot, status, events });
      });
    }
  });
});

/** Runs in the page before its scripts. */
function keepEvents() {
  window.events = [];
  addEventListener('user-listens-update', (event) => {
    const { detail, target } = /** @type {CustomEvent} */ (event);
    const { localName } = /** @type {Element} */ (target);
    window.events.push({ detail, target: localName });
  });
}

test('the event leaves a shadow tree that the embed itself is in', async () => {
  const init = keepEvents;
  await withHost(browser, { reply: hit(), body: kScript, init }, async ({ page }) => {
    await page.evaluate(() => {
      const outer = document.body.appendChild(document.createElement('div'));
      outer.attachShadow({ mode: 'open' }).append(document.createElement('user-listens'));
    });
    await page.waitForFunction(() => window.events.length === 1);
  });
});

const refusals = [
  { name: 'the origin is not allowed', isAllowed: false, reply: hit(), cause: 'unreachable' },
  { name: 'status 500', reply: { status: 500, body: '' }, cause: 'status 500' },
  { name: 'HTML', reply: { body: '<html>' }, cause: 'unreadable' },
];
for (const { name, cause, ...choice } of refusals) {
  test(`no list, the first time: ${name}. What stands there stays, and one warning says what to check`, async () => {
    const says = [new RegExp(`\\(${cause}\\)\\. Check .*ALLOWED_ORIGINS names http://127`)];
    const body = kScript + kEmbed + kEmbed;
    await withHost(browser, { ...choice, body, says }, async (given) => {
      const { page, site } = given;
      await answered(given, 1);
      await page.clock.runFor(15_000);
      await answered(given, 2);
      assert.equal(await page.locator('user-listens a:visible').count(), 2);
      assert.equal(await page.locator('.status').count(), 0);
      site.headers = { 'Access-Control-Allow-Origin': '*' };
      site.script = () => hit();
      await page.clock.runFor(30_000);
      await listed(page);
      assert.equal(await page.locator('user-listens > a:visible').count(), 0);
    });
  });
}

test('an embed taken out of the page stops; put back, it goes on where it was', async () => {
  const choice = { reply: hit(), body: kScript + kEmbed + kEmbed, init: countTimers };
  await withHost(browser, choice, async (given) => {
    const { page, site } = given;
    await listed(page);
    await answered(given, 1);
    const live = () => page.evaluate(() => window.timers.size);
    assert.equal(await live(), 2, 'one for the next request, one for the times');
    await page.evaluate(() => {
      const embeds = document.querySelectorAll('user-listens');
      window.embed = embeds[1];
      for (const each of embeds) each.remove();
    });
    assert.equal(await live(), 0);
    await page.clock.runFor(10 * kMinute);
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await answered(given, 1);
    assert.equal(site.apiRequests.length, 1);
    await page.evaluate(() => document.body.append(window.embed));
    assert.equal((await members(page)).length, 10, 'what it had');
    await answered(given, 2);
    assert.equal(site.apiRequests.length, 2, 'and what is new');
    assert.equal(await live(), 2);
  });
});

/** Runs in the page before its scripts: which timers have been set and not run or cleared. */
function countTimers() {
  window.timers = new Set();
  const { setTimeout, setInterval, clearTimeout, clearInterval } = window;
  window.setTimeout = /** @type {any} */ (
    (/** @type {() => void} */ run, /** @type {number} */ ms) => {
      const timer = setTimeout(() => {
        window.timers.delete(timer);
        run();
      }, ms);
      window.timers.add(timer);
      return timer;
    }
  );
  window.setInterval = /** @type {any} */ (
    (/** @type {() => void} */ run, /** @type {number} */ ms) => {
      const timer = setInterval(run, ms);
      window.timers.add(timer);
      return timer;
    }
  );
  window.clearTimeout = (timer) => {
    window.timers.delete(Number(timer));
    clearTimeout(timer);
  };
  window.clearInterval = (timer) => {
    window.timers.delete(Number(timer));
    clearInterval(timer);
  };
}

test('an embed moved within the page sends no request, and keeps its rows', async () => {
  await withHost(browser, { reply: hit() }, async (given) => {
    const { page, site } = given;
    await listed(page);
    const isSame = await page.locator('user-listens').evaluate((embed) => {
      const before = embed.shadowRoot?.querySelector('.listen');
      document.body.prepend(embed);
      return before === embed.shadowRoot?.querySelector('.listen');
    });
    assert.ok(isSame);
    await answered(given, 1);
    assert.equal(site.apiRequests.length, 1);
  });
});

test('the times in the embed move on', async () => {
  await withHost(browser, { reply: hit([sampleListen()]) }, async ({ page }) => {
    await listed(page);
    assert.equal(await page.locator('.when').textContent(), '5 minutes ago');
    await page.clock.runFor(kMinute);
    assert.equal(await page.locator('.when').textContent(), '6 minutes ago');
  });
});
