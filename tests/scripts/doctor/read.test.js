// What wrangler and files give, as the doctor reads it.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import { sortedKeys } from '../../../scripts/doctor/keys.js';
import { readSaved, requireState } from '../../../scripts/doctor/read.js';
import { deployedOf } from '../../../scripts/doctor/worker.js';
import { Failure } from '../../../scripts/failure.js';

const KEY = 'user-listens:v2:recent';

suite('reading a saved value', () => {
  const folder = mkdtempSync(join(tmpdir(), 'doctor-read-'));
  after(() => rmSync(folder, { recursive: true }));

  /** @param {string} name @param {string | Buffer} content */
  function saved(name, content) {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  }
  const file = saved('value', Buffer.from([0, 255, 10]));
  const read = (/** @type {string | null} */ metadata, /** @type {string | null} */ key = null) =>
    readSaved({ file, metadata, key }, () => KEY);

  test('without metadata its seal is unknown', () => {
    const { value, ...others } = read(null);
    assert.deepEqual([...(value ?? [])], [0, 255, 10]);
    assert.deepEqual(others, {
      ...{ key: KEY, isUnread: false },
      ...{ metadata: undefined, expiresMs: null },
    });
  });

  test('a file of metadata is read', () => {
    const { metadata } = read(saved('metadata', '{"version":2,"crc32c":7}'));
    assert.deepEqual(metadata, { version: 2, crc32c: 7 });
  });

  test('metadata and expiry are found in what `wrangler kv key list` printed', () => {
    const listing = [
      { name: 'user-listens:recent' },
      { name: KEY, expiration: 1764858720, metadata: { version: 2 } },
    ];
    const { metadata, expiresMs } = read(saved('list', JSON.stringify(listing)));
    assert.deepEqual(metadata, { version: 2 });
    assert.equal(expiresMs, 1764858720000);
    const unsealed = read(saved('list2', JSON.stringify(listing)), 'user-listens:recent');
    assert.equal(unsealed.metadata, null);
  });

  for (const { name, metadata, says } of [
    { name: 'no JSON', metadata: '{', says: /holds no JSON/ },
    {
      name: 'a list without the key',
      metadata: '[{"name":"other"}]',
      says: /but not user-listens/,
    },
  ]) {
    test(`refused: metadata that is ${name}`, () => {
      assert.throws(
        () => read(saved('bad', metadata)),
        (error) => error instanceof Failure && says.test(error.message),
      );
    });
  }

  test('refused: a file that is not there, and a folder without state', () => {
    const missing = { file: join(folder, 'none'), metadata: null, key: null };
    assert.throws(() => readSaved(missing, () => KEY), /cannot be read: ENOENT/);
    assert.throws(
      () => requireState({ isRemote: false, site: [], state: join(folder, 'none') }),
      /There is no local state/,
    );
    requireState({ isRemote: true, site: [], state: null });
  });
});

test('keys: ours first, then those of other versions, and not too many', () => {
  const strangers = Array.from({ length: 20 }, (_, at) => `user-listens:a${at}`);
  const listed = [...strangers, 'user-listens:recent', KEY, 'user-listens:v3:snapshot'].map(
    (name) => ({ name }),
  );
  const { known, others, unread } = sortedKeys(listed, [KEY, 'user-listens:v2:snapshot']);
  assert.deepEqual(known, [{ name: KEY }, 'user-listens:v2:snapshot']);
  assert.deepEqual(
    others.slice(0, 3).map(({ name }) => name),
    ['user-listens:recent', 'user-listens:v3:snapshot', 'user-listens:a0'],
  );
  assert.equal(others.length + unread.length, 22);
  assert.equal(others.length, 8);
});

/** As `wrangler deployments list --json` prints it. @param {string} created_on @param {[string, number][]} versions */
const deployment = (created_on, ...versions) => ({
  ...{ id: `deployment of ${created_on}`, source: 'wrangler', created_on },
  versions: versions.map(([version_id, percentage]) => ({ version_id, percentage })),
});

for (const { name, list, expected } of [
  { name: 'none', list: null, expected: { live: [], since: null, earlier: [] } },
  {
    name: 'two, in any order',
    list: [
      deployment('2025-12-01T09:00:00Z', ['new', 100]),
      deployment('2025-11-01T09:00:00Z', ['old', 100]),
    ],
    expected: { live: ['new'], since: '2025-12-01T09:00:00Z', earlier: ['old'] },
  },
  {
    name: 'gradual, then finished',
    list: [
      deployment('2025-11-01T09:00:00Z', ['old', 100]),
      deployment('2025-12-01T09:00:00Z', ['old', 50], ['new', 50]),
      deployment('2025-12-01T10:00:00Z', ['old', 0], ['new', 100]),
    ],
    expected: { live: ['new'], since: '2025-12-01T10:00:00Z', earlier: ['old'] },
  },
  {
    name: 'a rollback',
    list: [
      deployment('2025-11-01T09:00:00Z', ['old', 100]),
      deployment('2025-12-01T09:00:00Z', ['new', 100]),
      deployment('2025-12-01T10:00:00Z', ['old', 100]),
    ],
    expected: { live: ['old'], since: '2025-12-01T10:00:00Z', earlier: ['new'] },
  },
]) {
  test(`deployments: ${name}`, () => assert.deepEqual(deployedOf(list), expected));
}
