// One thing that the doctor has to say.

/**
 * @typedef {'broken' | 'warning' | 'note'} Severity
 *   broken: readers do not get a fresh list; warning: they do, but something is wrong
 *
 * @typedef {object} Finding
 * @property {Severity} severity
 * @property {string} title one line
 * @property {string} explanation what it means and what to do
 * @property {string[]} commands that do it, as one would type them
 *
 * @typedef {(about: import('./case.js').Case) => Finding | Finding[] | null} Rule
 */

/**
 * @param {Severity} severity
 * @param {string} title
 * @param {string} explanation
 * @param {...string} commands
 * @returns {Finding}
 */
export function finding(severity, title, explanation, ...commands) {
  return { severity, title, explanation, commands };
}
