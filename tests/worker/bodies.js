// Bodies that a folder holds, made into members of a site, one a body.

import { readdirSync, readFileSync } from 'node:fs';

/**
 * @typedef {object} BodyMember
 * @property {string} username the file's name
 * @property {string} lastfm
 * @property {Buffer} body
 * @property {number} status
 */

// Which HTTP status comes with an error: Last.fm's, and GNU FM's for 7; 400 with all others.
/** @type {Record<string, number>} */
// biome-ignore format: a table
const STATUS_OF_ERROR = {
  6: 404, 7: 200, 8: 500, 10: 403, 11: 503, 16: 503, 17: 403, 26: 403, 29: 429,
};
// After these no further request is sent, so each gets a refresh of its own.
const STOPPING = [10, 26, 29];
// Held back to the moment of its answer, which is the same in each run for a first answer only.
const isAhead = (/** @type {string} */ file) => file.includes('ahead');

/** @param {Buffer} body @returns {number | undefined} Last.fm's code, whatever shape it comes in */
function errorCode(body) {
  const text = body.toString().replace(/^\ufeff/, '');
  // What is no JSON is no error either.
  if (!text.includes('"error"') || !text.trimEnd().endsWith('}')) return undefined;
  const { error } = JSON.parse(text);
  return error === undefined ? undefined : Number(error.code ?? error);
}

/** @param {string} file @param {Buffer} body */
function statusOf(file, body) {
  if (file.includes('_on_200')) return 200;
  if (body.toString().startsWith('<')) return 400;
  const code = errorCode(body);
  return code === undefined ? 200 : (STATUS_OF_ERROR[code] ?? 400);
}

/** @param {string} file @param {Buffer} body @param {string | undefined} user whom all bodies are about */
function memberOf(file, body, user) {
  const name = file.replace(/\..*$/, '');
  const named = body.toString().match(/"user"\s*:\s*"([^"]+)"/)?.[1];
  const member = { username: file, lastfm: name, body, status: statusOf(file, body) };
  if (named === undefined || file.startsWith('another_user')) return member;
  if (named.toLowerCase() !== user) return { ...member, lastfm: named };
  // Byte for byte but for the account, since each member needs another.
  const account = named === user ? name : name.toUpperCase();
  const placed = body.toString('latin1').replace(`"user":"${named}"`, `"user":"${account}"`);
  return { ...member, body: Buffer.from(placed, 'latin1') };
}

/**
 * The members, in as few refreshes as there may be: an account once in each, and one that makes the
 * refresh stop alone, and so one that is dated ahead.
 * @param {URL} folder
 * @param {string} [user] whom the folder's bodies are all about: each then gets its own account
 * @returns {BodyMember[][]}
 */
export function refreshesOf(folder, user) {
  /** @type {BodyMember[][]} */
  const shared = [];
  /** @type {BodyMember[][]} */
  const alone = [];
  for (const file of readdirSync(folder).sort()) {
    if (file.endsWith('.md')) continue;
    const member = memberOf(file, readFileSync(new URL(file, folder)), user);
    if (STOPPING.includes(errorCode(member.body) ?? 0) || isAhead(file)) {
      alone.push([member]);
      continue;
    }
    const account = member.lastfm.toLowerCase();
    const free = shared.find((group) => !group.some((one) => one.lastfm.toLowerCase() === account));
    if (free) free.push(member);
    else shared.push([member]);
  }
  return [...shared, ...alone];
}
