// Ten thousand requests as nobody means them, one half at a Worker that wants a token: each is answered
// as documented, nothing fails, and nothing is changed by them.
//
// SEED=… makes others.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Headers } from 'miniflare';
import { TEST_SECRETS } from '../secrets/scan.js';
import { CONNECT_LOG, isOurs, platformAnswersIn } from './hostile/platform-answers.js';
import { sendRaw } from './hostile/raw.js';
import { FRIEND, hostileRequests, LIST } from './hostile/requests.js';
import { faultsOf, RULES } from './hostile/rules.js';
import { goodToken } from './hostile/tokens.js';
import { someMembers } from './music.js';
import { startPlatform } from './platform.js';

const SEED = Number(process.env.SEED ?? 20251204);
const REQUESTS = 10_000;
const AT_ONCE = 24;
const NOW = '2025-12-04T14:25:00.000Z';
const SECRET = TEST_SECRETS.INTERNAL_API_SECRET;
const MOST_SHOWN = 10;

/** @typedef {import('./hostile/requests.js').HostileRequest} HostileRequest */

/** @type {import('./platform.js').Platform} */
let platform;
/** @type {URL} */
let address;
before(async () => {
  platform = await startPlatform({
    members: someMembers(14),
    // Ready replies are repeated, as they are for readers.
    settings: { ALLOWED_ORIGINS: FRIEND, REPLY_CACHE_SECONDS: '5' },
  });
  address = await platform.address();
  await platform.beginAt(NOW);
});
after(() => platform?.stop());

/** @param {HostileRequest} request @param {string} now @returns {[string, string][]} */
function headersOf({ headers, token }, now) {
  const values = token.values({ secret: SECRET, nowS: Date.parse(now) / 1000 });
  return [
    ...headers.map(([name, value]) => /** @type {[string, string]} */ ([name, value])),
    ...values.map((value) => /** @type {[string, string]} */ (['X-Internal-Token', value])),
  ];
}

/** @param {HostileRequest} request @param {[string, string][]} headers */
function send({ method, path, query, host, isRaw }, headers) {
  const target = path + query.text;
  if (!isRaw) return platform.fetch(target, { method, headers });
  const lines = [['Host', host], ...headers].map(([name, value]) => `${name}: ${value}\r\n`);
  return sendRaw(address, `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`);
}

/** @param {HostileRequest} request @param {[string, string][]} headers @param {boolean} hasSecret */
function metOf({ method, path, query, host, token, isRaw }, headers, hasSecret) {
  // workerd hands a URL on as it came; clients write it anew.
  const sent = `http://${host}${path}${query.text}`;
  const url = isRaw ? sent : new URL(sent).href;
  const met = isRaw ? path : new URL(sent).pathname;
  return {
    ...{ method, url, host: `http://${host}`, path: met, query },
    ...{ headers: new Headers(headers), token, hasSecret, isLimited: false },
  };
}

/**
 * @param {HostileRequest} request
 * @param {{now: string, hasSecret: boolean}} at
 * @returns {Promise<{told: string, faults: string[]}>} who answered with what
 */
async function answered(request, { now, hasSecret }) {
  const headers = headersOf(request, now);
  const answer = await send(request, headers);
  const { malformed } = request;
  if (malformed.length > 0 || !isOurs(answer)) {
    const possible = isOurs(answer) ? [] : platformAnswersIn(answer);
    const [expected] = malformed.filter((name) => possible.includes(name));
    const fault = `${answer.status} ${answer.text}, not ${malformed.join(' or ') || 'ours'}`;
    const told = `workerd ${answer.status} ${expected}`;
    return { told, faults: expected ? [] : [fault] };
  }
  const faults = faultsOf(metOf(request, headers, hasSecret), answer);
  return { told: `Worker ${answer.status}`, faults };
}

/** @param {HostileRequest} request */
function shown({ token, ...request }) {
  const cut = (/** @type {unknown} */ _, /** @type {unknown} */ value) =>
    typeof value === 'string' && value.length > 80
      ? `${value.slice(0, 80)}… ${value.length}`
      : value;
  return `${JSON.stringify(request, cut)} token ${token.name}`;
}

