// Whom the core asks about in a refresh of the real module.

import { ALWAYS, freshCore, freshMachine, json, text } from '../../abi/calls.js';
import { askedBy, performersIn, play, SNAPSHOT } from '../../abi/refreshes.js';

/** @typedef {{ username: string, source: string, account: string }} Account */

const core = freshCore();

/**
 * @param {(sql: string) => unknown[]} rowsOf what the database has
 * @param {Record<string, string>} [settings]
 * @returns {Account[]} in the order of asking
 */
export function askedInRefresh(rowsOf, settings) {
  /** @type {Record<string, import('../../abi/refreshes.js').Stored>} */
  const stored = {};
  const facts = { ...ALWAYS, settings: { ...ALWAYS.settings, ...settings } };
  const { requests } = play(freshMachine(core), facts, {
    ...performersIn({ stored }),
    query: ({ sql }) => ({ name: 'rows', json: json(rowsOf(sql)) }),
  });
  // A request does not name the member, but the snapshot has whose account it is.
  const value = stored[SNAPSHOT]?.value;
  /** @type {Account[]} */
  const members = value ? JSON.parse(text(value)).members : [];
  return requests
    .map(({ url }) => askedBy(url))
    .map(({ source, account }) => {
      const member = members.find((one) => one.source === source && one.account === account);
      return { username: member?.username ?? 'nobody', source, account };
    });
}
