// What an operator may find: each case is a store that refreshes of the real module have written to,
// and whatever befell it then. Times are fixed.

import { response } from '../../abi/refreshes.js';
import { hangs, plays, RECENT, refreshFor, refusal, SNAPSHOT, Store, VERSION_1 } from './store.js';

/**
 * @typedef {import('../../../scripts/doctor/case.js').Known} Known
 *
 * @typedef {object} Found
 * @property {string} name of the golden file
 * @property {0 | 1 | 2} status
 * @property {(store: Store) => void} happens
 * @property {number} [atMs]
 * @property {Partial<Pick<Known, 'place' | 'deployed' | 'crons'>>} [known]
 * @property {Record<string, string>} [settings]
 * @property {string} [saved] the key that was saved with `wrangler kv key get`, without metadata
 */

const MINUTE = 60_000;
const BEGIN = Date.parse('2025-12-04T14:25:00.420Z');
/** Two minutes after the last refresh of most cases. */
export const AT = BEGIN + 2 * MINUTE;

const MEMBERS = 'anna ben cleo dana eve fay gus hana ivan judy kim leo mia nils'.split(' ');
export const LIVE = { id: '8f2c91d4', timestamp: '2025-12-01T09:00:00.000Z' };
const OLDER = { id: '1a77be03', timestamp: '2025-11-20T09:00:00.000Z' };
const UNKNOWN = { id: 'c0ffee00', timestamp: '2025-12-02T09:00:00.000Z' };

/** @type {Known['place']} */
const REMOTE = { isRemote: true, site: [], state: null };
/** @type {Known['place']} */
const LOCAL = { isRemote: false, site: [], state: '.wrangler/state' };

/** @type {Known['deployed']} */
const DEPLOYED = {
  live: [LIVE.id],
  since: '2025-12-01T09:00:05.000Z',
  earlier: [OLDER.id],
};

export const USUAL = {
  place: REMOTE,
  deployed: DEPLOYED,
  crons: ['*/5 * * * *'],
  settings: { LASTFM_API_KEY: 'set' },
};

const ALL_PLAY = { members: MEMBERS, music: plays, by: LIVE };

/** @param {Store} store */
const refreshed = (store) => store.refresh(BEGIN, ALL_PLAY);

/** Somebody else's list of the same version. @param {string[]} members */
function foreignList(members) {
  const tracks = members.map((username) => ({
    username,
    ...{ artist: 'Björk', album: '', track: 'Jóga', image: null },
    ...{ playedAt: '2025-12-04T14:20:00.000Z', nowPlaying: false },
  }));
  return JSON.stringify({ tracks, lastUpdated: '2025-12-04T14:26:00.000Z', version: 2 });
}

/** @type {import('./store.js').Music} */
const mixed = (account) => {
  if (account === 'dana') return refusal(17, 403);
  if (account === 'eve') return refusal(6, 404);
  if (account === 'fay') {
    return response('{"recenttracks":{"track":[],"@attr":{"user":"fay","total":"0"}}}');
  }
  if (account === 'gus') return response('<html>502 Bad Gateway</html>');
  return plays(account);
};

