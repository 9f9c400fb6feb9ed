// What a script of reported cases said: its verdicts, each with the name it has there. Pure.

/**
 * @typedef {'held' | 'broke' | 'documented'} Outcome documented: what README or SECURITY.md says cannot
 *     be prevented
 * @typedef {{ name: string, outcome: Outcome, detail: string }} Verdict
 *
 * @typedef {object} Script
 * @property {string} name of the file, without its ending
 * @property {string[]} [args]
 * @property {boolean} [isSlow] takes minutes
 * @property {number} verdicts how many it has, at least
 * @property {(output: string) => Verdict[]} [judge] of a script that prints no verdicts
 * @property {Record<string, string>} [documented] by the beginning of a verdict's name: where
 */

/**
 * @param {Script} script
 * @param {string} output
 * @param {string} ending how it ended, '' when well
 * @returns {Verdict[]}
 */
export function verdictsOf(script, output, ending) {
  const found = (script.judge ?? printedVerdicts)(output).map((verdict) =>
    excused(verdict, script.documented ?? {}),
  );
  // Who stops early has not shown that the rest holds.
  if (ending !== '') return [...found, broken('comes to its end', ending)];
  if (found.length >= script.verdicts) return found;
  const detail = `${found.length} of ${script.verdicts} verdicts`;
  return [...found, broken('says all that it has to say', detail)];
}

/** @param {string} output */
function printedVerdicts(output) {
  /** @type {Verdict[]} */
  const verdicts = [];
  for (const line of output.split('\n')) {
    const isBroken = line.startsWith('BREAK');
    if (!isBroken && !line.startsWith('HELD ')) continue;
    const [name = '', ...details] = line.slice(6).split(' :: ');
    verdicts.push({ name, outcome: isBroken ? 'broke' : 'held', detail: details.join(' :: ') });
  }
  return verdicts;
}

/**
 * @param {Verdict} verdict
 * @param {Record<string, string>} documented
 * @returns {Verdict}
 */
function excused(verdict, documented) {
  if (verdict.outcome !== 'broke') return verdict;
  const begins = Object.keys(documented).find((name) => verdict.name.startsWith(name));
  if (begins === undefined) return verdict;
  return { ...verdict, outcome: 'documented', detail: documented[begins] ?? '' };
}

/** @param {string} name @param {string} detail @returns {Verdict} */
export function broken(name, detail) {
  return { name, outcome: 'broke', detail };
}

/**
 * @param {string} name
 * @param {boolean} isHeld
 * @param {string} detail
 * @returns {Verdict}
 */
export function verdict(name, isHeld, detail) {
  return { name, outcome: isHeld ? 'held' : 'broke', detail };
}
