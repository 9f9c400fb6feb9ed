// What browsers load: which files there are, what they weigh, and what is sent with them.

import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { inRoot } from '../../scripts/setup/root.js';
import { createAnswerer } from '../../scripts/site/answer.js';
import { buildSite } from '../../scripts/site/bundle.js';
import { kSite, readSiteHeaders, startSite } from './site-server.js';

/** @param {string} name */
const read = (name) => readFileSync(new URL(name, kSite), 'utf8');

test('these files are served, and no others', () => {
  assert.deepEqual(readdirSync(kSite).sort(), [
    '_headers',
    'favicon.svg',
    'page.js',
    'page.js.map',
    'style.css',
    'style.css.map',
    'user-listens.js',
    'user-listens.js.map',
  ]);
});

test('what has not changed is not written again, and what is no longer made goes', async (t) => {
  // In a folder of its own: other tests read build/site at the same time.
  const folder = mkdtempSync(inRoot('build/site-'));
  t.after(() => rmSync(folder, { recursive: true }));
  assert.deepEqual((await buildSite(`${folder}/`)).changed.sort(), readdirSync(kSite).sort());
  writeFileSync(`${folder}/left-over.js`, '');
  assert.deepEqual((await buildSite(`${folder}/`)).changed, []);
  assert.equal(existsSync(`${folder}/left-over.js`), false);
});

/** Gzipped. */
const weights = [
  { name: 'page.js', most: 6 * 1024 },
  { name: 'style.css', most: 2560 },
  { name: 'user-listens.js', most: 8 * 1024 },
];
for (const { name, most } of weights) {
  test(`${name} is one file, has its source map, and weighs at most ${most} bytes`, (t) => {
    const text = read(name);
    const bytes = gzipSync(text, { level: 9 }).length;
    t.diagnostic(`${name}: ${bytes} bytes gzipped`);
    assert.ok(bytes <= most, `${bytes} bytes`);
    assert.doesNotMatch(text, /\bimport\b(?!\.meta)|\bexport\b/);
    assert.ok(text.includes(`sourceMappingURL=${name}.map`));
    const { sources } = JSON.parse(read(`${name}.map`));
    for (const source of sources) assert.match(source, /^\.\.\/\.\.\/site\//, 'no local path');
  });
}

const sent = [
  { path: '/page.js', header: 'access-control-allow-origin', value: null },
  { path: '/page.js', header: 'x-content-type-options', value: 'nosniff' },
  { path: '/user-listens.js', header: 'access-control-allow-origin', value: '*' },
  { path: '/user-listens.js', header: 'cross-origin-resource-policy', value: 'cross-origin' },
  { path: '/user-listens.js', header: 'x-content-type-options', value: 'nosniff' },
];
test('what is sent with a file', async (t) => {
  const site = await startSite(() => ({}));
  t.after(site.stop);
  for (const { path, header, value } of sent) {
    await t.test(`${path}: ${header} is ${value}`, async () => {
      const response = await fetch(new URL(path, site.address));
      assert.equal(response.headers.get(header), value);
    });
  }
});

test('no header is set twice: the platform would join the two', () => {
  const [common, ...others] = [...readSiteHeaders().values()].map(Object.keys);
  assert.ok(common.length > 0);
  for (const name of others.flat()) assert.ok(!common.includes(name), name);
});

/** What a response is, and how long it lasts: of each its own. */
const OWN = ['content-type', 'cache-control', 'etag', 'vary'];

test('files are as safe as the page: what the core sends with it, they have to the letter', () => {
  const { status, headers } = createAnswerer()('https://site.example/', { list: null, now: 0 });
  assert.equal(status, 200);
  const page = Object.entries(headers).filter(([name]) => !OWN.includes(name));
  const files = Object.entries(readSiteHeaders().get('/*') ?? {})
    .map(([name, value]) => [name.toLowerCase(), value])
    .filter(([name = '']) => !OWN.includes(name));
  assert.ok(page.length >= 5, `${page.length} headers`);
  assert.deepEqual(Object.fromEntries(files), Object.fromEntries(page));
});
