// The list itself: is it there, is it ours, is it fresh. Pure.

import { TICK_MS } from '../case.js';
import { finding } from '../finding.js';
import { clock, count, duration, millis, since, writerInWords } from '../words.js';

/**
 * @typedef {import('../finding.js').Rule} Rule
 * @typedef {import('../case.js').Case} Case
 */

const CLOCK_SKEW_S = 60;

/** No key of this version. @type {Rule} */
export const nothingStored = (about) => {
  const isThere = (/** @type {{ bytes: number | null } | null} */ one) => one?.bytes !== null;
  if (about.known.isSavedValue || isThere(about.list) || isThere(about.snapshot)) return null;
  // Then nobody has looked.
  if (about.known.deployed?.live.length === 0) return null;
  const since = millis(about.known.deployed?.since);
  if (since !== null && about.nowMs - since < 2 * TICK_MS) {
    return finding(
      'warning',
      'Nothing is stored yet: the first refresh is due.',
      `This deployment is ${duration(about.nowMs - since)} old, and the cron fires every five minutes. Watch the first one:`,
      about.watching,
    );
  }
  const { isRemote } = about.known.place;
  return finding(
    'broken',
    'Nothing is stored: no refresh has written for seven days, or ever.',
    isRemote
      ? 'After a first deployment the first refresh comes within five minutes. If it does not: is the table of members there, and does it have a public one? Is this the KV namespace that the Worker writes to? The log of a refresh says what stops it.'
      : 'npm start fires the first refresh and then one every five minutes, and prints what each does.',
    about.watching,
    ...(isRemote
      ? [
          about.ofWorker('d1', 'migrations', 'apply', 'DB', '--remote'),
          about.ofOurs('roster', '--', 'list'),
        ]
      : []),
  );
};

/** Nobody writes any more. @type {Rule} */
export const noRefresh = (about) => {
  const { writtenMs, nowMs, list } = about;
  if (writtenMs === null || nowMs - writtenMs <= about.freshForMs) return null;
  const expired = list?.list === 'missing' ? ', and the list has expired' : '';
  const { isSavedValue, place } = about.known;
  const who = place.isRemote ? 'The cron' : 'Only npm start fires it here. If that runs, the cron';
  return finding(
    'broken',
    `No refresh has written for ${duration(nowMs - writtenMs)}${expired}.`,
    `The last one wrote at ${clock(writtenMs)}; one is due every five minutes. ${
      isSavedValue ? 'Unless the value was saved long ago: the cron' : who
    } does not fire, or each refresh ends before it writes. Its log says where.`,
    about.watching,
    ...about.listingDeployments,
  );
};

/** Refreshes write, but learn nothing. @type {Rule} */
export const keptAlive = (about) => {
  const { list, writtenMs, learnedMs, nowMs, freshForMs } = about;
  if (list?.status !== 'stale' || writtenMs === null || learnedMs === null) return null;
  if (nowMs - writtenMs > freshForMs || learnedMs > nowMs) return null;
  return finding(
    'broken',
    `Nothing could be learned for ${duration(nowMs - learnedMs)}; the list is kept as it was.`,
    `Refreshes run (the last one wrote ${since(writtenMs, nowMs)}), but no service tells them anything about anybody. The list keeps its true time, ${clock(learnedMs)}, and stays for seven days. What is said of the services says why.`,
    about.watching,
  );
};

/** The list alone is gone, and not for long. @type {Rule} */
export const listMissing = (about) => {
  const { list, writtenMs, nowMs, freshForMs } = about;
  if (list?.list !== 'missing' || writtenMs === null) return null;
  const age = nowMs - writtenMs;
  if (age > freshForMs) return null;
  const isLate = age > TICK_MS;
  return finding(
    'broken',
    isLate
      ? `The list has expired: the last refresh wrote ${duration(age)} ago, the next one is late.`
      : `The list is not there, although a refresh wrote ${since(writtenMs, nowMs)}.`,
    isLate
      ? 'A list outlives its refresh by a few minutes only. Crons may come late; if none comes within ten minutes, watch what they do.'
      : 'Somebody deleted it, KV refused it, or KV is up to a minute behind. The next refresh writes it anew.',
    about.watching,
  );
};

