// Who has written, and whether it is who should. Pure.

import { TICK_MS } from '../case.js';
import { finding } from '../finding.js';
import { count, duration, listed, millis, safe, since, writerInWords } from '../words.js';

/**
 * @typedef {import('../finding.js').Rule} Rule
 * @typedef {import('../examine.js').ExaminedList} ExaminedList
 */

/** Keys of a version before this one. @type {Rule} */
export const olderVersion = (about) =>
  about.others
    .filter(({ role, bytes }) => role === 'older_version' && bytes !== null)
    .map((left) => {
      const remove = about.ofKey('delete', left.key);
      const what = inWords(left);
      if (!isOfLate(left, about)) {
        return finding(
          'note',
          `An older version has left ${safe(left.key)} behind: ${what}.`,
          'Nobody reads it. Delete it: if it comes back, an old Worker is still at work.',
          remove,
        );
      }
      const expiry = left.expiresMs === null ? '' : expiring(left.expiresMs, about.nowMs);
      return finding(
        'warning',
        `An old Worker is still at work: ${safe(left.key)} holds ${what}${expiry}.`,
        'It keeps a value for some minutes only, so this one is new. It does no harm here: this version has keys of its own. Find the old Worker, or the old deployment, and delete it.',
        ...about.listingDeployments,
        ...(about.known.place.isRemote ? ['npx wrangler delete --name OLD_WORKER'] : []),
        remove,
      );
    });

/** @param {ExaminedList} found */
function inWords({ list, items, version, fault }) {
  if (list === 'old_format') return `a bare array of ${count(items, 'item')}, version 1's format`;
  if (list === 'corrupt') return `what nobody can read (${fault})`;
  return `${count(items, 'track')} of version ${version}`;
}

/** @param {number} expiresMs @param {number} nowMs */
function expiring(expiresMs, nowMs) {
  return expiresMs > nowMs ? `, and expires in ${duration(expiresMs - nowMs)}` : '';
}

/**
 * What says when it was written; or else, what has so little time left: version 1 keeps its list
 * for seven minutes.
 * @param {ExaminedList} found
 * @param {import('../case.js').Case} about
 */
function isOfLate({ writtenAt, expiresMs }, { nowMs, freshForMs }) {
  const writtenMs = millis(writtenAt);
  if (writtenMs !== null) return nowMs - writtenMs <= freshForMs;
  return expiresMs !== null && expiresMs - nowMs <= freshForMs;
}

/** The list carries no seal, and yet it holds tracks. @type {Rule} */
export const foreignWriter = (about) => {
  const { list } = about;
  if (list?.list !== 'current' || list.seal !== 'none' || list.tracks === 0) return null;
  return finding(
    'warning',
    `Another version ${about.formatVersion} writer has written the list: it carries no seal.`,
    `It says it is by ${writerInWords(list.writer)}, ${since(millis(list.lastUpdated) ?? about.nowMs, about.nowMs)}. Readers get it as it is, and the next refresh replaces it. If you do not know the writer, look which Workers and scripts have this KV namespace.`,
    ...about.listingDeployments,
  );
};

/** @type {Rule} */
export const twoWriters = (about) => {
  const { list, snapshot } = about;
  if (list?.list !== 'current' || list.seal === 'none' || snapshot?.snapshot !== 'current') {
    return null;
  }
  const [ofList, ofSnapshot] = [list.writer, snapshot.writer];
  if (ofList === null || ofSnapshot === null || ofList.id === ofSnapshot.id) return null;
  const times = [millis(ofList.deployedAt), millis(ofSnapshot.deployedAt)];
  const [listMs, snapshotMs] = times;
  const isOlder = listMs != null && snapshotMs != null && listMs < snapshotMs;
  return finding(
    'warning',
    `Two deployments are at work: the list is by ${writerInWords(ofList)}, the snapshot by ${writerInWords(ofSnapshot)}.`,
    `${isOlder ? "The list's is the older one: a stale instance writes, as after a rollback or during a gradual deployment." : 'A refresh writes both, so one of the two came in between.'} The newer one silences the older within eleven minutes. If not, deploy what you want to keep anew: then it is the newest.`,
    ...about.listingDeployments,
    ...about.deploying,
  );
};

