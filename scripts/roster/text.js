// Names for a terminal: what cannot be seen, or turns the line around, is spelt out. Pure.

// Control and format characters, surrogates, what is unassigned, separators but the blank, and letters
// that leave no mark.
const UNSEEN = /(?! |[\ufe00-\ufe0f])[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/gu;

// Joiners are parts of emoji and of scripts: they stay between what they join.
const JOINERS = new Set(['\u200c', '\u200d']);

/**
 * @param {string} text
 * @returns {string} the same, with "\u{202e}" for what is not seen
 */
export function shown(text) {
  return text.replace(UNSEEN, (character) =>
    JOINERS.has(character) ? character : spelt(character),
  );
}

/** @param {string} character */
function spelt(character) {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}

/**
 * @param {string} word
 * @returns {string} as one would type it into bash or zsh, with nothing unseen in it
 */
export function typed(word) {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  if (shown(word) === word) return `'${word.replaceAll("'", "'\\''")}'`;
  const escaped = word
    .replace(/[\\']/g, '\\$&')
    .replace(UNSEEN, (character) => Buffer.from(character).toString('hex').replace(/../g, '\\x$&'));
  return `$'${escaped}'`;
}