/** What stands under the list's key, when it is no list of ours. @type {Rule} */
export const notAList = (about) => {
  const { list } = about;
  const tell = list === null ? undefined : UNFIT[list.list];
  if (list === null || tell === undefined) return null;
  const [title, explanation] = tell(list, about);
  return finding('broken', title, explanation, ...about.savingAndDeleting(list.key));
};

const HEALS = 'The next refresh replaces it; whoever wrote it will write it again.';

/** @type {Record<string, (list: import('../case.js').ExaminedList, about: Case) => [string, string]>} */
const UNFIT = {
  corrupt: (list) => [
    `The list is corrupt: ${list.fault}${
      list.jsonError ? ` (${list.jsonError.what} at byte ${list.jsonError.atByte})` : ''
    }.`,
    `Its ${count(list.bytes ?? 0, 'byte')} are not what a refresh stores. The next refresh replaces it; keep a copy if you want to know what happened.`,
  ],
  old_format: (list) => [
    `A bare array with ${count(list.items, 'item')} stands under the list's key: version 1's format.`,
    `An old Worker or script writes it to the new key. ${HEALS} Find it among the Workers that have this KV namespace, and delete it.`,
  ],
  outdated_version: (list, { formatVersion }) => [
    `A list of version ${list.version} stands under version ${formatVersion}'s key.`,
    `An old Worker or script writes it. ${HEALS} Find it among the Workers that have this KV namespace, and delete it.`,
  ],
  newer_version: (list, { formatVersion }) => [
    `A list of version ${list.version} stands under version ${formatVersion}'s key.`,
    `Each version has a key of its own, so no Worker of ours wrote it. ${HEALS} Or your checkout is older than what is deployed: bring it up to date and ask again.`,
  ],
  empty: () => [
    'Another writer has put an empty list under the key: it carries no seal.',
    `Readers get the snapshot instead. ${HEALS} Find it among the Workers and scripts that have this KV namespace, and stop it.`,
  ],
};

/** @type {Rule} */
export const fromTheFuture = (about) => {
  const { list } = about;
  if (list === null || list.ageSeconds === null || list.ageSeconds >= -CLOCK_SKEW_S) return null;
  const keys = [list, about.snapshot].flatMap((one) =>
    (millis(one?.lastUpdated) ?? 0) > about.nowMs ? (one?.key ?? []) : [],
  );
  return finding(
    list.status === 'fresh' ? 'warning' : 'broken',
    `The list is of the future: ${duration(list.ageSeconds * 1000)} from now.`,
    `It says ${list.lastUpdated}. The clock of ${writerInWords(list.writer)} is wrong, or this machine's is: compare with \`date -u\`. Refreshes stand down before what is of the future, for a day at most; deleting it lets the next one write, without what was known.`,
    ...keys.map((key) => about.ofKey('delete', key)),
  );
};

/** The list is there and empty. @type {Rule} */
export const nobodyToShow = (about) => {
  const { list, answers, accountCount } = about;
  if (list?.list !== 'current' || list.tracks > 0) return null;
  if (list.seal === 'unknown') {
    return finding(
      'warning',
      'The list is empty; only its metadata tells whether that is right.',
      'With our seal, nobody had anything to show; without, another writer has put it there. Save what KV lists, and name the file with --metadata.',
      `${about.ofKey('list', '--prefix', 'user-listens:')} > keys.json`,
      'npm run doctor -- --file value.json --metadata keys.json',
    );
  }
  const title = 'The list is empty, and rightly so: ';
  if (accountCount === 0) {
    return finding(
      'warning',
      `${title}there is no public member${about.snapshot === null ? ', or none has a listen' : ''}.`,
      'Only members with profile_visibility “public” are asked about and shown.',
      about.ofOurs('roster', '--', 'list'),
    );
  }
  const kinds = answers.map(({ words, accounts }) => `${accounts.length} ${words}`);
  const [only] = answers;
  const all =
    answers.length === 1 && only !== undefined
      ? `the answer about ${accountCount === 1 ? 'the one account' : `all ${accountCount} accounts`} is “${only.words}”`
      : `of ${count(accountCount, 'account')}, ${kinds.join(', ')}`;
  return finding(
    'warning',
    `${title}${all}.`,
    'The last refresh asked, and nobody has anything to show. Who, and why, follows.',
    about.ofOurs('roster', '--', 'list'),
  );
};
