// The members: who fails, who is private, whom no service knows. Pure.

import { finding } from '../finding.js';
import { count, listed } from '../words.js';

/**
 * @typedef {import('../finding.js').Rule} Rule
 * @typedef {import('../case.js').Case} Case
 * @typedef {import('../examine.js').Account} Account
 */

/** In a row, while others were answered: then the trouble is the account's. */
const LASTING = 3;

/** @type {Rule} */
export const failing = (about) => {
  // Of a service that answered about nobody, the accounts are not to blame.
  const isSilent = (/** @type {Account} */ { source }) => about.silentServices.includes(source);
  const answers = about.answers
    .filter(({ isFailure }) => isFailure)
    .map((answer) => ({ ...answer, accounts: answer.accounts.filter((one) => !isSilent(one)) }))
    .filter((answer) => answer.accounts.length > 0);
  const accounts = answers.flatMap((answer) => answer.accounts);
  if (accounts.length === 0) return null;
  const whom = answers.map(
    (answer) => `${answer.words}: ${listed(answer.accounts.map((one) => called(one, about)))}`,
  );
  const lasts = accounts.some(({ failures }) => failures >= LASTING);
  return finding(
    lasts ? 'warning' : 'note',
    `${count(accounts.length, 'account')} of ${about.accountCount} could not be asked or not be understood.`,
    `${whom.join('; ')}. They keep their last listen. Each refresh tries again, later and later where it is the account's fault.`,
  );
};

/** @type {Rule} */
export const unknownAccounts = (about) => {
  const accounts = those('unknown_account', about);
  if (accounts.length === 0) return null;
  return finding(
    'note',
    `${count(accounts.length, 'account is', 'accounts are')} unknown to the service.`,
    `${names(accounts, about)}. Misspelt, renamed or deleted. They are asked about once an hour. Correct the name, or remove the member.`,
    about.ofOurs('roster', '--', 'list'),
  );
};

/** @type {Rule} */
export const privateAccounts = (about) => {
  const accounts = those('private', about);
  if (accounts.length === 0) return null;
  return finding(
    'note',
    `${count(accounts.length, 'account is', 'accounts are')} private.`,
    `${names(accounts, about)}. What they play is not shown. Only they can open their listening history, in the settings of the music service.`,
  );
};

/** @type {Rule} */
export const silentAccounts = (about) => {
  const accounts = [...those('silent', about), ...those('never_asked', about)];
  if (accounts.length === 0) return null;
  return finding(
    'note',
    `${count(accounts.length, 'account has', 'accounts have')} no listen yet.`,
    `${names(accounts, about)}. They never scrobbled, or were not asked about so far.`,
  );
};

/**
 * @param {string} kind
 * @param {Case} about
 */
function those(kind, { answers }) {
  return answers.find((answer) => answer.kind === kind)?.accounts ?? [];
}

/**
 * @param {Account[]} accounts
 * @param {Case} about
 */
function names(accounts, about) {
  return listed(accounts.map((account) => called(account, about)));
}

/**
 * @param {Account} account
 * @param {Case} about
 * @returns {string} "dana (dana_fm on Last.fm)"; the service where there are several
 */
function called({ username, account, source }, about) {
  const parts = [
    ...(account === '' || account === username ? [] : [account]),
    ...((about.snapshot?.services?.length ?? 0) > 1 ? [`on ${about.titleOf(source)}`] : []),
  ];
  return parts.length === 0 ? username : `${username} (${parts.join(' ')})`;
}
