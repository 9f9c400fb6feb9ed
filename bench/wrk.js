// wrk, the load generator: how it is called, and what its report says.

import { mustRun } from '../scripts/command.js';
import { Failure } from '../scripts/failure.js';

/**
 * @typedef {object} Load
 * @property {string} url
 * @property {number} seconds
 * @property {number} connections requests under way at once
 * @property {string} [header] as in "Name: value"
 * @property {string} [script] a Lua file
 *
 * @typedef {object} Report
 * @property {number} requestsPerSecond
 * @property {number} p50Ms
 * @property {number} p99Ms
 * @property {number} requests
 * @property {number} failures answers of a status above 399, and connections that broke
 * @property {Record<string, number>} statuses as our script counts them; empty without it
 */

const TO_MS = /** @type {Record<string, number>} */ ({ us: 0.001, ms: 1, s: 1000, m: 60_000 });

/** @param {Load} load @returns {Promise<Report>} */
export async function runWrk({ url, seconds, connections, header, script }) {
  const { output } = await mustRun('wrk', [
    'wrk',
    ...['--threads', '1', '--connections', String(connections), '--duration', `${seconds}s`],
    ...(header === undefined ? [] : ['--header', header]),
    ...(script === undefined ? [] : ['--script', script]),
    ...['--latency', url],
  ]);
  return readReport(output);
}

/** @param {string} output @returns {Report} */
export function readReport(output) {
  const number = (/** @type {RegExp} */ pattern) => Number(output.match(pattern)?.[1] ?? 0);
  const broken = output.match(
    /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/,
  );
  const counted = output.match(/^Statuses: (.*)$/m)?.[1] ?? '';
  const report = {
    requestsPerSecond: number(/^Requests\/sec:\s*([\d.]+)/m),
    p50Ms: latency(output, 50),
    p99Ms: latency(output, 99),
    requests: number(/^\s*(\d+) requests in /m),
    failures:
      number(/Non-2xx or 3xx responses: (\d+)/) +
      (broken?.slice(1).reduce((sum, count) => sum + Number(count), 0) ?? 0),
    statuses: Object.fromEntries(
      [...counted.matchAll(/(\w+) (\d+)/g)].map(([, status, count]) => [status, Number(count)]),
    ),
  };
  if (report.requests > 0 && report.p99Ms > 0) return report;
  throw new Failure('wrk had no answer, or its report reads in another way.', { output });
}

/** @param {string} output @param {number} percentile @returns {number} in ms */
function latency(output, percentile) {
  const pattern = new RegExp(`^\\s*${percentile}%\\s+([\\d.]+)(us|ms|s|m)$`, 'm');
  const [, value, unit] = output.match(pattern) ?? [];
  return unit === undefined ? 0 : Number(value) * (TO_MS[unit] ?? 0);
}
