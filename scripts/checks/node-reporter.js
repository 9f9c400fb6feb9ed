// A reporter for `node --test` whose reader is node-tests.js: one JSON object a line. It keeps to what
// is read there: failures, skipped tests, what each file counted, what tests printed, and the runner's
// own closing lines.

import { relative } from 'node:path';
import { inspect } from 'node:util';

/**
 * @typedef {{type: 'fail', file: string, path: string[], line: number | undefined, error: string}} Failed
 *   path: the names of the suites and of the test
 * @typedef {{type: 'skip', file: string, path: string[], reason: string}} Skipped
 * @typedef {{type: 'file', file: string, tests: number, passed: number, failed: number,
 *   skipped: number, seconds: number}} FileDone
 * @typedef {{type: 'output', file: string, text: string}} Output
 * @typedef {{type: 'closing', text: string}} Closing the runner's, as in "tests 812"
 * @typedef {Failed | Skipped | FileDone | Output | Closing} Event
 */

/** @param {AsyncIterable<any>} source events of node:test */
export default async function* report(source) {
  /** By file: the names of the tests that are open, outermost first. @type {Map<string, string[]>} */
  const open = new Map();
  for await (const { type, data } of source) {
    const path = open.get(data.file) ?? [];
    if (type === 'test:start') {
      open.set(data.file, [...path.slice(0, data.nesting), data.name]);
      continue;
    }
    for (const event of eventsOf(type, data, path)) yield `${JSON.stringify(event)}\n`;
  }
}

/**
 * @param {string} type
 * @param {any} data
 * @param {string[]} open
 * @returns {Event[]}
 */
function eventsOf(type, data, open) {
  const file = data.file === undefined ? '' : relative('.', data.file);
  const path = [...open.slice(0, data.nesting), data.name];
  switch (type) {
    case 'test:fail':
      if (isOnlyBecauseOfSubtests(data.details.error) || data.todo !== undefined) return [];
      return [{ type: 'fail', file, path, line: data.line, error: told(data.details.error) }];
    case 'test:pass':
      if (data.skip === undefined) return [];
      return [{ type: 'skip', file, path, reason: data.skip === true ? '' : String(data.skip) }];
    case 'test:stdout':
    case 'test:stderr':
      return [{ type: 'output', file, text: data.message }];
    case 'test:summary': {
      if (data.file === undefined) return [];
      const { tests, passed, failed, cancelled, skipped } = data.counts;
      const counts = { tests, passed, failed: failed + cancelled, skipped };
      return [{ type: 'file', file, ...counts, seconds: data.duration_ms / 1000 }];
    }
    case 'test:diagnostic':
      if (data.file !== undefined || !/^[a-z_]+ [\d.]+$/.test(data.message)) return [];
      return [{ type: 'closing', text: data.message }];
    default:
      return [];
  }
}

/** A suite fails with its tests, which say why themselves. @param {any} error */
function isOnlyBecauseOfSubtests(error) {
  return error?.failureType === 'subtestsFailed';
}

/** @param {any} error node:test's, around the one that was thrown */
function told(error) {
  const cause = error?.cause ?? error;
  return typeof cause === 'string' ? cause : inspect(cause);
}
