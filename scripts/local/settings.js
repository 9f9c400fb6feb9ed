// What the local Worker is told, beyond wrangler.toml. Handed over in files that only this user may
// read: on a command line every user of the machine could see a key.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Failure } from '../failure.js';
import { SERVICES } from '../music-service/services.js';
import { inRoot } from '../setup/root.js';
import { inState, LIVE_STATE } from './state.js';

const DEV_VARS = inRoot('.dev.vars');

/**
 * @param {string} state the folder of the run
 * @param {string} music the address of the local music service, without a slash at the end
 * @returns {string[]} files for wrangler. .dev.vars is not among them: whatever a developer keeps
 *   there, a real key above all, neither reaches the local service nor changes the local run.
 */
export function localSettings(state, music) {
  const urls = SERVICES.map(({ source, path }) => [
    `${source.toUpperCase()}_API_URL`,
    `${music}${path}`,
  ]);
  return [write(state, { ...Object.fromEntries(urls), LASTFM_API_KEY: 'local' })];
}

/**
 * @param {readonly import('./database.js').SeedMember[]} members to be asked about
 * @returns {string[]} files for wrangler: .dev.vars as it is, and the environment's key over it
 * @throws {Failure} when there is no key, and Last.fm is to be asked
 */
export function liveSettings(members) {
  const devVars = read(DEV_VARS);
  const files = devVars === null ? [] : [DEV_VARS];
  const key = process.env.LASTFM_API_KEY?.trim();
  if (key) return [...files, write(LIVE_STATE, { LASTFM_API_KEY: key })];
  if (devVars !== null && hasKey(devVars)) return files;
  const needsKey = members.some(({ accounts }) =>
    accounts.some(({ source }) => source === 'lastfm'),
  );
  if (!needsKey) return files;
  throw new Failure('--live asks the real Last.fm, which needs an API key, and there is none.', {
    advice: [
      'get one at https://www.last.fm/api/account/create, then either put the line LASTFM_API_KEY=… into .dev.vars or run: LASTFM_API_KEY=… npm start -- --live',
    ],
  });
}

/**
 * @param {string} devVars the text of .dev.vars
 * @returns {boolean} does it set LASTFM_API_KEY to something
 */
export function hasKey(devVars) {
  const value =
    devVars.match(/^[ \t]*(?:export[ \t]+)?LASTFM_API_KEY[ \t]*=[ \t]*(.*)$/m)?.[1] ?? '';
  return (
    value
      .replace(/^(['"`])(.*)\1.*$/, '$2')
      .replace(/^#.*$/, '')
      .trim() !== ''
  );
}

/**
 * @param {string} state
 * @param {Record<string, string>} values
 * @returns {string} the file
 */
function write(state, values) {
  const path = inState(state, 'settings.env');
  mkdirSync(dirname(path), { recursive: true });
  const lines = Object.entries(values).map(([name, value]) => `${name}=${JSON.stringify(value)}\n`);
  writeFileSync(path, lines.join(''), { mode: 0o600 });
  return path;
}

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
