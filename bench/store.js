// Where results are kept: build/bench/results.json, results.md and the charts.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { inRoot } from '../scripts/setup/root.js';
import { inWords, thisMachine } from './machine.js';
import { PARTS } from './options.js';
import { tableOf } from './results.js';

const FOLDER = 'build/bench';
const JSON_FILE = `${FOLDER}/results.json`;
const TABLE_FILE = `${FOLDER}/results.md`;

/** @returns {import('./results.js').Results} what was measured so far */
export function readResults() {
  const file = inRoot(JSON_FILE);
  if (!existsSync(file)) return { machine: thisMachine(), parts: {} };
  return JSON.parse(readFileSync(file, 'utf8'));
}

/**
 * @param {import('./results.js').Results} results
 * @param {Record<string, string>} [charts] SVG by name
 * @returns {string} the table
 */
export function writeResults(results, charts = {}) {
  mkdirSync(inRoot(FOLDER), { recursive: true });
  writeFileSync(inRoot(JSON_FILE), `${JSON.stringify(results, null, 1)}\n`);
  for (const [name, svg] of Object.entries(charts)) {
    writeFileSync(inRoot(`${FOLDER}/${name}.svg`), svg);
  }
  const text = textOf(results);
  writeFileSync(inRoot(TABLE_FILE), text);
  return text;
}

/**
 * One table, and where and when it was made.
 * @param {import('./results.js').Results} results
 * @param {(measurement: import('./results.js').Measurement) => boolean} [isShown] all, with their notes
 */
export function textOf({ machine, parts }, isShown) {
  const done = [...PARTS, 'soak'].filter((name) => parts[name] !== undefined);
  const dates = [...new Set(done.map((name) => parts[name]?.date))].sort();
  const measurements = done.flatMap((name) => parts[name]?.measurements ?? []);
  const table = tableOf(measurements.filter(isShown ?? (() => true)));
  const noted = isShown ? ['soak'] : done;
  const notes = noted.flatMap((name) => parts[name]?.notes ?? []).map((note) => `\n${note}\n`);
  return `${inWords(machine)}; ${dates.join(', ')}.\n\n${table}\n${notes.join('')}`;
}
