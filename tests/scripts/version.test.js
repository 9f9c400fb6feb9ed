// The version is written in package.json and nowhere else, but for the places that must name it.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { inRoot } from '../../scripts/setup/root.js';
import { ALWAYS, freshMachine } from '../abi/calls.js';
import { performersIn, play } from '../abi/refreshes.js';

/** @param {string} name */
const read = (name) => readFileSync(inRoot(name), 'utf8');
const { version } = JSON.parse(read('package.json'));

test('the newest version of CHANGELOG.md is that of package.json, and has a date', () => {
  const [heading = 'no version'] = read('CHANGELOG.md').match(/^## \d.*$/m) ?? [];
  assert.match(heading, /^## \S+ – \d{4}-\d\d-\d\d$/);
  assert.equal(heading.split(' ')[1], version);
});

test('the lock file names the version of package.json', () => {
  const { version: locked, packages } = JSON.parse(read('package-lock.json'));
  assert.deepEqual([locked, packages[''].version], [version, version]);
});

test('the User-Agent that music services see names the version', () => {
  const { requests } = play(freshMachine(), ALWAYS, performersIn({}));
  assert.notEqual(requests.length, 0);
  for (const { headers } of requests) {
    const { 'user-agent': agent } = Object.fromEntries(headers);
    assert.equal(agent, `user-listens/${version} (Cloudflare Worker)`);
  }
});
