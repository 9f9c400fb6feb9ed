// wrangler.toml as wrangler reads it: ours, one with several sites, and broken ones.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readConfiguration } from '../../../scripts/deploy/configuration.js';
import { SITE } from './samples.js';

const folder = mkdtempSync(join(tmpdir(), 'wrangler #1 '));
after(() => rmSync(folder, { recursive: true }));

/** @param {string} text @param {string} [env] */
function read(text, env) {
  const config = join(folder, 'wrangler.toml');
  writeFileSync(config, text);
  return readConfiguration({ flags: [], config, env });
}

test('our wrangler.toml has what the Worker needs, and no ids', async () => {
  const { vars, ...rest } = /** @type {any} */ (await readConfiguration(SITE));
  assert.deepEqual(rest, {
    name: 'user-listens',
    bindings: ['CACHE', 'DB', 'CF_VERSION_METADATA'],
    crons: ['*/5 * * * *'],
    environments: [],
    shared: [],
  });
  assert.equal(vars.MAX_TRACKS, '50');
});

const SITES = `
name = "listens"
compatibility_date = "2026-10-01"
kv_namespaces = [{ binding = "CACHE", id = "1" }]
d1_databases = [{ binding = "DB", database_name = "members" }]
triggers = { crons = ["*/5 * * * *"] }

[env.blog]
kv_namespaces = [{ binding = "CACHE", id = "1" }]
d1_databases = [{ binding = "DB", database_name = "blog" }]

[env.shop]
kv_namespaces = [{ binding = "CACHE" }]
d1_databases = [{ binding = "DB", database_name = "members" }]
vars = { MAX_TRACKS = 10 }
`;

for (const { env, expected } of [
  { env: undefined, expected: { name: 'listens', shared: ['CACHE with blog', 'DB with shop'] } },
  { env: 'blog', expected: { name: 'listens-blog', shared: ['CACHE with the top level'] } },
  { env: 'shop', expected: { name: 'listens-shop', shared: ['DB with the top level'] } },
]) {
  test(`several sites: ${env ?? 'the top level'}`, async () => {
    const site = /** @type {any} */ (await read(SITES, env));
    assert.equal(site.name, expected.name);
    assert.deepEqual(site.environments, ['blog', 'shop']);
    assert.deepEqual(site.crons, ['*/5 * * * *']);
    assert.deepEqual(
      site.shared.map((/** @type {any} */ one) => `${one.binding} with ${one.with}`),
      expected.shared,
    );
  });
}

test('what an environment does not say is not the top level’s', async () => {
  const site = /** @type {any} */ (await read(SITES, 'shop'));
  assert.deepEqual(site.vars, { MAX_TRACKS: 10 });
  assert.deepEqual(site.bindings, ['CACHE', 'DB']);
});

for (const [name, text, says] of /** @type {const} */ ([
  ['no TOML', 'name', /Invalid TOML/],
  ['no such shape', 'name = "a"\nkv_namespaces = "b"\n', /"kv_namespaces" should be an array/],
])) {
  test(`${name}: an error, and no exception`, async () => {
    assert.match(/** @type {any} */ (await read(text)).error, says);
  });
}

test('no such file: an error that names it', async () => {
  const reading = await readConfiguration({ flags: [], config: 'nowhere.toml', env: undefined });
  assert.match(/** @type {any} */ (reading).error, /nowhere\.toml/);
});
