// What an operator wants to know of an event: plain data, of which the terminal shows a layout and
// --json the whole. Whatever comes from outside is made safe here. Pure.

import { meaningOf, OUTCOMES } from './meanings.js';
import { safeText, safeUrl } from './safe-text.js';

/**
 * @typedef {import('./event.js').TailEvent} TailEvent
 * @typedef {import('./event.js').Line} Line
 *
 * @typedef {{ text: string, meaning: string | null }} Warning
 *
 * @typedef {object} Refresh
 * @property {string | null} scheduledFor ISO 8601
 * @property {string | null} confirmation null: the refresh did not come to its end, or its line is lost
 * @property {number | null} durationMs
 * @property {Record<string, number>} counts as the structured event has them
 * @property {Record<string, number>} failures by their kind, the same
 * @property {number | null} kvWrites
 * @property {number | null} bytes of the list that was written
 * @property {string | null} writer id of the deployment
 *
 * @typedef {object} Request
 * @property {string} method
 * @property {string} host
 * @property {string} path
 * @property {number | null} status
 * @property {string | null} answer the API's own line, shortened
 *
 * @typedef {object} Summary
 * @property {'request' | 'refresh' | 'notice' | 'other'} kind
 * @property {string | null} at ISO 8601; of a refresh, when it began
 * @property {string} outcome
 * @property {string | null} outcomeMeans null when all is well
 * @property {string} version
 * @property {number | null} cpuMs
 * @property {number | null} wallMs
 * @property {Request} [request]
 * @property {Refresh} [refresh]
 * @property {string} [words] of a notice or of another event
 * @property {Warning[]} warnings
 * @property {{ text: string, stack: string[] }[]} exceptions
 * @property {string[]} lines the others that it logged
 * @property {string[]} notes about the event as such
 */

/** More are counted, not shown. */
const MOST_WARNINGS = 50;
const MOST_LINES = 200;
const MOST_FRAMES = 10;
/** Outcomes: all went well, or whoever asked hung up. */
const HARMLESS = ['ok', 'canceled', 'responseStreamDisconnected'];

/**
 * @param {TailEvent} event
 * @returns {Summary}
 */
export function summaryOf(event) {
  const { what, outcome } = event;
  const structured = event.lines.map(structuredEvent).find((found) => found !== null) ?? null;
  const others = event.lines.filter((line) => structuredEvent(line) === null);
  const warnings = others.filter(isWarning);
  return {
    kind: what.kind,
    at: isoTime(event.at),
    outcome: safeText(outcome, 40),
    outcomeMeans: outcome === 'ok' ? null : outcomeMeaning(event),
    version: safeText(event.version, 60),
    cpuMs: event.cpuMs,
    wallMs: event.wallMs,
    ...partOf(what, others, structured),
    warnings: warnings.slice(0, MOST_WARNINGS).map(warningOf),
    exceptions: event.thrown.slice(0, MOST_WARNINGS).map(exceptionOf),
    lines: others
      .filter((line) => !isWarning(line))
      .slice(0, MOST_LINES)
      .map(({ text }) => safeText(text)),
    notes: notesOf(event, warnings.length),
  };
}

/** Whether somebody who only looks for trouble wants to see it. @param {Summary} summary */
export function isTrouble({ kind, outcome, warnings, exceptions, request, refresh }) {
  if (kind === 'notice' || warnings.length + exceptions.length > 0) return true;
  if (!HARMLESS.includes(outcome) || refresh?.confirmation === null) return true;
  return (request?.status ?? 0) >= 500;
}

/** @param {TailEvent} event */
function outcomeMeaning({ what, outcome }) {
  if (what.kind === 'notice') return null;
  return OUTCOMES.get(outcome) ?? 'An outcome that is not known here: see the Workers dashboard.';
}

/**
 * @param {TailEvent['what']} what
 * @param {Line[]} lines
 * @param {Record<string, any> | null} structured
 * @returns {Partial<Summary>}
 */
