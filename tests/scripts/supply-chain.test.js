// What builds and tests the Worker is pinned, checksummed, and never shipped.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { isNewEnough, NODE_RUNTIME } from '../../scripts/setup/node.js';
import { inRoot } from '../../scripts/setup/root.js';

/** @param {string} name @returns {any} */
const read = (name) => JSON.parse(readFileSync(inRoot(name), 'utf8'));

const manifest = read('package.json');
/** By folder; '' is the root's. @type {Record<string, any>} */
const manifests = { '': manifest };
for (const folder of manifest.workspaces) manifests[folder] = read(`${folder}/package.json`);
const { packages, lockfileVersion } = read('package-lock.json');
const isOurs = (/** @type {string} */ path) => path in manifests || packages[path].link === true;
/** What comes from npm. */
const locked = Object.fromEntries(Object.entries(packages).filter(([path]) => !isOurs(path)));

/** The packages in the lock file about which something holds. @param {(one: any) => boolean} holds */
const those = (holds) => Object.keys(locked).filter((name) => holds(locked[name]));

test('nothing of npm’s is shipped', () => {
  for (const [folder, its] of Object.entries(manifests)) {
    for (const kind of ['dependencies', 'peerDependencies', 'bundleDependencies', 'overrides']) {
      assert.deepEqual(its[kind], undefined, `${folder} ${kind}`);
    }
  }
  assert.deepEqual(
    those(({ dev, optional, devOptional }) => !dev && !optional && !devOptional),
    [],
  );
});

test('every package is pinned to one version', () => {
  const wanted = Object.assign(
    {},
    ...Object.values(manifests).flatMap((its) => [its.devDependencies, its.optionalDependencies]),
  );
  assert.ok(Object.keys(wanted).length > 10);
  for (const [name, version] of Object.entries(wanted)) {
    assert.match(String(version), /^\d+\.\d+\.\d+(-[\w.]+)?$/, name);
    assert.equal(locked[`node_modules/${name}`]?.version, version, name);
  }
});

test('the lock file is that of package.json', () => {
  assert.equal(lockfileVersion, 3);
  for (const [folder, its] of Object.entries(manifests)) {
    for (const kind of ['devDependencies', 'optionalDependencies']) {
      assert.deepEqual(packages[folder][kind], its[kind], `${folder} ${kind}`);
    }
  }
});

test('starting and deploying download no browser driver, charts, formatter or compiler', () => {
  const atRoot = Object.keys(manifest.devDependencies);
  assert.deepEqual(atRoot, ['csv-parse', 'esbuild', 'miniflare', 'string-width', 'wrangler']);
  assert.deepEqual(manifest.optionalDependencies, undefined);
  const others = Object.keys(manifests)
    .filter((folder) => folder !== '')
    .flatMap((folder) => Object.keys(manifests[folder].devDependencies ?? {}));
  for (const name of ['@biomejs/biome', 'echarts', 'playwright-core', 'typescript']) {
    assert.ok(others.includes(name), name);
  }
});

test('the Node that set-up fetches is the same version for each system, and new enough', () => {
  const { optionalDependencies } = manifests[NODE_RUNTIME];
  const versions = Object.values(optionalDependencies);
  assert.equal(versions.length, 4);
  assert.equal(new Set(versions).size, 1, versions.join(', '));
  assert.ok(isNewEnough(versions[0]), versions[0]);
});

test('every package in the lock file has a checksum, and they come from one place', () => {
  assert.ok(Object.keys(locked).length > 100);
  assert.deepEqual(
    those(({ integrity }) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? '')),
    [],
  );
  // None says from where: that is whatever registry npm is told.
  const hosts = Object.values(locked)
    .filter(({ resolved }) => resolved !== undefined)
    .map(({ resolved }) => new URL(resolved).host);
  assert.ok(new Set(hosts).size <= 1, [...new Set(hosts)].join(', '));
});

test('only the packages that may run a script at installation have one', () => {
  const scripted = those(({ hasInstallScript }) => hasInstallScript === true).map((path) =>
    path.replace(/^.*node_modules\//, ''),
  );
  const allowed = Object.keys(manifest.allowScripts).filter((name) => manifest.allowScripts[name]);
  assert.deepEqual(scripted.sort(), allowed.sort());
});
