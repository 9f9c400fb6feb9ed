// A summary as lines for a terminal. Pure: colours and the clock's zone come in as arguments.

/**
 * @typedef {import('./summary.js').Summary} Summary
 * @typedef {import('./summary.js').Refresh} Refresh
 * @typedef {import('./summary.js').Request} Request
 *
 * @typedef {'red' | 'yellow' | 'green' | 'cyan' | 'dim' | 'bold'} Style
 * @typedef {(style: Style, text: string) => string} Paint
 *
 * @typedef {object} Look
 * @property {Paint} paint
 * @property {boolean} utc times in UTC, else in the zone of this machine
 * @property {boolean} verbose every line that was logged, whole stacks
 * @property {boolean} host before a request's path
 */

const LATE_MS = 10_000; // a cron is never quite punctual
const INDENT = '         ';

/** @type {Readonly<Record<string, Style>>} */
const CONFIRMATION_STYLES = {
  confirmed: 'green',
  unconfirmed: 'yellow',
  'stood down': 'yellow',
  'nothing written': 'yellow',
};

/**
 * @param {Summary} summary
 * @param {Look} look
 * @returns {string[]}
 */
export function linesOf(summary, look) {
  const { paint } = look;
  const dim = (/** @type {string} */ text) => paint('dim', text);
  const under = (/** @type {string} */ text) => `${INDENT}${text}`;
  return [
    [dim(clockOf(summary, look)), headOf(summary, look)].join(' '),
    ...(summary.outcomeMeans === null ? [] : [under(dim(summary.outcomeMeans))]),
    ...(look.verbose ? summary.lines : []).map((line) => under(dim(line))),
    ...summary.warnings.flatMap(({ text, meaning }) => [
      under(paint('yellow', text)),
      ...(meaning === null ? [] : [under(`  ${dim(meaning)}`)]),
    ]),
    ...summary.exceptions.flatMap(({ text, stack }) => [
      under(paint('red', text)),
      ...stack.slice(0, look.verbose ? stack.length : 1).map((frame) => under(`  ${dim(frame)}`)),
    ]),
    ...summary.notes.map((note) => under(dim(note))),
  ];
}

/**
 * @param {import('./json-stream.js').Skipped} skipped
 * @param {Paint} paint
 */
export function skippedLine({ skipped, chars, line }, paint) {
  const what = chars === 1 ? '1 character' : `${chars} characters`;
  return paint('yellow', `Skipped ${what} from line ${line} on: ${skipped}.`);
}

/**
 * @param {Summary} summary
 * @param {Look} look
 * @returns {string | null} the day it is of, as the clock has it; null when it is not known
 */
export function dayOf(summary, { utc }) {
  const time = timeOf(summary);
  return time === null ? null : (local(time, utc).split('T')[0] ?? null);
}

/** Of a refresh, when it was due. @param {Summary} summary */
function timeOf({ refresh, at }) {
  return refresh?.scheduledFor ?? at;
}

/** @param {Summary} summary @param {Look} look */
function clockOf(summary, { utc }) {
  const time = timeOf(summary);
  return time === null ? '??:??:??' : (local(time, utc).split('T')[1] ?? '').slice(0, 8);
}

/**
 * @param {string} time ISO 8601
 * @param {boolean} utc
 * @returns {string} the same, as a clock on the wall shows it
 */
function local(time, utc) {
  if (utc) return time;
  const date = new Date(time);
  const there = date.getTime() - date.getTimezoneOffset() * 60_000;
  return new Date(Math.max(-8.64e15, Math.min(there, 8.64e15))).toISOString();
}

/** @param {Summary} summary @param {Look} look */
function headOf(summary, look) {
  if (summary.request) return requestHead(summary, summary.request, look);
  if (summary.refresh) return refreshHead(summary, summary.refresh, look);
  if (summary.kind === 'notice') return look.paint('yellow', `tail: ${summary.words}`);
  return [summary.words, ...badEnd(summary, look)].join(' ');
}

/**
 * @param {Summary} summary
 * @param {Request} request
 * @param {Look} look
 */
function requestHead(summary, { method, host, path, status, answer }, look) {
  const { paint } = look;
  const words = [
    method,
    (look.host ? host : '') + path,
    status === null ? paint('red', 'no response') : paint(statusStyle(status), String(status)),
    ...badEnd(summary, look),
  ];
  const isMiss = answer === 'MISS';
  const said = answer === null ? [] : [isMiss ? paint('yellow', answer) : answer];
  return [words.join(' '), ...said, ...millis(summary, look)].join(' · ');
}

/** @param {number} status @returns {Style} */
function statusStyle(status) {
  if (status >= 500) return 'red';
  if (status >= 400) return 'yellow';
  return status >= 300 ? 'cyan' : 'green';
}

/**
 * @param {Summary} summary
 * @param {Refresh} refresh
 * @param {Look} look
 */
function refreshHead(summary, refresh, look) {
  const { confirmation, durationMs, counts, failures, kvWrites, bytes, writer } = refresh;
  const { paint } = look;
  const why = Object.entries(failures).map(([kind, count]) => `${count} ${kind}`);
  const ending =
    confirmation === null
      ? paint('red', 'without an end in its log')
      : paint(CONFIRMATION_STYLES[confirmation] ?? 'red', confirmation);
  const words = [
    paint('bold', 'refresh'),
    ending,
    ...(durationMs === null ? [] : [`in ${seconds(durationMs)}`]),
    ...lateness(summary, look),
    ...badEnd(summary, look),
  ];
  const facts = [
    ...Object.entries(counts).map(([name, count]) => {
      const kinds = name === 'failed' && why.length > 0 ? ` (${why.join(', ')})` : '';
      return `${count} ${name}${kinds}`;
    }),
    ...(kvWrites === null ? [] : [`${kvWrites} KV ${kvWrites === 1 ? 'write' : 'writes'}`]),
    ...(look.verbose && bytes !== null ? [`${bytes} bytes`] : []),
    ...(look.verbose && writer !== null ? [`writer ${writer}`] : []),
  ];
  const told = facts.length > 0 ? [facts.join(', ')] : [];
  return [words.join(' '), ...told, ...millis(summary, look)].join(' · ');
}

/** @param {Summary} summary @param {Look} look @returns {string[]} */
function lateness({ at, refresh }, { paint }) {
  const late = Date.parse(at ?? '') - Date.parse(refresh?.scheduledFor ?? '');
  return late >= LATE_MS ? [paint('yellow', `begun ${seconds(late)} late`)] : [];
}

/** @param {Summary} summary @param {Look} look @returns {string[]} */
function badEnd({ outcome, outcomeMeans }, { paint }) {
  return outcomeMeans === null ? [] : [paint('red', outcome)];
}

/** @param {Summary} summary @param {Look} look @returns {string[]} */
function millis({ cpuMs, wallMs }, { paint }) {
  // Not measured, as on a developer's machine, or too short to tell of.
  if (!cpuMs && !wallMs) return [];
  const parts = [
    ...(cpuMs === null ? [] : [`cpu ${cpuMs} ms`]),
    ...(wallMs === null ? [] : [`wall ${wallMs} ms`]),
  ];
  return parts.length > 0 ? [paint('dim', parts.join(', '))] : [];
}

/** @param {number} ms */
function seconds(ms) {
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
}