/** @type {Found[]} */
export const CASES = [
  { name: 'healthy', status: 0, happens: refreshed },
  {
    name: 'healthy-local',
    status: 0,
    happens: refreshed,
    known: { place: LOCAL, deployed: null },
  },
  {
    name: 'members',
    status: 1,
    // Three in a row, with enough time between them for the account to be asked again.
    happens: (store) => refreshFor(store, BEGIN - 60 * MINUTE, 60, { ...ALL_PLAY, music: mixed }),
  },
  {
    name: 'stale',
    status: 2,
    happens: (store) => {
      store.refresh(BEGIN - 50 * MINUTE, ALL_PLAY);
      refreshFor(store, BEGIN - 45 * MINUTE, 45, { ...ALL_PLAY, music: hangs });
    },
  },
  {
    name: 'expired',
    status: 2,
    happens: (store) => store.refresh(BEGIN - 60 * MINUTE, ALL_PLAY),
  },
  {
    name: 'expired-local',
    status: 2,
    happens: (store) => store.refresh(BEGIN - 60 * MINUTE, ALL_PLAY),
    known: { place: LOCAL, deployed: null },
  },
  { name: 'late', status: 2, happens: refreshed, atMs: BEGIN + 9 * MINUTE },
  { name: 'empty', status: 2, happens: () => {} },
  {
    name: 'first-deployment',
    status: 1,
    happens: () => {},
    known: { deployed: { live: [LIVE.id], since: '2025-12-04T14:25:00.000Z', earlier: [] } },
  },
  {
    name: 'not-deployed',
    status: 2,
    happens: () => {},
    known: { deployed: { live: [], since: null, earlier: [] } },
  },
  {
    name: 'key-refused',
    status: 2,
    happens: (store) => {
      store.refresh(BEGIN - 25 * MINUTE, ALL_PLAY);
      refreshFor(store, BEGIN - 20 * MINUTE, 20, { ...ALL_PLAY, music: () => refusal(10, 403) });
    },
  },
  {
    name: 'paused',
    status: 1,
    happens: (store) => {
      store.refresh(BEGIN - 5 * MINUTE, ALL_PLAY);
      store.refresh(BEGIN, { ...ALL_PLAY, music: () => refusal(29, 429) });
    },
  },
  {
    name: 'all-private',
    status: 1,
    happens: (store) => store.refresh(BEGIN, { ...ALL_PLAY, music: () => refusal(17, 403) }),
  },
  {
    name: 'version-1-at-work',
    status: 1,
    happens: (store) => {
      refreshed(store);
      store.put({ key: VERSION_1, value: '[]', expirationTtl: 420 }, BEGIN + MINUTE);
    },
  },
  {
    name: 'version-1-left-behind',
    status: 0,
    happens: (store) => {
      refreshed(store);
      store.put({ key: VERSION_1, value: '[]' }, BEGIN - 600 * MINUTE);
    },
  },
  {
    name: 'old-format',
    status: 2,
    happens: (store) => {
      refreshed(store);
      store.put({ key: RECENT, value: '[]', expirationTtl: 420 }, BEGIN + MINUTE);
    },
  },
  {
    name: 'foreign-writer',
    status: 1,
    happens: (store) => {
      refreshed(store);
      store.put({ key: RECENT, value: foreignList(MEMBERS.slice(0, 3)) }, BEGIN + MINUTE);
    },
  },
  {
    name: 'foreign-blank',
    status: 2,
    happens: (store) => {
      refreshed(store);
      store.put({ key: RECENT, value: foreignList([]), expirationTtl: 420 }, BEGIN + MINUTE);
    },
  },
  {
    name: 'corrupt',
    status: 2,
    happens: (store) => {
      refreshed(store);
      store.damage(RECENT, (value) => value.slice(0, 1000));
    },
  },
  {
    name: 'future-clock',
    status: 2,
    happens: (store) => store.refresh(BEGIN + 120 * MINUTE, ALL_PLAY),
  },
  {
    name: 'snapshot-missing',
    status: 1,
    happens: (store) => {
      refreshed(store);
      store.delete(SNAPSHOT);
    },
  },
  {
    name: 'snapshot-corrupt',
    status: 1,
    happens: (store) => {
      refreshed(store);
      store.damage(SNAPSHOT, (value) => value.replace('"anna"', '"hanna"'));
    },
  },
  {
    name: 'newer-version',
    status: 1,
    happens: (store) => {
      refreshed(store);
      for (const slot of ['recent', 'snapshot']) {
        const value = {
          ...{ version: 3, lastUpdated: '2025-12-04T14:26:00.000Z' },
          writer: { id: UNKNOWN.id, deployedAt: UNKNOWN.timestamp },
          listens: [],
        };
        store.putSealed(`user-listens:v3:${slot}`, JSON.stringify(value), BEGIN + MINUTE);
      }
    },
  },
  {
    name: 'older-deployment',
    status: 1,
    happens: (store) => store.refresh(BEGIN, { ...ALL_PLAY, by: OLDER }),
  },
  {
    name: 'unknown-deployment',
    status: 1,
    happens: (store) => store.refresh(BEGIN, { ...ALL_PLAY, by: UNKNOWN }),
  },
  {
    name: 'two-deployments',
    status: 1,
    happens: (store) => {
      refreshed(store);
      const other = store.keysAt(AT)[1];
      store.refresh(BEGIN + MINUTE, { ...ALL_PLAY, by: UNKNOWN });
      store.put({ key: SNAPSHOT, value: other?.value ?? '', metadata: other?.metadata }, BEGIN);
    },
    known: { place: LOCAL, deployed: null },
  },
  {
    name: 'settings',
    status: 1,
    happens: refreshed,
    settings: { MAX_TRACKS: 'many', ALLOWED_ORIGINS: 'blog.example' },
    known: { crons: ['0 * * * *'] },
  },
  {
    name: 'saved-list',
    status: 2,
    happens: refreshed,
    atMs: BEGIN + 30 * MINUTE,
    saved: RECENT,
    known: { deployed: null, crons: null },
  },
  {
    name: 'saved-blank',
    status: 1,
    happens: (store) => store.put({ key: RECENT, value: foreignList([]) }, BEGIN),
    saved: RECENT,
    known: { deployed: null, crons: null },
  },
  {
    name: 'saved-snapshot',
    status: 0,
    happens: refreshed,
    saved: SNAPSHOT,
    known: { deployed: null, crons: null },
  },
];
