/** Of a value's metadata, what the core is told. */

/**
 * A seal is made of numbers. What other writers put beside them stays here: it may be nested
 * deeper than the core reads, or hold lone surrogates, which are no JSON to it.
 * @param {unknown} metadata
 */
export function numbersOf(metadata) {
  return Object.fromEntries(
    Object.entries(Object(metadata)).filter(
      ([name, value]) => typeof value === 'number' && name.isWellFormed(),
    ),
  );
}
