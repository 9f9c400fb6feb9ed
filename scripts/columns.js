// Rows for a terminal, in columns. Pure.

import stringWidth from 'string-width';

/**
 * @param {readonly string[][]} rows of as many cells as they have
 * @returns {string[]} lines whose cells stand under each other, whatever is in them
 */
export function columns(rows) {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, at) =>
    Math.max(...rows.map((row) => stringWidth(row[at] ?? ''))),
  );
  return rows.map((row) =>
    row
      .map((cell, at) => cell + ' '.repeat((widths[at] ?? 0) - stringWidth(cell)))
      .join('  ')
      .trimEnd(),
  );
}
