// What was measured, as data: figures, ratios, whether targets are met. And the Markdown table of it.

/**
 * @typedef {import('./rounds.js').Figure} Figure
 * @typedef {'ours' | 'plain' | 'constant'} Contestant
 *
 * @typedef {object} Target of a ratio, or of a difference
 * @property {'plain' | 'constant'} against
 * @property {number} [atLeast] times theirs
 * @property {number} [atMost] times theirs
 * @property {number} [atMostAbove] theirs, in the unit
 *
 * @typedef {object} Measurement
 * @property {string} id
 * @property {string} what
 * @property {string} unit
 * @property {{ours: Figure} & Partial<Record<Contestant, Figure>>} figures
 * @property {Target[]} [targets]
 *
 * @typedef {object} PartResults
 * @property {Measurement[]} measurements
 * @property {any} [details] what a chart needs beyond them
 * @property {string[]} [notes] for the reader of the table
 *
 * @typedef {object} Results
 * @property {import('./machine.js').Machine} machine
 * @property {Record<string, PartResults & {date: string}>} parts by name
 */

const RIVALS = /** @type {const} */ (['plain', 'constant']);

/** @param {Figure} ours @param {Figure} theirs */
export const ratioOf = (ours, theirs) => ours.median / theirs.median;

/**
 * @param {Target} target
 * @param {Measurement['figures']} figures
 * @returns {boolean}
 */
export function isMet({ against, atLeast, atMost, atMostAbove }, figures) {
  const theirs = figures[against];
  if (theirs === undefined) throw new Error(`nothing was measured of ${against}`);
  const ratio = ratioOf(figures.ours, theirs);
  if (atLeast !== undefined) return ratio >= atLeast;
  if (atMost !== undefined) return ratio <= atMost;
  return figures.ours.median - theirs.median <= (atMostAbove ?? 0);
}

/** @param {Results} results @returns {Measurement[]} whose targets are not met */
export function missed({ parts }) {
  return Object.values(parts)
    .flatMap(({ measurements }) => measurements)
    .filter(({ targets = [], figures }) => targets.some((target) => !isMet(target, figures)));
}

/** @param {Measurement[]} measurements @returns {string} */
export function tableOf(measurements) {
  return [
    '| what | ours | plain | constant | ours is | target | |',
    '|---|--:|--:|--:|---|---|---|',
    ...measurements.map(rowOf),
  ].join('\n');
}

/** @param {Measurement} measurement */
function rowOf({ what, unit, figures, targets = [] }) {
  const cells = [
    `${what}, ${unit}`,
    ...[figures.ours, figures.plain, figures.constant].map((figure) =>
      figure === undefined ? '' : numeral(figure.median),
    ),
    comparisons(figures),
    targets.map(inWords).join(', '),
    targets.map((target) => (isMet(target, figures) ? 'met' : '**missed**')).join(', '),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** @param {Measurement['figures']} figures */
function comparisons(figures) {
  return RIVALS.flatMap((rival) => {
    const theirs = figures[rival];
    return theirs && theirs.median > 0
      ? [`${numeral(ratioOf(figures.ours, theirs))} × ${rival}`]
      : [];
  }).join(', ');
}

/** @param {Target} target */
function inWords({ against, atLeast, atMost, atMostAbove }) {
  if (atLeast !== undefined) return `≥ ${atLeast} × ${against}`;
  if (atMost !== undefined) return `≤ ${atMost} × ${against}`;
  return `≤ ${against} + ${atMostAbove}`;
}

/**
 * Three digits that count, or all of a greater number.
 * @param {number} value
 */
export function numeral(value) {
  if (!Number.isFinite(value)) return '–';
  const digits =
    Math.abs(value) >= 1000 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 };
  return value.toLocaleString('en', digits);
}
