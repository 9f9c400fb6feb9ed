// The matrix's rows: values under the list's key that are none of ours any more.

import { DEPLOYMENT, RECENT, SNAPSHOT } from '../platform.js';
import { all, ROUNDS, tracksOf } from './plays.js';
import { cacheHit, FRESH, named, refreshed, snapshotServed, withoutList } from './row.js';

/**
 * @typedef {import('./row.js').Row} Row
 *
 * @typedef {object} Planted
 * @property {string} fault
 * @property {(list: string) => string} value from the list as it was stored
 * @property {'with its seal'} [sealed] the list's metadata stays with it; none when left out
 * @property {string} [writer] named in it, says the next refresh
 * @property {number} [bytes] where they depend on the list
 * @property {number} [tracks] that can be decoded, says health
 */

const LIST = tracksOf(all('first'));

/** An entry as other version 2 writers make them, but for these fields. @param {object} fields */
const entry = (fields) => () =>
  JSON.stringify({ version: 2, lastUpdated: ROUNDS.first, tracks: LIST, ...fields });

/** Flips the lowest bit of a letter in the middle, so that it stays JSON. @param {string} list */
function withFlippedBit(list) {
  const at = list.indexOf('play of member7');
  return `${list.slice(0, at)}q${list.slice(at + 1)}`;
}

/**
 * @type {(Planted & {damage: string, where?: string})[]} what health and the log call the damage,
 *     and where the API's warning finds it
 */
const CORRUPT = [
  {
    fault: 'the list is truncated',
    value: (list) => list.slice(0, 1000),
    sealed: 'with its seal',
    damage: 'not JSON',
    where: ' (truncated at byte 1000)',
    writer: named(DEPLOYMENT),
    bytes: 1000,
    tracks: 2,
  },
  {
    fault: 'one bit of the list is flipped',
    value: withFlippedBit,
    sealed: 'with its seal',
    damage: 'its bytes are not those that were sealed',
    writer: named(DEPLOYMENT),
    bytes: 4210,
    tracks: 14,
  },
  { fault: 'the value is `{}`', value: () => '{}', damage: 'version is missing or no integer' },
  { fault: 'the value is `null`', value: () => 'null', damage: 'neither an object nor an array' },
  { fault: 'the value is `""`', value: () => '""', damage: 'neither an object nor an array' },
  {
    fault: 'the value has no bytes',
    value: () => '',
    damage: 'not JSON',
    where: ' (empty at byte 0)',
  },
  {
    fault: '`version` is "2"',
    value: entry({ version: '2' }),
    damage: 'version is missing or no integer',
    tracks: 14,
  },
  {
    fault: '`version` is 2.5',
    value: entry({ version: 2.5 }),
    damage: 'version is missing or no integer',
    tracks: 14,
  },
  {
    fault: '`tracks` is missing',
    value: entry({ tracks: undefined }),
    damage: 'tracks is missing or no array',
  },
  {
    fault: '`tracks` is "abc"',
    value: entry({ tracks: 'abc' }),
    damage: 'tracks is missing or no array',
  },
  {
    fault: '`tracks` is `[null]`',
    value: entry({ tracks: [null] }),
    damage: 'an element of tracks is no track',
  },
  {
    fault: '100 KB of nesting',
    value: () => '['.repeat(1e5),
    damage: 'not JSON',
    where: ' (nested too deep at byte 32)',
  },
];

const VERSION_1 = 'Possible stale worker writing v1 format.';

/**
 * @type {(Planted & {staleReason: string, warning: string, found: string})[]} what the API calls it,
 *     what its warning and the next refresh say
 */
const OTHER_FORMATS = [
  {
    fault: 'the value is `[]`',
    value: () => '[]',
    staleReason: 'old_format',
    warning: `has old format (bare array with 0 items). ${VERSION_1}`,
    found: 'the old format (bare array with 0 items)',
  },
  {
    fault: 'the value is a bare array of tracks',
    value: () => JSON.stringify(LIST),
    staleReason: 'old_format',
    warning: `has old format (bare array with 14 items). ${VERSION_1}`,
    found: 'the old format (bare array with 14 items)',
    tracks: 14,
  },
  {
    fault: '`version` is 1',
    value: entry({ version: 1 }),
    staleReason: 'outdated_version',
    warning: 'has outdated version (v1). Expected v2.',
    found: 'version 1',
    tracks: 14,
  },
  {
    fault: '`version` is 3',
    value: entry({ version: 3, writer: { id: 'the-next-version' } }),
    staleReason: 'newer_version',
    warning: 'has newer version (v3). Expected v2.',
    found: 'version 3',
    writer: 'writer the-next-version',
    tracks: 14,
  },
];

