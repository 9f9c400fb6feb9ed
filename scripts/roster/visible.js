// Which characters a reader sees: the rules of wasm/base/visible.h, for a machine without the built
// core. Pure.

const INVISIBLE =
  /[\p{Default_Ignorable_Code_Point}\p{White_Space}\p{Cc}\u2800\ufff9-\ufffb\u{1d159}]/u;

/**
 * Marks that are invisible, and give the character before them its form.
 * @type {[mark: RegExp, base: RegExp][]}
 */
const SHAPING = [
  [/[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u, /[^\0-\x7f]/u],
  [/[\u180b-\u180d\u180f]/u, /[\u1800-\u18af]/u],
  [/[\u{e0020}-\u{e007f}]/u, /[\u{1f000}-\u{1faff}]/u],
  [/\u200d/u, /[\u0900-\u0dff]/u],
];

/** @param {string} text @returns {string} without the invisible characters at its ends */
export function trimmedToVisible(text) {
  const characters = [...text];
  const begin = characters.findIndex((character) => !INVISIBLE.test(character));
  if (begin < 0) return '';
  let end = begin;
  let base = '';
  for (let at = begin; at < characters.length; at += 1) {
    const character = characters[at] ?? '';
    const isVisible = !INVISIBLE.test(character);
    const shapes = SHAPING.some(([mark, of]) => mark.test(character) && of.test(base));
    if (isVisible) base = character;
    else if (!shapes) base = '';
    if (isVisible || shapes) end = at + 1;
  }
  return characters.slice(begin, end).join('');
}
