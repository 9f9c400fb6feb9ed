// The contestants in workerd, each in a Miniflare of its own, asked on a socket of its own: Miniflare's
// own Worker, which else stands before every other, would cost all of them the same and so hide
// what they cost themselves.

import { readdirSync, readFileSync } from 'node:fs';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { inRoot } from '../scripts/setup/root.js';
import { atStop } from '../scripts/stop.js';
import { someMembers } from '../tests/worker/music.js';
import { fillRoster, WATCHED, watchingModules } from '../tests/worker/platform.js';
import { miniflareModules } from './bundles.js';
import { DEPLOYMENT, SETTINGS } from './core-refresh.js';

const NAME = 'contestant';
const CRON = '*/5 * * * *';

/**
 * @typedef {import('./bundles.js').Contestant} Contestant
 * @typedef {Awaited<ReturnType<typeof startWorker>>} RunningWorker
 *
 * @typedef {object} Setup
 * @property {Record<string, any>} [bindings] beside wrangler.toml's variables
 * @property {number} [members] rows of D1
 * @property {boolean} [isWatched] a record of what it does with KV and D1 is kept, at a price
 */

/** @param {Contestant} contestant @param {Setup} [setup] */
export async function startWorker(contestant, { bindings, members = 0, isWatched = false } = {}) {
  const mf = new Miniflare(
    convertV4MiniflareOptions({
      // Nobody reads the lines here, but printing them is part of the work.
      handleStructuredLogs: () => {},
      workers: [
        {
          name: NAME,
          modules: [
            ...(isWatched ? watchingModules() : []),
            ...miniflareModules(contestant, isWatched ? WATCHED : undefined),
          ],
          compatibilityDate: '2026-10-01',
          kvNamespaces: { CACHE: 'cache' },
          d1Databases: { DB: 'users' },
          bindings: { ...SETTINGS, CF_VERSION_METADATA: DEPLOYMENT, ...bindings },
          unsafeDirectSockets: [{}],
        },
      ],
    }),
  );
  const forget = atStop(() => mf.dispose());
  if (members > 0) await createRoster(await mf.getD1Database('DB', NAME), members);
  const worker = await mf.getWorker(NAME);
  return {
    url: (await mf.unsafeGetDirectURL(NAME)).href,
    kv: await mf.getKVNamespace('CACHE', NAME),
    /** Fires the cron. */
    refresh: () => worker.scheduled({ cron: CRON, scheduledTime: new Date() }),
    /** @param {'lines' | 'operations'} what the record, if one is kept, which then begins anew */
    take: async (what) => {
      const init = { method: 'POST', body: JSON.stringify({ take: what }) };
      return /** @type {Promise<any>} */ ((await worker.fetch('http://inside.test/', init)).json());
    },
    stop: async () => {
      forget();
      await mf.dispose();
    },
  };
}

/** @param {any} database @param {number} count of members */
async function createRoster(database, count) {
  for (const file of readdirSync(inRoot('migrations')).sort()) {
    const sql = readFileSync(inRoot(`migrations/${file}`), 'utf8').replace(/--.*$/gm, '');
    for (const statement of sql.split(';').filter((text) => text.trim() !== '')) {
      await database.prepare(statement).run();
    }
  }
  await fillRoster(database, someMembers(count));
}
