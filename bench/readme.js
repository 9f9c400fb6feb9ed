// The results that have a target in README.md, between two comments; all of them in docs/bench.md, and
// the charts.

import { readFileSync, writeFileSync } from 'node:fs';
import { Failure } from '../scripts/failure.js';
import { inRoot } from '../scripts/setup/root.js';
import { textOf } from './store.js';

const BEGIN = '<!-- npm run bench -- --readme: begin -->';
const END = '<!-- npm run bench -- --readme: end -->';

/**
 * @param {import('./results.js').Results} results
 * @param {Record<string, string>} charts
 */
export function writeReadme(results, charts) {
  const texts = {
    'README.md': textOf(results, ({ targets = [] }) => targets.length > 0),
    'docs/bench.md': textOf(results),
  };
  for (const [name, text] of Object.entries(texts)) {
    const file = inRoot(name);
    writeFileSync(file, withText(readFileSync(file, 'utf8'), text));
  }
  for (const [name, svg] of Object.entries(charts)) writeFileSync(inRoot(`docs/${name}.svg`), svg);
}

/**
 * @param {string} readme
 * @param {string} text to stand between the comments
 */
export function withText(readme, text) {
  const [begin, end] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (begin < 0 || end < begin) {
    throw new Failure(`There is no place for the results, between "${BEGIN}" and "${END}".`);
  }
  return `${readme.slice(0, begin + BEGIN.length)}\n${text}${readme.slice(end)}`;
}
