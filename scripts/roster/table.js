// Our table as members; and one row of it written, if it is the one that the Worker reads.

import { siteConfig } from '../cloudflare/config.js';
import { Failure } from '../failure.js';
import { rowsOf } from './database.js';
import { memberOf } from './member.js';
import { readsOwnTable, rosterSql } from './source.js';
import { EVERYBODY } from './statements.js';
import { shown } from './text.js';

/**
 * @typedef {import('../cloudflare/place.js').Place} Place
 * @typedef {import('./member.js').Member} Member
 */

/**
 * @param {Place} place
 * @returns {Promise<Member[]>}
 */
export async function membersIn(place) {
  return (await rowsOf(place, EVERYBODY)).map(memberOf);
}

/**
 * @param {Place} place
 * @returns {Promise<Member[]>} of the table that this tool writes
 */
export async function ourMembers(place) {
  await needOurTable(place);
  return membersIn(place);
}

/** @param {Place} place */
export async function needOurTable(place) {
  const config = await siteConfig(place);
  if (rosterSql(config) !== null) throw readsOwnTable(config.file);
}

/**
 * @param {Place} place
 * @param {string} username
 * @param {string} statement about this member's row
 */
export async function writeOne(place, username, statement) {
  const written = await rowsOf(place, `${statement} RETURNING username`);
  if (written.length === 1) return;
  throw new Failure(`${shown(username)} was removed meanwhile; nothing was written.`, {
    advice: ['npm run roster -- list shows who is there.'],
  });
}
