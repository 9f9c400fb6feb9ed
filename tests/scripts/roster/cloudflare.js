// What wrangler asks Cloudflare about a D1 database, answered on this machine from SQLite. Shapes as in
// https://developers.cloudflare.com/api/resources/d1/; only what the roster's commands lead to.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { DatabaseSync } from 'node:sqlite';

const MIGRATION = new URL('../../../migrations/0001_users.sql', import.meta.url);

/** @param {{ isMigrated: boolean }} options */
export async function startCloudflare({ isMigrated }) {
  const database = new DatabaseSync(':memory:');
  if (isMigrated) database.exec(readFileSync(MIGRATION, 'utf8'));
  /** @type {Map<string, string>} by checksum */
  const uploads = new Map();
  let address = '';

  /** @param {{ action: string, etag: string }} asked */
  const imported = ({ action, etag }) => {
    if (action === 'init') return { upload_url: `${address}/upload/${etag}`, filename: etag };
    try {
      database.exec(`BEGIN; ${uploads.get(etag)} COMMIT`);
    } catch (error) {
      database.exec('ROLLBACK');
      throw error;
    }
    const meta = { duration: 1, rows_read: 1, rows_written: 1, size_after: 1 };
    const result = { num_queries: 1, final_bookmark: '', meta };
    return { success: true, status: 'complete', messages: [], result };
  };
  const queried = (/** @type {{ sql: string }} */ { sql }) => [
    { results: database.prepare(sql).all(), success: true, meta: { duration: 1 } },
  ];

  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const url = request.url ?? '';
    const [, etag] = url.match(/^\/upload\/(\w+)$/) ?? [];
    if (etag !== undefined) {
      uploads.set(etag, body);
      return response.setHeader('ETag', `"${etag}"`).end();
    }
    const answer = (/** @type {object} */ more) =>
      response.end(JSON.stringify({ success: true, errors: [], messages: [], ...more }));
    try {
      if (url.endsWith('/query')) return answer({ result: queried(JSON.parse(body)) });
      if (url.endsWith('/import')) return answer({ result: imported(JSON.parse(body)) });
      return answer({ result: { uuid: '0', name: 'user-listens' } });
    } catch (error) {
      response.statusCode = 400;
      const message = `${error instanceof Error ? error.message : error}: SQLITE_ERROR`;
      return answer({ success: false, errors: [{ code: 7500, message }], result: null });
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  address = `http://127.0.0.1:${port}`;
  return {
    database,
    environment: {
      CLOUDFLARE_API_BASE_URL: address,
      CLOUDFLARE_API_TOKEN: 'anything',
      CLOUDFLARE_ACCOUNT_ID: '0'.repeat(32),
    },
    stop: () => server.close(),
  };
}
