// Reads the keys: from local state or from Cloudflare, through wrangler, or from a file.

import { existsSync, readFileSync } from 'node:fs';
import { placeFlags } from '../cloudflare/place.js';
import { wrangler, wranglerJson } from '../cloudflare/wrangler.js';
import { Failure } from '../failure.js';
import { inState } from '../local/state.js';
import { whereGiven } from '../setup/root.js';
import { absentKey, listedKeys, sortedKeys, storedKey } from './keys.js';

/**
 * @typedef {import('./keys.js').StoredKey} StoredKey
 * @typedef {import('./keys.js').ListedKey} ListedKey
 * @typedef {import('../cloudflare/place.js').Place} Place
 */

/** What wrangler says when a key that was listed has expired meanwhile: locally it succeeds. */
const NOT_FOUND_HERE = 'Value not found\n';
const NOT_FOUND_THERE = /\b404: Not Found/;

/**
 * @param {Place} place
 * @param {string[]} ours the keys of this version
 * @returns {Promise<StoredKey[]>} these, whether they are there or not, then all others beside them
 * @throws {Failure}
 */
export async function readKeys(place, ours) {
  const prefix = prefixOf(ours);
  const args = ['kv', 'key', 'list', ...flags(place), '--prefix', prefix];
  const listed = listedKeys(await wranglerJson('Listing the keys', args));
  if (listed === null) throw new Failure("Listing the keys failed: wrangler's answer is no list.");
  const { known, others, unread } = sortedKeys(listed, ours);
  const read = [...known, ...others].map((one) =>
    typeof one === 'string' ? absentKey(one) : readKey(place, one),
  );
  return [...(await Promise.all(read)), ...unread.map((one) => storedKey(one, null))];
}

/**
 * @param {Place} place
 * @param {ListedKey} listed
 */
async function readKey(place, listed) {
  const args = ['kv', 'key', 'get', listed.name, ...flags(place)];
  try {
    const value = await wrangler(`Reading ${listed.name}`, args);
    const isGone = value.equals(Buffer.from(NOT_FOUND_HERE));
    return isGone ? absentKey(listed.name) : storedKey(listed, value);
  } catch (error) {
    if (!(error instanceof Failure && NOT_FOUND_THERE.test(error.output))) throw error;
    return absentKey(listed.name);
  }
}

/** @param {Place} place */
function flags(place) {
  return ['--binding', 'CACHE', ...placeFlags(place)];
}

/** @param {string[]} keys "user-listens:v2:recent": what stands before the first colon, and it */
function prefixOf([key = '']) {
  return key.slice(0, key.indexOf(':') + 1);
}

/**
 * Asked for what is not there, wrangler would make an empty store and find it empty.
 * @param {Place} place
 * @throws {Failure}
 */
export function requireState({ state }) {
  if (state === null || existsSync(inState(state, 'v3/kv'))) return;
  throw new Failure(`There is no local state in ${inState(state, '')}.`, {
    advice: [
      'npm start makes it; another folder is named with --state FOLDER;',
      'npm run doctor -- --remote looks at the deployed Worker.',
    ],
  });
}

/** What `wrangler kv key get` prints in place of a value, or nothing at all. */
const NOT_FOUND = /^(?:Value not found)?\s*$/;

/**
 * @param {import('./options.js').SavedValue} saved
 * @param {(value: Uint8Array) => string} keyOf tells a value's key
 * @returns {StoredKey}
 */
export function readSaved({ file, metadata, key }, keyOf) {
  const value = readGiven(file);
  if (NOT_FOUND.test(value.toString('utf8', 0, 100))) {
    throw new Failure(
      `${file} holds no value: the key was not there when wrangler looked for it.`,
      {
        advice: ['npm run doctor -- --remote says what is there, and why the key is not.'],
      },
    );
  }
  const known = key ?? keyOf(value);
  const about = metadata === null ? { name: known } : metadataIn(metadata, known);
  const stored = storedKey(about, value);
  return metadata === null ? { ...stored, metadata: undefined } : stored;
}

/**
 * @param {string} file with metadata, or a list of keys that has it
 * @param {string} key
 * @returns {ListedKey}
 */
function metadataIn(file, key) {
  const text = readGiven(file).toString('utf8');
  let found;
  try {
    found = JSON.parse(text);
  } catch {
    throw new Failure(`--metadata: ${file} holds no JSON.`);
  }
  const listed = listedKeys(found);
  if (listed === null) return { name: key, metadata: found };
  const one = listed.find(({ name }) => name === key);
  if (one !== undefined) return one;
  throw new Failure(`--metadata: ${file} lists keys, but not ${key}.`, {
    advice: ['name the key of the value with --key KEY.'],
  });
}

/** @param {string} file */
function readGiven(file) {
  try {
    return readFileSync(whereGiven(file));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Failure(`${file} cannot be read: ${why}`);
  }
}
