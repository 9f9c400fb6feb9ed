// The snapshot, which readers get when the list is no good. Pure.

import { TICK_MS } from '../case.js';
import { finding } from '../finding.js';
import { duration, millis } from '../words.js';

/** @typedef {import('../finding.js').Rule} Rule */

/** @type {Rule} */
export const snapshotMissing = ({ snapshot, list, watching }) => {
  if (snapshot?.snapshot !== 'missing' || list === null || list.bytes === null) return null;
  return finding(
    'warning',
    'There is no snapshot: nothing stands in for the list when it fails.',
    'Somebody deleted it, or KV refuses it. The next refresh writes it anew; until then a member who is not answered about has no last listen to keep.',
    watching,
  );
};

/** @type {Rule} */
export const snapshotBroken = (about) => {
  const { snapshot } = about;
  if (snapshot === null || snapshot.snapshot === 'current' || snapshot.snapshot === 'missing') {
    return null;
  }
  return finding(
    about.known.isSavedValue ? 'broken' : 'warning',
    `The snapshot is not believed: ${snapshot.fault}.`,
    'Nobody else writes snapshots. Nothing stands in for the list when it fails, and what was known of members is lost. It is replaced as soon as everybody has answered.',
    ...about.savingAndDeleting(snapshot.key),
  );
};

/** @type {Rule} */
export const snapshotBehind = (about) => {
  const of = (/** @type {{ writtenAt: string | null } | null} */ one) => millis(one?.writtenAt);
  const [list, snapshot] = [of(about.list), of(about.snapshot)];
  if (list === null || snapshot === null || list - snapshot <= 2 * TICK_MS) return null;
  if (about.list?.list !== 'current' || about.snapshot?.snapshot !== 'current') return null;
  return finding(
    'warning',
    `The snapshot is ${duration(list - snapshot)} older than the list.`,
    'KV refuses it, or another writer writes the list. The log of a refresh says which.',
    about.watching,
  );
};
