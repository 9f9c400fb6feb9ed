// What a change leads to that may not be meant. Pure.

import { afterwards, isChange, sharedAccounts } from './changes.js';
import { accountsOf } from './member.js';
import { commandToShow, sharedText, warning } from './report.js';
import { shown } from './text.js';

/**
 * @typedef {import('./changes.js').Change} Change
 * @typedef {import('./member.js').Member} Member
 * @typedef {import('../cloudflare/place.js').Place} Place
 */

/**
 * @param {Place} place
 * @param {readonly Member[]} members before
 * @param {readonly Change[]} changes
 * @returns {string} what the changes lead to that may not be meant
 */
export function cautions(place, members, changes) {
  const concerned = new Set(changes.filter(isChange).map(({ after }) => after.username));
  const hidden = changes.filter(
    (change) => change.before !== null && isChange(change) && isStillHidden(change),
  );
  const bare = changes.filter(
    (change) => isChange(change) && accountsOf(change.after).length === 0,
  );
  return [
    sharedText(sharedAccounts(afterwards(members, changes), concerned)),
    ...hidden.map(({ after }) =>
      warning(
        `${shown(after.username)} stays hidden until: ${commandToShow(after.username, place)}`,
      ),
    ),
    ...bare.map(({ after }) =>
      warning(`${shown(after.username)} has no account, and so is not in the list.`),
    ),
  ].join('');
}

/** @param {Change} change */
function isStillHidden({ before, after }) {
  return before?.visibility === 'private' && after.visibility === 'private';
}
