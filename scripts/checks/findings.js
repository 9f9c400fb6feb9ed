// Extracts the findings of compilers and clang-tidy from the output of a build. Pure.

const BEGINS = /^(?<place>\S[^:]*:\d+:\d+): (?:fatal )?(?:error|warning): /;
// The build's own lines, between findings and behind them.
const IS_OF_BUILD =
  /^(?:FAILED: |\[\d+\/\d+\] |ninja: |\d+ (?:warning|error)s?\b.*generated|cc1plus: |Error while processing |\S*cmake -E |note: this fix will not be applied)/;

/**
 * @param {string} output
 * @param {string} root the checkout, below which paths are told relative to it
 * @returns {string[]} each finding once, with the lines that belong to it: one in a header comes up
 *   for each unit that includes it
 */
export function findingsIn(output, root) {
  /** @type {Map<string, string[]>} by their first lines */
  const findings = new Map();
  /** @type {string[] | null} the one that lines belong to */
  let current = null;
  for (const line of output.replaceAll(`${root.replace(/\/$/, '')}/`, '').split('\n')) {
    if (BEGINS.test(line)) {
      current = [];
      findings.set(line, current);
    } else if (IS_OF_BUILD.test(line)) {
      current = null;
    }
    current?.push(line);
  }
  return [...findings.values()].map((lines) => lines.join('\n').trimEnd());
}
