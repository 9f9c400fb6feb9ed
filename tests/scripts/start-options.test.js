// What may follow `npm start --`, and the clear errors for what may not.

import assert from 'node:assert/strict';
import test from 'node:test';
import { Failure } from '../../scripts/failure.js';
import { startOptions } from '../../scripts/local/options.js';
import { hasKey } from '../../scripts/local/settings.js';

/**
 * @param {string} username
 * @param {[source: string, name: string][]} accounts
 */
function member(username, ...accounts) {
  return { username, accounts: accounts.map(([source, name]) => ({ source, name })) };
}

const DEFAULTS = {
  help: false,
  live: false,
  members: [member('rj', ['lastfm', 'rj'])],
  flake: 'off',
  state: null,
  port: null,
};

for (const { args, expected } of [
  { args: [], expected: {} },
  { args: ['--help'], expected: { help: true } },
  { args: ['-h'], expected: { help: true } },
  { args: ['--live'], expected: { live: true } },
  {
    args: ['--live', '--members', 'rj, another'],
    expected: {
      live: true,
      members: [member('rj', ['lastfm', 'rj']), member('another', ['lastfm', 'another'])],
    },
  },
  {
    args: ['--live', '--members=a,a'],
    expected: { live: true, members: [member('a', ['lastfm', 'a'])] },
  },
  {
    args: ['--live', '--members=a, b = b on Last.fm ,c=listenbrainz:d,librefm:e'],
    expected: {
      live: true,
      members: [
        member('a', ['lastfm', 'a']),
        member('b', ['lastfm', 'b on Last.fm']),
        member('c', ['listenbrainz', 'd']),
        member('e', ['librefm', 'e']),
      ],
    },
  },
  {
    args: ['--live', '--members=a,b,a=listenbrainz:c'],
    expected: {
      live: true,
      members: [member('a', ['lastfm', 'a'], ['listenbrainz', 'c']), member('b', ['lastfm', 'b'])],
    },
  },
  { args: ['--flake'], expected: { flake: 'mix' } },
  { args: ['--flake=html'], expected: { flake: 'html' } },
  { args: ['--flake', '--port', '9000'], expected: { flake: 'mix', port: 9000 } },
  { args: ['--port=1'], expected: { port: 1 } },
  { args: ['--state', 'elsewhere'], expected: { state: 'elsewhere' } },
]) {
  test(`npm start -- ${args.join(' ')}`, () => {
    assert.deepEqual(startOptions(args), { ...DEFAULTS, ...expected });
  });
}

for (const { args, says } of [
  { args: ['--fast'], says: /--fast/ },
  { args: ['now'], says: /now/ },
  { args: ['--port'], says: /--port/ },
  { args: ['--state', 'x', '--live'], says: /not for --live/ },
  { args: ['--state='], says: /needs a folder/ },
  { args: ['--port', 'http'], says: /"http" is no port/ },
  { args: ['--port', '0'], says: /"0" is no port/ },
  { args: ['--port', '65536'], says: /"65536" is no port/ },
  { args: ['--port', '1e3'], says: /"1e3" is no port/ },
  { args: ['--flake=rain'], says: /unknown mode "rain"; one of: off, 500/ },
  { args: ['--flake=mix', '--live'], says: /not with --live/ },
  { args: ['--members', 'rj'], says: /--members needs --live/ },
  { args: ['--live', '--members', ''], says: /no account name/ },
  { args: ['--live', '--members', 'a,,b'], says: /no account name/ },
  { args: ['--live', '--members', 'x'.repeat(65)], says: /no account name/ },
  { args: ['--live', '--members', 'a\u0007b'], says: /no account name/ },
  {
    args: ['--live', '--members', Array.from({ length: 46 }, (_, at) => `m${at}`).join()],
    says: /at most 45/,
  },
  { args: ['--live', '--members', 'a='], says: /no account name/ },
  { args: ['--live', '--members', '=a'], says: /no account name/ },
  { args: ['--live', '--members', 'a=listenbrainz:'], says: /no account name/ },
  {
    args: ['--live', '--members', 'a=spotify:b'],
    says: /unknown service "spotify"; one of: lastfm, librefm, listenbrainz/,
  },
  { args: ['--live', '--members', ':b'], says: /unknown service ""/ },
  { args: ['--live', '--members', 'a,a=b'], says: /two accounts on one service/ },
  { args: ['--live=yes'], says: /--live/ },
]) {
  test(`refused: npm start -- ${args.join(' ').slice(0, 60)}`, () => {
    assert.throws(
      () => startOptions(args),
      (error) => error instanceof Failure && says.test(error.message) && error.advice.length > 0,
    );
  });
}

for (const { devVars, expected } of [
  { devVars: 'LASTFM_API_KEY=abc', expected: true },
  { devVars: '# mine\n  LASTFM_API_KEY = "abc"\n', expected: true },
  { devVars: 'export LASTFM_API_KEY=abc', expected: true },
  { devVars: '', expected: false },
  { devVars: 'LASTFM_API_KEY=', expected: false },
  { devVars: 'LASTFM_API_KEY=""', expected: false },
  { devVars: 'LASTFM_API_KEY= # later', expected: false },
  { devVars: '#LASTFM_API_KEY=abc', expected: false },
  { devVars: 'MY_LASTFM_API_KEY=abc', expected: false },
]) {
  test(`.dev.vars ${JSON.stringify(devVars)} ${expected ? 'has' : 'has not'} the key`, () => {
    assert.equal(hasKey(devVars), expected);
  });
}