/** Who wrote is not who is live. @type {Rule} */
export const notTheLiveOne = (about) => {
  const { deployed } = about.known;
  const writer = about.list?.list === 'current' ? about.list.writer : null;
  if (deployed === null || writer === null || about.list?.seal === 'none') return null;
  if (deployed.live.length === 0 || deployed.live.includes(writer.id)) return null;
  const live = listed(deployed.live);
  const since = millis(deployed.since);
  const isYoung = since !== null && about.nowMs - since < 3 * TICK_MS;
  const wasOurs = deployed.earlier.includes(writer.id);
  if (isYoung) {
    return finding(
      'note',
      `The live deployment (${live}) is ${duration(about.nowMs - since)} old and has not written yet.`,
      `The list is by ${writerInWords(writer)}. An upgrade takes over at its first refresh, a rollback within sixteen minutes.`,
      about.watching,
    );
  }
  return finding(
    'warning',
    wasOurs
      ? `An earlier deployment still writes: ${safe(writer.id)}; live is ${live}.`
      : `The list is by ${writerInWords(writer)}, which is no deployment of this Worker; live is ${live}.`,
    wasOurs
      ? 'Stale instances of it keep firing their cron, and this one stands down or has no cron. Deploy anew what you want to keep: then it is the newest.'
      : 'Another Worker, or another account, writes to the same KV namespace; or the deployment is older than the list that Cloudflare keeps. Look for it:',
    ...about.listingDeployments,
    ...about.deploying,
  );
};

/** @type {Rule} */
export const nameless = ({ list }) => {
  const isOurs = list?.list === 'current' && list.seal === 'matches';
  if (!isOurs || (list.writer !== null && list.writer.id !== '')) return null;
  return finding(
    'warning',
    'The list does not name its writer.',
    'CF_VERSION_METADATA is not bound, so an older deployment cannot tell that a newer one is at work. Put [version_metadata] binding = "CF_VERSION_METADATA" into wrangler.toml and deploy.',
  );
};

/** @type {Rule} */
export const gradual = (about) => {
  const live = about.known.deployed?.live ?? [];
  if (live.length < 2) return null;
  return finding(
    'note',
    `${live.length} versions are live at once: ${listed(live)}.`,
    'The newer one’s refreshes silence the older one’s. Finish the gradual deployment soon.',
    about.ofWorker('versions', 'deploy'),
  );
};

/** Keys of a version that this one does not know. @type {Rule} */
export const newerVersion = (about) => {
  const keys = about.others.filter(({ role }) => role === 'newer_version');
  const [first] = keys;
  if (first === undefined) return null;
  const times = keys.flatMap((one) => millis(one.writtenAt) ?? []);
  const latest = times.length === 0 ? null : Math.max(...times);
  const isAlive = latest !== null && about.nowMs - latest < about.freshForMs;
  const names = listed(keys.map(({ key }) => key));
  const when = latest === null ? '' : `, last written ${since(latest, about.nowMs)}`;
  return isAlive
    ? finding(
        'warning',
        `A Worker of a newer format is at work: ${names}${when}.`,
        `You upgrade right now, or stale instances go on after a rollback. The two do not disturb each other: each format has its keys. If readers get the newer version, ask its doctor, from its checkout: this one knows version ${about.formatVersion} only.`,
        ...about.listingDeployments,
      )
    : finding(
        'note',
        `A newer format has left keys behind: ${names}${when}.`,
        'They are of an upgrade that was rolled back. They do no harm, and those of a snapshot expire within seven days.',
        ...keys.map(({ key }) => about.ofKey('delete', key)),
      );
};

/** @type {Rule} */
export const unknownKeys = (about) => {
  const keys = about.others.filter(({ role }) => role === 'unknown').map(({ key }) => key);
  if (keys.length === 0) return null;
  return finding(
    'note',
    `${count(keys.length, 'key')} of no use to this version: ${listed(keys)}.`,
    'Nothing of ours reads or writes them.',
    ...keys.slice(0, 3).map((key) => about.ofKey('delete', key)),
  );
};

const OUTCOMES = /** @type {Record<string, [string, string]>} */ ({
  unconfirmed: [
    'is not confirmed: KV answered with an older copy',
    'Usually the next refresh is confirmed. If none is, look at what they say:',
  ],
  mismatch: [
    'was overwritten at once by another writer',
    'Somebody else writes the list’s key. The log of that refresh names them:',
  ],
  refused: [
    'was refused by KV',
    'What was stored before stays. KV’s daily limit of writes may be reached, or the token has no right to write:',
  ],
});

/** How the last write ended. @type {Rule} */
export const notConfirmed = (about) => {
  const confirmation = about.snapshot?.lastRefresh?.confirmation ?? '';
  const outcome = OUTCOMES[confirmation];
  if (outcome === undefined) return null;
  const [what, explanation] = outcome;
  return finding('warning', `The last write of the list ${what}.`, explanation, about.watching);
};
