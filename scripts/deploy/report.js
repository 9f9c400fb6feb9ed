// What the operator reads: the checks, what stops, the sizes, and what remains. Pure but for colours,
// which end with the terminal.

import { styleText } from 'node:util';
import { asTyped } from '../command.js';

/**
 * @typedef {import('./checks.js').Check} Check
 * @typedef {import('./facts.js').Site} Site
 */

/** @type {Record<import('./checks.js').State, Parameters<typeof styleText>[0]>} */
const COLOURS = { ok: 'green', note: 'cyan', later: 'cyan', missing: 'yellow', wrong: 'red' };
const STATE_WIDTH = 'missing'.length;

/** @param {readonly Check[]} checks @returns {string} */
export function checkList(checks) {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const indent = ' '.repeat(2 + STATE_WIDTH + 2 + width + 2);
  return checks
    .flatMap(({ name, state, says, todo }) => {
      const told = styleText(COLOURS[state], state.padEnd(STATE_WIDTH));
      const lines = says.split('\n');
      const [first = '', ...more] = [...lines, ...todo.map((line) => `  ${line}`)];
      return [`  ${told}  ${name.padEnd(width)}  ${first}`, ...more.map((line) => indent + line)];
    })
    .join('\n');
}

/** @param {readonly Check[]} checks @returns {string} in one line */
export function verdict(checks) {
  const stopping = checks.filter(({ stops }) => stops).length;
  if (stopping > 0) {
    const them = stopping === 1 ? 'One thing' : `${stopping} things`;
    return `${them} must be mended before it can be deployed.`;
  }
  const open = checks.filter(isOpen).length;
  const afterwards = checks.some(({ state, todo }) => state === 'later' && todo.length > 0);
  if (open > 0) return 'It can be deployed; what is missing then remains to be done.';
  return afterwards ? 'It can be deployed; the rest comes after that.' : 'Everything is ready.';
}

/** Is it something that `--check` should fail for? @param {Check} check */
export function isOpen({ state }) {
  return state === 'missing' || state === 'wrong';
}

/**
 * @param {readonly Check[]} checks made after the deployment
 * @param {{ site: Site, isFirst: boolean, hasDatabase: boolean, address: string | null }} deployed
 * @returns {string} what remains, as commands in their order
 */
export function remaining(checks, { site, isFirst, hasDatabase, address }) {
  const ours = (/** @type {string[]} */ words) =>
    asTyped([
      'npm',
      'run',
      ...words.slice(0, 1),
      '--',
      ...words.slice(1),
      '--remote',
      ...site.flags,
    ]);
  const steps = checks
    .filter((check) => isOpen(check) || check.state === 'later')
    .flatMap((check) => (check.todo.length === 0 && isOpen(check) ? [check.says] : check.todo));
  if (isFirst && hasDatabase) steps.push(ours(['roster', 'add', 'alice', '--lastfm', 'alice_fm']));
  const place = address === null ? '' : `: ${address}`;
  if (steps.length === 0) {
    return `Nothing remains to be done${place}\nIs all well? ${ours(['doctor'])}`;
  }
  return [
    'What remains:',
    ...steps.map((step, at) => `  ${at + 1}. ${step}`),
    `Within five minutes of that the list is there${place}`,
    `Is it not? ${ours(['doctor'])}`,
  ].join('\n');
}
