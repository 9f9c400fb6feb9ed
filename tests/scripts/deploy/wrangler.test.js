// The real wrangler, as `npm run deploy` asks it, with a stand-in for Cloudflare's API: that its
// answers are what scripts/deploy/facts.js takes them for, also after wrangler has changed.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { wrangler } from '../../../scripts/cloudflare/wrangler.js';
import { askCloudflare } from '../../../scripts/deploy/facts.js';
import { SITE } from './samples.js';

const WORKER = '/client/v4/accounts/a1/workers/scripts/user-listens';
const DATABASE = '/client/v4/accounts/a1/d1/database';
const NOT_THERE = { code: 10007, message: 'This Worker does not exist on your account.' };
const NO_DATABASE = { code: 7404, message: 'The database user-listens could not be found' };
const PAGE = { page: 1, per_page: 50, total_pages: 1, count: 1, total_count: 1 };

/** @typedef {{result?: unknown, error?: {code: number, message: string}}} Reply */

/** @type {Record<string, Reply>} */
const ALWAYS = {
  '/client/v4/user/tokens/verify': { result: { status: 'active' } },
  '/client/v4/user': { result: { email: 'alice@example.com' } },
  '/client/v4/accounts': { result: [{ id: 'a1', name: 'Alice' }] },
  '/client/v4/memberships': { result: [{ account: { id: 'a1', name: 'Alice' } }] },
};

/** @type {Record<string, Reply>} */
const NOTHING = {
  [`${WORKER}/secrets`]: { error: NOT_THERE },
  [`${WORKER}/deployments`]: { error: NOT_THERE },
  [`${DATABASE}/user-listens`]: { error: NO_DATABASE },
};

const VERSIONS = [
  { version_id: 'one', percentage: 90 },
  { version_id: 'two', percentage: 10 },
];
/** @param {...string} applied @returns {Record<string, Reply>} */
const deployed = (...applied) => ({
  [`${WORKER}/secrets`]: { result: [{ name: 'LASTFM_API_KEY', type: 'secret_text' }] },
  [`${WORKER}/deployments`]: { result: { deployments: [{ id: 'd', versions: VERSIONS }] } },
  [`${DATABASE}/user-listens`]: { result: { uuid: 'u1', name: 'user-listens' } },
  [`${DATABASE}/u1/query`]: {
    result: [{ success: true, meta: {}, results: applied.map((name, id) => ({ id, name })) }],
  },
});

/** @type {Record<string, Reply>} */
let replies = {};
const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '', 'http://api');
  const { result = null, error } = replies[pathname] ??
    ALWAYS[pathname] ?? { error: { code: 1, message: `not expected: ${pathname}` } };
  response.statusCode = error === undefined ? 200 : 404;
  response.setHeader('content-type', 'application/json');
  const errors = error === undefined ? [] : [error];
  const success = errors.length === 0;
  response.end(JSON.stringify({ success, errors, messages: [], result, result_info: PAGE }));
});

before(async () => {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  process.env.CLOUDFLARE_API_BASE_URL = `http://127.0.0.1:${port}/client/v4`;
  process.env.CLOUDFLARE_API_TOKEN = 'of-nobody';
  // Else wrangler remembers the account, for the developer's own deployments too.
  process.env.CLOUDFLARE_ACCOUNT_ID = 'a1';
});
after(() => server.close());

/** @param {Record<string, Reply>} some */
async function ask(some) {
  replies = some;
  const { login, ...others } = await askCloudflare(wrangler, SITE, true);
  assert.equal(login.is === 'known' && login.answer.who, 'alice@example.com');
  return others;
}

test('the real wrangler says that nothing is deployed yet', async () => {
  const found = await ask(NOTHING);
  assert.deepEqual(
    Object.entries(found).map(([name, { is }]) => `${name}: ${is}`),
    ['secrets: absent', 'live: absent', 'migrations: absent'],
  );
});

test('the real wrangler tells of two live versions and a missing migration', async () => {
  assert.deepEqual(await ask(deployed('0001_users.sql')), {
    secrets: { is: 'known', answer: ['LASTFM_API_KEY'] },
    live: {
      is: 'known',
      answer: VERSIONS.map(({ version_id, percentage }) => ({ id: version_id, percentage })),
    },
    migrations: { is: 'known', answer: ['0002_others.sql'] },
  });
});

test('the real wrangler tells that no migration is missing', async () => {
  const { migrations } = await ask(deployed('0001_users.sql', '0002_others.sql'));
  assert.deepEqual(migrations, { is: 'known', answer: [] });
});

test('a request that the real wrangler is refused is a failure, and nothing is called absent', async () => {
  const error = { code: 10000, message: 'Authentication error' };
  const { secrets } = await ask({ ...deployed(), [`${WORKER}/secrets`]: { error } });
  assert.equal(secrets.is, 'failed');
});
