// The diagnosis as text for a terminal: the answer, what was found, and the keys. Pure.

import { styleText } from 'node:util';
import { keyTable } from './key-table.js';
import { placeInWords } from './place-in-words.js';
import { count, duration, millis, since, writerInWords } from './words.js';

/**
 * @typedef {import('./diagnosis.js').Diagnosis} Diagnosis
 * @typedef {import('./finding.js').Finding} Finding
 * @typedef {import('./case.js').Case} Case
 *
 * @typedef {(style: 'red' | 'yellow' | 'green' | 'bold' | 'dim' | 'cyan', text: string) => string} Paint
 */

const WIDTH = 100;
const INDENT = '  ';

/** @type {Record<string, { label: string, style: 'red' | 'yellow' | 'dim' }>} */
const SEVERITIES = {
  broken: { label: 'BROKEN', style: 'red' },
  warning: { label: 'WARNING', style: 'yellow' },
  note: { label: 'Note', style: 'dim' },
};

/** @type {Paint} colours where the terminal has them, and NO_COLOR does not forbid them */
export const painted = (style, text) => styleText(style, text, { stream: process.stdout });
/** @type {Paint} */
export const plain = (_, text) => text;

/**
 * @param {Diagnosis} diagnosis
 * @param {Paint} paint
 * @returns {string}
 */
export function reportOf({ about, findings, status }, paint) {
  const [first, ...others] = findings;
  const leads = status > 0 && first !== undefined;
  const further = leads ? others : findings;
  const blocks = [
    leads ? findingText(first, paint) : paint('green', healthy(about)),
    readersLine(about),
    ...further.map((one) => findingText(one, paint)),
    [...keyTable(about, paint), ...refreshLines(about)].join('\n'),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

/**
 * The same as the first line of a report: the answer.
 * @param {Diagnosis} diagnosis
 */
export function summaryOf({ about, findings: [first], status }) {
  return status > 0 && first !== undefined ? headline(first) : healthy(about);
}

/** @param {Case} about */
function healthy(about) {
  const { list, snapshot, nowMs } = about;
  if (list === null && snapshot === null) return 'Healthy: nothing of this key is in the way.';
  if (list === null && snapshot !== null) {
    return `Healthy: a snapshot of ${count(about.accountCount, 'account')}, written ${since(millis(snapshot.writtenAt) ?? nowMs, nowMs)}, by ${writerInWords(snapshot.writer)}.`;
  }
  const tracks = count(list?.tracks ?? 0, 'track');
  const when = since(millis(list?.lastUpdated) ?? nowMs, nowMs);
  return `Healthy: ${tracks}, refreshed ${when}, by ${writerOf(about)}.`;
}

/** @param {Case} about */
function writerOf({ list, known: { deployed } }) {
  const writer = list?.writer ?? null;
  const isLive = writer !== null && deployed?.live.includes(writer.id);
  return isLive ? 'this deployment' : writerInWords(writer);
}

/** @param {Finding} finding */
function headline({ severity, title }) {
  return `${SEVERITIES[severity]?.label}: ${title}`;
}

/**
 * @param {Finding} finding
 * @param {Paint} paint
 */
function findingText(finding, paint) {
  const style = SEVERITIES[finding.severity]?.style ?? 'dim';
  return [
    paint(style, headline(finding)),
    ...wrapped(finding.explanation).map((line) => `${INDENT}${line}`),
    ...finding.commands.map((command) => `${INDENT}${INDENT}${paint('cyan', command)}`),
  ].join('\n');
}

/** What the page shows meanwhile. @param {Case} about */
function readersLine({ known: { served, isSavedValue }, list, freshForMs, nowMs }) {
  if (isSavedValue) return 'What readers get cannot be told from one saved value.';
  if (served === null) return 'What readers get cannot be told: the core fails on what is stored.';
  const { tracks, isStale, staleReason, isWarming } = served;
  if (isWarming) return 'Readers get nothing: an empty list, “cache warming in progress”.';
  // Without another refresh it is stale when it is old, or when KV has forgotten it.
  const freshMs = freshForMs - (list?.ageSeconds ?? 0) * 1000;
  const keptMs = (list?.expiresMs ?? Number.POSITIVE_INFINITY) - nowMs;
  const state = isStale
    ? `marked as stale (${staleReason})`
    : `fresh for ${duration(Math.max(Math.min(freshMs, keptMs), 0))} more`;
  return `Readers get ${count(tracks, 'track')}, ${state}.`;
}

/** @param {Case} about */
function refreshLines({ snapshot, nowMs }) {
  const refresh = snapshot?.lastRefresh;
  if (refresh === undefined) return [];
  const counts = Object.entries(refresh.counts).map(([name, number]) => `${name} ${number}`);
  const accounts = Object.entries(snapshot?.accounts ?? {}).map(
    ([kind, number]) => `${number} ${kind.replaceAll('_', ' ')}`,
  );
  const at = millis(refresh.at);
  return [
    `Last refresh ${at === null ? '' : `${since(at, nowMs)}, `}${refresh.confirmation}: ${counts.join(', ')}`,
    `Accounts: ${accounts.length === 0 ? 'none' : accounts.join(', ')}`,
  ];
}

/**
 * @param {string} text
 * @returns {string[]} lines of words
 */
function wrapped(text) {
  /** @type {string[]} */
  const lines = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > WIDTH - INDENT.length) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/**
 * For programs.
 * @param {Diagnosis} diagnosis
 */
export function jsonOf(diagnosis) {
  const { about, findings, status } = diagnosis;
  const { keys, served, settings, deployed } = about.known;
  return {
    status: ['healthy', 'warning', 'broken'][status],
    exitStatus: status,
    summary: summaryOf(diagnosis),
    at: new Date(about.nowMs).toISOString(),
    place: placeInWords(about),
    readers: served,
    findings,
    keys: keys.map(({ expiresMs, ...key }) => ({
      ...key,
      expiresAt: expiresMs === null ? null : new Date(expiresMs).toISOString(),
    })),
    settings,
    deployed,
  };
}