/** Requests are no reason for a warning. @param {import('./platform.js').Line} line */
const isOdd = ({ level, message }) => level !== 'log' || /failure|exception|error/i.test(message);

const HALVES = [
  { name: 'a token is wanted', now: NOW, hasSecret: true, seed: SEED },
  // Later than what was kept of the replies before.
  { name: 'no token is wanted', now: '2025-12-04T14:25:10.000Z', hasSecret: false, seed: SEED + 1 },
];
for (const { name, now, hasSecret, seed } of HALVES) {
  test(`${REQUESTS / 2} hostile requests of seed ${seed}, ${name}`, async (t) => {
    await platform.setSettings(hasSecret ? { INTERNAL_API_SECRET: SECRET } : {});
    await platform.setTime(now);
    const list = async () => {
      const token = goodToken({ secret: SECRET, nowS: Date.parse(now) / 1000 });
      return (await platform.api('', { headers: { 'X-Internal-Token': token } })).text;
    };
    const [listBefore, before] = [await list(), await platform.contents()];
    assert.equal(JSON.parse(listBefore).data.length, 14);

    const requests = hostileRequests(seed, REQUESTS / 2);
    /** @type {Map<string, number>} */
    const tally = new Map();
    /** @type {string[]} */
    const faulty = [];
    const left = requests.values();
    const lane = async () => {
      for (const request of left) {
        const { told, faults } = await answered(request, { now, hasSecret });
        tally.set(told, (tally.get(told) ?? 0) + 1);
        if (faults.length > 0) faulty.push(`${faults.join('; ')}: ${shown(request)}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));

    for (const [told, count] of [...tally].sort()) t.diagnostic(`${told}: ${count}`);
    assert.deepEqual(faulty.slice(0, MOST_SHOWN), [], `${faulty.length} answers at fault`);
    const others = hasSecret ? [429] : [401, 429];
    const statuses = RULES.map(({ status }) => status).filter((one) => !others.includes(one));
    const unseen = [200, ...statuses].filter((status) => !tally.has(`Worker ${status}`));
    assert.deepEqual(unseen, [], 'statuses that no request got');
    assert.deepEqual(await platform.contents(), before);
    assert.equal(await list(), listBefore);
    const odd = (await platform.takeLines()).filter(isOdd);
    assert.deepEqual(odd.slice(0, MOST_SHOWN), [], 'the log');
    const notCalledFor = platform.runtimeLog.filter((line) => !CONNECT_LOG.test(line));
    assert.deepEqual(notCalledFor.slice(0, MOST_SHOWN), [], "workerd's log");
  });
}

test('nothing is written, and nobody is asked', async () => {
  const operations = (await platform.takeOperations()).map(({ op }) => op);
  assert.deepEqual(new Set(operations), new Set(['get']));
  assert.deepEqual(platform.music.urls, []);
  assert.equal((await platform.fetch(LIST)).json.data.length, 14);
});

test('more requests than the rate limit lets pass: 429, and when to come again', async () => {
  const limit = 20;
  const limited = await startPlatform({
    members: someMembers(1),
    rateLimit: { limit, period: 60 },
  });
  try {
    await limited.beginAt(NOW);
    const [ordinary] = hostileRequests(SEED, 1);
    const asked = { ...ordinary, method: 'GET', path: LIST, query: { text: '' }, host: 'site' };
    const met = { ...metOf(asked, [], false), isLimited: true };
    const statuses = [];
    for (let i = 0; i < 4 * limit; i++) {
      const headers = { 'CF-Connecting-IP': '192.0.2.1' };
      const answer = await limited.api(`?i=${i}`, { headers });
      assert.deepEqual(faultsOf(met, answer), []);
      statuses.push(answer.status);
    }
    assert.equal(statuses[0], 200);
    // A minute may end in between.
    const refused = statuses.filter((status) => status === 429).length;
    assert.ok(refused >= 2 * limit, `${refused} of ${4 * limit}`);
  } finally {
    await limited.stop();
  }
});
