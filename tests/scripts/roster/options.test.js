// What may follow `npm run roster --`, and the clear errors for what may not.

import assert from 'node:assert/strict';
import test from 'node:test';
import { Failure } from '../../../scripts/failure.js';
import { rosterCommand } from '../../../scripts/roster/options.js';

const LOCAL = { isRemote: false, site: [], state: '.wrangler/state' };
const REMOTE = { isRemote: true, site: [], state: null };

for (const { args, expected } of [
  { args: ['--help'], expected: { does: 'help' } },
  { args: ['add', '-h'], expected: { does: 'help' } },
  { args: ['list'], expected: { does: 'list', place: LOCAL, json: false } },
  { args: ['list', '--json', '--remote'], expected: { does: 'list', place: REMOTE, json: true } },
  {
    args: ['add', 'al ice', '--lastfm', 'a', '--librefm='],
    expected: {
      does: 'add',
      place: LOCAL,
      username: 'al ice',
      accounts: { lastfm: 'a', librefm: null },
      isPrivate: false,
    },
  },
  {
    args: ['--private', '--listenbrainz=-b', 'add', '--', '-x'],
    expected: {
      does: 'add',
      place: LOCAL,
      username: '-x',
      accounts: { listenbrainz: '-b' },
      isPrivate: true,
    },
  },
  { args: ['hide', 'a'], expected: { does: 'hide', place: LOCAL, username: 'a' } },
  { args: ['show', 'a'], expected: { does: 'show', place: LOCAL, username: 'a' } },
  {
    args: ['remove', 'a', '--remote', '--env', 'second', '--config', 'x.toml'],
    expected: {
      does: 'remove',
      place: {
        ...REMOTE,
        site: ['--env', 'second', '--config', 'x.toml'],
        env: 'second',
        config: 'x.toml',
      },
      username: 'a',
    },
  },
  {
    args: ['import', 'm.csv', '--dry-run', '--private'],
    expected: { does: 'import', place: LOCAL, file: 'm.csv', isPrivate: true, isDryRun: true },
  },
]) {
  test(`npm run roster -- ${args.join(' ')}`, () => {
    assert.deepEqual(rosterCommand(args), expected);
  });
}

for (const { args, says } of [
  { args: [], says: /No command/ },
  { args: ['delete', 'a'], says: /Unknown command "delete"/ },
  { args: ['toString', 'a'], says: /Unknown command/ },
  { args: ['add', '--lastfm', 'a'], says: /"add" needs a NAME/ },
  { args: ['hide'], says: /"hide" needs a NAME/ },
  { args: ['import'], says: /"import" needs a FILE/ },
  { args: ['hide', 'a', 'b'], says: /"b"; quote a NAME/ },
  { args: ['list', 'a'], says: /"a"; quote a name/ },
  { args: ['hide', 'a', '--lastfm', 'b'], says: /--lastfm does not go with "hide"/ },
  { args: ['add', 'a', '--json'], says: /--json does not go with "add"/ },
  { args: ['add', 'a', '--dry-run'], says: /--dry-run does not go with "add"/ },
  { args: ['add', 'a', '--spotify', 'b'], says: /--spotify/ },
  { args: ['add', 'a', '--lastfm'], says: /--lastfm/ },
  { args: ['list', '--remote', '--state', 'x'], says: /--state is a folder/ },
]) {
  test(`refused: npm run roster -- ${args.join(' ')}`, () => {
    assert.throws(
      () => rosterCommand(args),
      (error) => {
        assert.ok(error instanceof Failure);
        assert.match(error.message, says);
        assert.match(error.report(), /--help/);
        return true;
      },
    );
  });
}