/**
 * Nothing was refreshed: the list is none, and the snapshot is served in its place.
 * @param {string} warning
 * @param {Parameters<typeof withoutList>[0]} found
 * @returns {import('./row.js').Outcome}
 */
function fallenBack(warning, found) {
  return {
    ...refreshed('first'),
    staleReason: found.list,
    api: [`[API] WARNING: Cache ${warning}`, snapshotServed(found.list)],
    runs: [],
    notes: [],
    health: withoutList(found),
  };
}

/** @param {string} damage @param {string} where @param {number} tracks */
const corrupt = (damage, where = '', tracks = 0) =>
  fallenBack(`is corrupt: ${damage}${where}`, { list: 'corrupt', fault: damage, tracks });

/**
 * @param {Planted} planted
 * @param {import('./row.js').Outcome} during
 * @param {string} found what the next refresh says of it
 * @returns {Row}
 */
function rowOf({ fault, value, sealed, writer = 'an unknown writer', bytes }, during, found) {
  const size = bytes ?? Buffer.byteLength(value(''));
  return {
    fault,
    befalls: async ({ kv }) => {
      const stored = await kv.getWithMetadata(RECENT);
      const metadata = sealed && stored.metadata;
      await kv.put(RECENT, value(stored.value ?? ''), { metadata });
    },
    during,
    after: {
      warnings: [
        `[CRON] WARNING: ${RECENT} holds ${found} by ${writer}, ${size} bytes; it will be replaced.`,
      ],
    },
  };
}

/** What the next refresh says. @param {string} key @param {number} bytes */
const notRead = (key, bytes) =>
  `[CRON] WARNING: ${key} holds a value that is too large, ${bytes} bytes, which is not read; it will be replaced.`;

const unread = (/** @type {number} */ bytes) => ({
  ...refreshed('first'),
  staleReason: 'unreadable',
  api: [
    `[API] WARNING: Cache could not be read: too large (${bytes} bytes)`,
    snapshotServed('unreadable'),
  ],
  runs: [],
  notes: [],
  health: withoutList({ status: 'unreadable', list: 'unreadable' }),
});

/** @type {Row[]} */
const TOO_LARGE = [
  {
    fault: '4 MB of `[0,0,…` without a seal',
    befalls: ({ kv }) => kv.put(RECENT, `[${'0,'.repeat(2e6)}0]`),
    during: unread(4_000_003),
    after: { warnings: [notRead(RECENT, 4_000_003)] },
  },
  {
    fault: '4 MB of `[0,0,…` that claim to be sealed',
    befalls: ({ kv }) =>
      kv.put(RECENT, `[${'0,'.repeat(2e6)}0]`, {
        metadata: { version: 2, count: 1, length: 4_000_003, crc32c: 1 },
      }),
    during: corrupt('not JSON', ' (too large at byte 128000)'),
    after: {
      warnings: [
        `[CRON] WARNING: ${RECENT} holds a corrupt value (not JSON) by an unknown writer, 4000003 bytes; it will be replaced.`,
      ],
    },
  },
  {
    // More than KV stores (25 MiB), so it is only what KV answers with.
    fault: '30 MB of nesting',
    befalls: ({ setFaults }) =>
      setFaults([{ op: 'get', key: RECENT, does: 'answer', value: '['.repeat(30e6) }]),
    during: unread(30e6),
  },
  {
    fault: '20 MB under the key of the snapshot, whatever seal they have',
    befalls: ({ kv }) =>
      kv.put(SNAPSHOT, ' '.repeat(20e6), {
        metadata: { version: 2, count: 1, length: 20e6, crc32c: 1 },
      }),
    during: {
      ...refreshed('first'),
      api: cacheHit(),
      runs: [],
      notes: [],
      health: { ...FRESH, confirmation: null },
    },
    after: { warnings: [notRead(SNAPSHOT, 20e6)] },
  },
];

export const VALUES = [
  ...CORRUPT.map((planted) => {
    const { damage, where, tracks } = planted;
    return rowOf(planted, corrupt(damage, where, tracks), `a corrupt value (${damage})`);
  }),
  ...TOO_LARGE,
  ...OTHER_FORMATS.map((planted) => {
    const { staleReason, warning, found, tracks = 0 } = planted;
    return rowOf(planted, fallenBack(warning, { list: staleReason, tracks }), found);
  }),
];
