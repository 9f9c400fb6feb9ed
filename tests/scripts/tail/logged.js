// The warnings that the sources can log, with "‹›" where the code puts something in.

import { readdirSync, readFileSync } from 'node:fs';

const ROOT = new URL('../../../', import.meta.url);
const HOLE = '‹›';
const RECENT = 'user-listens:v2:recent';
/** Of the literal with which a line of interest begins. */
export const BEGINNING = /["`](?:\[\w+\] )?(?:WARNING: |Cache MISS - )/g;
const SNAPSHOT = 'user-listens:v2:snapshot';

/** @param {string} path */
export const read = (path) => readFileSync(new URL(path, ROOT), 'utf8');

/** @param {string} path @param {RegExp} pattern whose first group is the text, in "…" "…" perhaps */
function literals(path, pattern) {
  return [...read(path).matchAll(pattern)].map(([, text = '']) => text.replace(/"\s*"/g, ''));
}

/**
 * What is put in, where it tells lines apart: by its code, what it can be.
 * @type {Record<string, (path: string) => string[]>}
 */
const PUT_IN = {
  'key_of(Slot::recent)': () => [RECENT],
  'key_of(Slot::snapshot)': () => [SNAPSHOT],
  'key_of(slot)': () => [RECENT, SNAPSHOT],
  '*reason': (path) => literals(path, /return "([A-Z](?:[^"\\]|"\s*")+)"/g),
  'enumeration(roster.notes, log.arena())': () =>
    literals('wasm/refresh/roster.cpp', /push_back\(\s*arena_\.filled\(\s*"([^"%]+)/g),
  'in_words(found, recent, at.settings, log.arena())': () =>
    literals('wasm/reply/list.cpp', /"((?:has|is|could) [a-z][^"]*)"/g),
  whose: () => [`${RECENT} was written at ${HOLE} by another writer: ${HOLE}`],
  failure: () =>
    literals('shim/core.js', /this\.name = '(\w+)'/g).map((name) => `${name}: ${HOLE}`),
};

/**
 * A pattern of C++ and the values for its places, from the literal on, as if they stood one behind
 * the other.
 * @param {string} code
 */
function cppPieces(code) {
  const [whole = ''] = code.match(/^(?:\s*"(?:[^"\\]|\\.)*")+/) ?? [];
  const texts = whole.replace(/"\s*"/g, '').trim().slice(1, -1).split('%');
  const values = cppValues(code.slice(whole.length).match(/^\s*,\s*\{([\s\S]*)/)?.[1] ?? '}');
  return texts.flatMap((text, place) => [
    ...(place === 0 ? [] : [values[place - 1] ?? '']),
    JSON.stringify(text),
  ]);
}

/** The values up to the brace that closes them. @param {string} code */
function cppValues(code) {
  const values = [''];
  let depth = 0;
  for (const token of code.match(/"(?:[^"\\]|\\.)*"|[\s\S]/g) ?? []) {
    if (/^[)}\]]$/.test(token)) depth -= 1;
    if (depth < 0) break;
    if (/^[({[]$/.test(token)) depth += 1;
    if (depth === 0 && token === ',') values.push('');
    else values[values.length - 1] += token;
  }
  return values.map((value) => value.trim());
}

/** The same of a JavaScript template literal. @param {string} code */
function templatePieces(code) {
  const inside = code.slice(1, code.indexOf('`', 1));
  return inside.split(/(\$\{[^}]*\})/).map((piece) => {
    const put = piece.match(/^\$\{(.*)\}$/)?.[1];
    return put ?? JSON.stringify(piece);
  });
}

/** @param {string} piece @param {string} path @returns {string[]} what it can be */
function alternatives(piece, path) {
  if (/^"/.test(piece)) return [JSON.parse(piece)];
  return PUT_IN[piece]?.(path) ?? [HOLE];
}

/**
 * @param {string} path of a source
 * @returns {string[]}
 */
function loggedBy(path) {
  const code = read(path);
  return [...code.matchAll(BEGINNING)].flatMap(({ index }) => {
    const from = code.slice(index);
    const pieces = from.startsWith('`') ? templatePieces(from) : cppPieces(from);
    return pieces.reduce(
      (lines, piece) =>
        lines.flatMap((line) => alternatives(piece, path).map((text) => line + text)),
      [''],
    );
  });
}

/** @returns {string[]} */
export function sources() {
  return ['wasm', 'shim'].flatMap((folder) =>
    readdirSync(new URL(folder, ROOT), { recursive: true })
      .map((name) => `${folder}/${name}`)
      .filter((path) => /\.(?:cpp|h|js)$/.test(path)),
  );
}

/** @returns {{ path: string, line: string }[]} */
export function warningsOfTheSources() {
  return sources().flatMap((path) => loggedBy(path).map((line) => ({ path, line })));
}
