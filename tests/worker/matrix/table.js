// What the rows saw, as the tables of tests/worker/README.md.

import { isFromBefore } from './plays.js';

/**
 * @typedef {import('./runner.js').Seen} Seen
 * @typedef {import('./runner.js').SeenRow} SeenRow
 * @typedef {{name: string, rows: SeenRow[]}} SeenGroup
 */

const BEGIN = '<!-- matrix: matrix.test.js compares it; UPDATE_GOLDEN=1 writes it anew -->';
const END = '<!-- /matrix -->';
const LONGEST_LINE = 280;

/** @param {string} readme @returns {string} what stands between the markers */
export function tableIn(readme) {
  return readme.slice(...bounds(readme));
}

/** @param {string} readme @param {string} table @returns {string} the README with this table */
export function withTable(readme, table) {
  const [from, to] = bounds(readme);
  return readme.slice(0, from) + table + readme.slice(to);
}

/** @param {string} readme @returns {[number, number]} */
function bounds(readme) {
  const from = readme.indexOf(BEGIN);
  const to = readme.indexOf(END);
  if (from < 0 || to < from) throw new Error(`README.md lacks ${BEGIN} or ${END}`);
  return [from + BEGIN.length, to];
}

/** @param {SeenGroup[]} groups @returns {string} Markdown */
export function tableOf(groups) {
  return `\n${groups.map(section).join('\n')}\n`;
}

/** @param {SeenGroup} group */
function section({ name, rows }) {
  return [
    `\n### ${name}\n`,
    '| fault | during: the API returned | the log said | after |',
    '|---|---|---|---|',
    ...rows.map(({ fault, during, after }) => {
      const cells = [fault, returned(during), said(during) || 'no warning', afterwards(after)];
      return `| ${cells.join(' | ')} |`;
    }),
  ].join('\n');
}

/** @param {Seen} seen */
function returned({ status, body }) {
  const { data, lastUpdated, staleReason } = JSON.parse(body);
  if (lastUpdated === null) {
    const words = staleReason === undefined ? 'cache warming' : 'the list cannot be read';
    return `${status}, **no tracks**, “${words}”`;
  }
  const older = data.filter((/** @type {any} */ { track }) =>
    isFromBefore(track, lastUpdated),
  ).length;
  const words = [
    `${status}, ${data.length} tracks of ${clock(lastUpdated)}`,
    ...(older > 0 ? [`${older} of them kept from before`] : []),
    ...(staleReason === undefined ? [] : [`stale: \`${staleReason}\``]),
  ];
  return words.join(', ');
}

/** @param {Seen} seen */
const said = ({ warnings }) => warnings.map(shortened).map(code).join('<br>');

/** @param {Seen} seen */
function afterwards(seen) {
  return [returned(seen), said(seen)].filter((text) => text !== '').join('<br>');
}

/** @param {string} time ISO 8601 */
const clock = (time) => time.slice(11, 16);

/** Of a list of members, the first; of all else that is long, the beginning. @param {string} line */
function shortened(line) {
  const text = line.replace(/(keeping what is known of them: [^)]*\)),.*/, '$1, …');
  if (text.length <= LONGEST_LINE) return text;
  return `${text.slice(0, text.lastIndexOf(' ', LONGEST_LINE))} …`;
}

/** @param {string} text */
function code(text) {
  const fence = text.includes('`') ? '``' : '`';
  return `${fence}${text.replaceAll('|', '\\|')}${fence}`;
}
