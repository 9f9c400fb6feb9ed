// The elements that templates and script know each other's names of.

/** @param {string} id */
export function place(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}`);
  return found;
}
