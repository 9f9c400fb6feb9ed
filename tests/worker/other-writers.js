// Other Workers of the platform, with the same KV namespace.

/**
 * @param {string} name
 * @param {string} code what its cron does, with `env`
 * @returns {any} in Miniflare's terms
 */
function workerWithCron(name, code) {
  return {
    name,
    modules: [
      {
        type: 'ESModule',
        path: `${name}.js`,
        contents: `export default { async scheduled(controller, env) { ${code} } };`,
      },
    ],
    compatibilityDate: '2025-01-01',
    kvNamespaces: { CACHE: 'CACHE' },
  };
}

/** The stale version 1 of the incident. */
export const VERSION_1 = workerWithCron(
  'version-1',
  "await env.CACHE.put('user-listens:recent', '[]', { expirationTtl: 420 });",
);

/** An empty list in the format of version 2, but not by this product. */
export const FOREIGN_LIST = JSON.stringify({
  tracks: [],
  lastUpdated: '2025-12-04T14:25:30.000Z',
  version: 2,
});

/** A script that writes it under our key. */
export const FOREIGN = workerWithCron(
  'foreign',
  `await env.CACHE.put('user-listens:v2:recent', ${JSON.stringify(FOREIGN_LIST)});`,
);

/**
 * Fires the cron of another Worker.
 * @param {import('./platform.js').Platform} platform
 * @param {{name: string}} worker
 */
export async function tickOf({ mf }, { name }) {
  const worker = await mf.getWorker(name);
  return worker.scheduled({ cron: '*/5 * * * *' });
}
