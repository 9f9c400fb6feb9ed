// What reading the keys brought. Pure.

/**
 * @typedef {object} StoredKey
 * @property {string} key
 * @property {Uint8Array | null} value null when there is none, or nobody read it
 * @property {boolean} isUnread
 * @property {unknown} metadata undefined when nobody knows it
 * @property {number | null} expiresMs when KV forgets it; null: never, or nobody knows
 */

/**
 * @typedef {object} ListedKey as `wrangler kv key list` has it
 * @property {string} name
 * @property {number} [expiration] seconds since 1970
 * @property {unknown} [metadata]
 */

/**
 * @param {unknown} listing
 * @returns {ListedKey[] | null} null when it is no listing
 */
export function listedKeys(listing) {
  if (!Array.isArray(listing)) return null;
  return listing.every((one) => typeof one?.name === 'string') ? listing : null;
}

/** Each read is a process of wrangler's. */
const MOST_OTHERS = 8;

/**
 * @param {ListedKey[]} listed
 * @param {string[]} ours
 * @returns {{ known: (ListedKey | string)[], others: ListedKey[], unread: ListedKey[] }} known: ours,
 *   by name alone where they are not there; others: those worth reading, the keys of other versions
 *   first
 */
export function sortedKeys(listed, ours) {
  const slotOf = (/** @type {string} */ key) => key.slice(key.lastIndexOf(':'));
  const slots = ours.map(slotOf);
  const isLikeOurs = (/** @type {ListedKey} */ { name }) => slots.includes(slotOf(name));
  const others = listed.filter(({ name }) => !ours.includes(name));
  const sorted = [...others.filter(isLikeOurs), ...others.filter((one) => !isLikeOurs(one))];
  return {
    known: ours.map((key) => listed.find(({ name }) => name === key) ?? key),
    others: sorted.slice(0, MOST_OTHERS),
    unread: sorted.slice(MOST_OTHERS),
  };
}

/**
 * @param {ListedKey} listed
 * @param {Uint8Array | null} value null when it was not read
 * @returns {StoredKey}
 */
export function storedKey({ name, expiration, metadata }, value) {
  const isTime = typeof expiration === 'number';
  return {
    key: name,
    value,
    isUnread: value === null,
    metadata: metadata ?? null,
    expiresMs: isTime ? expiration * 1000 : null,
  };
}

/**
 * @param {string} key
 * @returns {StoredKey} of a key that is not there
 */
export function absentKey(key) {
  return { key, value: null, isUnread: false, metadata: null, expiresMs: null };
}