function partOf(what, lines, structured) {
  switch (what.kind) {
    case 'request':
      return { request: requestOf(what, lines) };
    case 'refresh':
      return { refresh: refreshOf(what, structured) };
    case 'notice':
      return { words: safeText(what.message, 300) };
    default:
      return { words: `${safeText(what.name, 40)} event` };
  }
}

/**
 * @param {import('./event.js').Request} what
 * @param {Line[]} lines
 * @returns {Request}
 */
function requestOf({ method, url, status }, lines) {
  const answers = lines.flatMap(({ text }) => shortAnswer(text) ?? []);
  const { host, path } = safeUrl(url);
  return { method: safeText(method, 20), host, path, status, answer: answers.at(-1) ?? null };
}

/**
 * @param {string} line
 * @returns {string | null} null: not what the API says of its reply
 */
function shortAnswer(line) {
  const hit = line.match(/^\[API\] Cache hit, returning (\d+ tracks)$/)?.[1];
  if (hit !== undefined) return hit;
  // Why, and what was served instead, is a warning, which stands in full below.
  return line.startsWith('[API] Cache MISS - ') ? 'MISS' : null;
}

/**
 * @param {import('./event.js').Refresh} what
 * @param {Record<string, any> | null} structured
 * @returns {Refresh}
 */
function refreshOf({ scheduledFor }, structured) {
  return {
    scheduledFor: isoTime(scheduledFor),
    confirmation: textOr(structured?.confirmation, null),
    durationMs: numberOr(structured?.durationMs, null),
    counts: countsIn(structured?.counts),
    failures: countsIn(structured?.failures),
    kvWrites: numberOr(structured?.kvWrites, null),
    bytes: numberOr(structured?.bytes, null),
    writer: textOr(structured?.writer?.id, null),
  };
}

/** @param {unknown} given @returns {Record<string, number>} */
function countsIn(given) {
  const counts = Object.entries(Array.isArray(given) ? {} : Object(given))
    .filter(([, count]) => typeof count === 'number')
    .slice(0, 20)
    .map(([name, count]) => [safeText(name, 30), count]);
  return Object.fromEntries(counts);
}

/** @param {unknown} value @param {null} nothing */
function textOr(value, nothing) {
  return typeof value === 'string' ? safeText(value, 60) : nothing;
}

/** @param {unknown} value @param {null} nothing */
function numberOr(value, nothing) {
  return typeof value === 'number' ? value : nothing;
}

/**
 * The refresh's closing line, as wasm/refresh/conclusion.cpp forms it.
 * @param {Line} line
 * @returns {Record<string, any> | null}
 */
function structuredEvent({ text }) {
  if (!text.startsWith('{"event":"refresh"')) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null; // cut off by the platform: an ordinary line then
  }
}

/** @param {Line} line */
function isWarning({ level, text }) {
  return level === 'warn' || level === 'error' || /^(?:\[\w+\] )?WARNING: /.test(text);
}

/** @param {Line} line @returns {Warning} */
function warningOf({ text }) {
  return { text: safeText(text), meaning: meaningOf(text) };
}

/** @param {import('./event.js').Thrown} thrown */
function exceptionOf({ name, message, stack }) {
  const frames = stack.split('\n').filter((frame) => /^\s*at /.test(frame));
  return {
    text: safeText(`${name}: ${message}`, 300),
    stack: frames.slice(0, MOST_FRAMES).map((frame) => safeText(frame.trim(), 200)),
  };
}

/**
 * @param {TailEvent} event
 * @param {number} warnings how many there are
 */
function notesOf({ isTruncated, misread }, warnings) {
  const notes = [];
  if (warnings > MOST_WARNINGS) notes.push(`${warnings - MOST_WARNINGS} more warnings`);
  if (isTruncated) notes.push('The platform left out some of its lines: there were too many.');
  if (misread.length > 0) {
    notes.push(`Not of the type that they should have, left out: ${misread.join(', ')}.`);
  }
  return notes;
}

/** @param {number | null} ms */
function isoTime(ms) {
  return ms === null ? null : new Date(ms).toISOString();
}
