// The lines in which test files say where they looked for secrets, and their sum.

/**
 * @typedef {object} Scanned
 * @property {number} secrets
 * @property {Record<string, number>} counts of texts, by their kind in the plural
 * @property {number} characters
 */

/** @param {Scanned} scanned */
export function scannedLine({ secrets, counts, characters }) {
  const places = Object.entries(counts)
    .sort()
    .map(([kind, count]) => `${count} ${kind}`);
  return `none of ${secrets} secrets in ${places.join(', ')} (${characters} characters)`;
}

/** @param {Scanned[]} all @returns {Scanned} */
export function sumOf(all) {
  /** @type {Record<string, number>} */
  const counts = {};
  for (const [kind, count] of all.flatMap((one) => Object.entries(one.counts))) {
    counts[kind] = (counts[kind] ?? 0) + count;
  }
  return {
    secrets: Math.max(0, ...all.map(({ secrets }) => secrets)),
    counts,
    characters: all.reduce((sum, { characters }) => sum + characters, 0),
  };
}

/**
 * @param {string} output of test files
 * @returns {Scanned} by all that looked
 */
export function scannedIn(output) {
  const lines = output.matchAll(/^none of (\d+) secrets in (.+) \((\d+) characters\)$/gm);
  return sumOf(
    [...lines].map(([, secrets, places = '', characters]) => ({
      secrets: Number(secrets),
      counts: countsOf(places),
      characters: Number(characters),
    })),
  );
}

/** @param {string} places as in "3 log lines, 1 replies" */
function countsOf(places) {
  const counts = [...places.matchAll(/(\d+) ([^,]+)/g)];
  return Object.fromEntries(counts.map(([, count, kind]) => [kind, Number(count)]));
}
