// What builds and tests the Worker is pinned, checksummed, and never shipped.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { inRoot } from '../../scripts/setup/root.js';

/** @param {string} name @returns {any} */
const read = (name) => JSON.parse(readFileSync(inRoot(name), 'utf8'));

const manifest = read('package.json');
const { packages, lockfileVersion } = read('package-lock.json');
const { '': root, ...locked } = packages;

/** The packages in the lock file about which something holds. @param {(one: any) => boolean} holds */
const those = (holds) => Object.keys(locked).filter((name) => holds(locked[name]));

test('nothing of npm’s is shipped', () => {
  for (const kind of ['dependencies', 'peerDependencies', 'bundleDependencies', 'overrides']) {
    assert.deepEqual(manifest[kind], undefined, kind);
  }
  assert.deepEqual(
    those(({ dev, optional, devOptional }) => !dev && !optional && !devOptional),
    [],
  );
});

test('every package is pinned to one version', () => {
  const wanted = { ...manifest.devDependencies, ...manifest.optionalDependencies };
  assert.ok(Object.keys(wanted).length > 0);
  for (const [name, version] of Object.entries(wanted)) {
    assert.match(String(version), /^\d+\.\d+\.\d+(-[\w.]+)?$/, name);
    assert.equal(locked[`node_modules/${name}`]?.version, version, name);
  }
});

test('the lock file is that of package.json', () => {
  assert.equal(lockfileVersion, 3);
  for (const kind of ['devDependencies', 'optionalDependencies']) {
    assert.deepEqual(root[kind], manifest[kind], kind);
  }
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
  assert.deepEqual(
    those(({ link }) => link === true),
    [],
  );
});

test('only the packages that may run a script at installation have one', () => {
  const scripted = those(({ hasInstallScript }) => hasInstallScript === true).map((path) =>
    path.replace(/^.*node_modules\//, ''),
  );
  const allowed = Object.keys(manifest.allowScripts).filter((name) => manifest.allowScripts[name]);
  assert.deepEqual(scripted.sort(), allowed.sort());
});
