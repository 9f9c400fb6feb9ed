// `npm run doctor -- --remote` as a process, with the real wrangler, against a server that answers as
// Cloudflare's API does where the doctor asks it. What the keys hold, refreshes of the real module
// have written.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../../scripts/command.js';
import { loadedModules } from '../../scripts/doctor/modules.js';
import { plays, RECENT, Store } from '../scripts/doctor/store.js';

const DOCTOR = fileURLToPath(new URL('../../scripts/doctor.js', import.meta.url));
const US = { id: 'version-b', timestamp: '2025-12-01T09:00:00.000Z' };
const BEFORE_US = { id: 'version-a', timestamp: '2025-11-01T09:00:00.000Z' };
const NOT_DEPLOYED = { code: 10007, message: 'This Worker does not exist on your account.' };

/**
 * @typedef {import('../../scripts/doctor/keys.js').StoredKey} StoredKey
 *
 * @typedef {object} Account
 * @property {boolean} isDeployed
 * @property {StoredKey[]} keys
 * @property {string[]} gone keys that have expired since they were listed
 */

/** As `created_on` and its one version. @param {string} id @param {string} created_on */
const deployment = (id, created_on) => ({
  ...{ id: `deployment of ${id}`, source: 'wrangler', strategy: 'percentage', created_on },
  versions: [{ version_id: id, percentage: 100 }],
});

/** What the API answers; undefined: there is no such thing. @type {Record<string, (account: Account) => unknown>} */
const RESULTS = {
  '/workers/scripts/user-listens/deployments': () => ({
    deployments: [
      deployment(US.id, '2025-12-01T09:00:05.000Z'),
      deployment(BEFORE_US.id, '2025-11-01T09:00:05.000Z'),
    ],
  }),
  '/workers/scripts/user-listens/secrets': () => [{ name: 'LASTFM_API_KEY', type: 'secret_text' }],
  '/workers/scripts/user-listens/settings': () => ({
    bindings: [{ type: 'kv_namespace', name: 'CACHE', namespace_id: 'namespace' }],
  }),
  '/storage/kv/namespaces/namespace/keys': ({ keys }) =>
    keys
      .filter(({ value }) => value !== null)
      .map(({ key, metadata, expiresMs }) => ({
        name: key,
        ...(metadata !== null && { metadata }),
        ...(expiresMs !== null && { expiration: Math.floor(expiresMs / 1000) }),
      })),
};
const VALUE = '/storage/kv/namespaces/namespace/values/';

suite('the doctor, of a deployed Worker', () => {
  const home = mkdtempSync(join(tmpdir(), 'doctor-remote-'));
  /** @type {Account} */
  let account = { isDeployed: true, keys: [], gone: [] };
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '', 'http://api').pathname.replace('/accounts/account', '');
    const send = (/** @type {number} */ status, /** @type {object} */ answer) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ errors: [], messages: [], ...answer }));
    };
    const refuse = (/** @type {object} */ error) =>
      send(404, { success: false, result: null, errors: [error] });
    if (path.startsWith('/workers') && !account.isDeployed) return refuse(NOT_DEPLOYED);
    if (path.startsWith(VALUE)) {
      const key = decodeURIComponent(path.slice(VALUE.length));
      const value = account.keys.find((one) => one.key === key)?.value;
      const isGone = account.gone.includes(key) || !value;
      return isGone ? refuse({ code: 10009, message: 'key not found' }) : response.end(value);
    }
    const result = RESULTS[path]?.(account);
    if (result === undefined) return refuse({ code: 7003, message: `no route to ${path}` });
    return send(200, { success: true, result, result_info: { cursor: '' } });
  });

  before(() => new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined))));
  after(() => {
    server.close();
    rmSync(home, { recursive: true });
  });

  /** @param {Partial<Account>} found */
  async function doctor(found) {
    account = { isDeployed: true, keys: [], gone: [], ...found };
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    const { code, output, stdout } = await runCommand([process.execPath, DOCTOR, '--remote'], {
      env: {
        ...process.env,
        ...{ HOME: home, XDG_CONFIG_HOME: home, NO_COLOR: '1' },
        CLOUDFLARE_API_BASE_URL: `http://127.0.0.1:${port}`,
        CLOUDFLARE_API_TOKEN: 'token-of-the-test',
        CLOUDFLARE_ACCOUNT_ID: 'account',
      },
    });
    assert.ok(!output.includes('token-of-the-test'));
    return { code, output, firstLine: stdout.toString().split('\n')[0] ?? '' };
  }

  /** @param {typeof US} by */
  function refreshedBy(by) {
    const store = new Store(loadedModules().core);
    const nowMs = Date.now();
    store.refresh(nowMs, { members: ['anna', 'ben'], music: plays, by });
    return store.keysAt(nowMs);
  }

  test('exit status 0: the live deployment has written', async () => {
    const { code, output, firstLine } = await doctor({ keys: refreshedBy(US) });
    assert.equal(code, 0, output);
    assert.match(firstLine, /^Healthy: 2 tracks, refreshed \d+ s ago, by this deployment\.$/);
  });

  test('exit status 1: an earlier deployment has written', async () => {
    const { code, output, firstLine } = await doctor({ keys: refreshedBy(BEFORE_US) });
    assert.equal(code, 1, output);
    assert.equal(
      firstLine,
      'WARNING: An earlier deployment still writes: version-a; live is version-b.',
    );
  });

  test('exit status 2: the list expires while the doctor looks', async () => {
    const { code, output, firstLine } = await doctor({ keys: refreshedBy(US), gone: [RECENT] });
    assert.equal(code, 2, output);
    assert.match(
      firstLine,
      /^BROKEN: The list is not there, although a refresh wrote \d+ s ago\.$/,
    );
  });

  test('exit status 2: nothing is deployed', async () => {
    const { code, output, firstLine } = await doctor({ isDeployed: false });
    assert.equal(code, 2, output);
    assert.equal(firstLine, 'BROKEN: The Worker is not deployed.');
  });
});
