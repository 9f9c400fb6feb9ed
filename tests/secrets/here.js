// The scan of this process: what it finds is thrown, and its last line says what was looked at.

import assert from 'node:assert/strict';
import { scannedLine, sumOf } from '../../scripts/checks/scanned.js';
import { SecretScan } from './scan.js';

/** @typedef {import('./scan.js').Report} Report */

const here = new SecretScan();
/** @type {Report[]} */
const elsewhere = [];
let isClean = true;

/** @param {Record<string, unknown>} settings */
export const learn = (settings) => here.learn(settings);

/** @param {import('./scan.js').Kind} kind @param {string} text */
export function look(kind, text) {
  refuse(here.look(kind, text));
}

/** @param {Report} report of a scan in another place, at its end */
export function takeIn(report) {
  elsewhere.push(report);
  refuse(report.findings);
}

/** @param {string[]} findings */
function refuse(findings) {
  if (findings.length > 0) isClean = false;
  assert.deepEqual(findings, [], 'a secret is told');
}

process.on('exit', () => {
  const { findings, ...report } = here.report();
  const sum = sumOf([report, ...elsewhere]);
  // What was thrown may have been caught.
  if (!isClean || findings.length > 0) process.exitCode = 1;
  else if (sum.characters > 0) console.log(scannedLine(sum));
});
