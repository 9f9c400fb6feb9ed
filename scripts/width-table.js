// npm run width-table: writes wasm/render/width_table.h, the columns that characters take in a
// terminal. Run it when Node brings a newer Unicode; tests/scripts/width-table.test.js says when.

import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { eastAsianWidth } from 'get-east-asian-width';
import { inRoot } from './setup/root.js';

const kFirst = 0x300;
// Behind it are ideographs and what has no columns of its own.
const kLast = 0x3ffff;
const kBasicPlane = 0xffff;

// Hangul vowels and finals join the consonant before them.
const kMarks = /^[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff\ud7b0-\ud7ff]$/u;
// Vowels that take a column of their own behind the consonant that they are written with.
const kSpacing = /^[\p{Mc}\u0e33\u0eb3]$/u;
const kUnassigned = /^[\p{Cn}\p{Cs}\p{Co}]$/u;

/**
 * Marks beyond the basic plane are of scripts that are no longer written: they count as letters.
 * @param {number} character
 * @returns {0 | 1 | 2 | null} null where either will do
 */
export function columnsOf(character) {
  const text = String.fromCodePoint(character);
  if (character <= kBasicPlane && kMarks.test(text)) return 0;
  if (eastAsianWidth(character) === 2) return 2;
  return kUnassigned.test(text) ? null : 1;
}

/** Of the table: columns, or 3 for the one of a spacing mark. @param {number} character */
function codeOf(character) {
  const columns = columnsOf(character);
  const isSpacing = character <= kBasicPlane && kSpacing.test(String.fromCodePoint(character));
  return columns === 1 && isSpacing ? 3 : columns;
}

/** Runs of characters of the same code, each as (distance from the one before) × 4 + code. */
function runs() {
  const found = [];
  let [begin, code] = [0, 1];
  for (let character = kFirst; character <= kLast; character++) {
    const its = codeOf(character);
    if (its === null || its === code) continue;
    found.push((character - begin) * 4 + its);
    [begin, code] = [character, its];
  }
  return found;
}

/** Seven bits a byte, the low ones first; all but the last have the high bit. @param {number} number */
function bytesOf(number) {
  const bytes = [];
  for (let rest = number; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) + 128);
  }
}

export function widthTable() {
  const bytes = runs().flatMap(bytesOf);
  const lines = [];
  for (let at = 0; at < bytes.length; at += 20) lines.push(bytes.slice(at, at + 20).join(', '));
  return `// Made by scripts/width-table.js from Unicode ${process.versions.unicode}; its runs() has the form.
#pragma once

#include <array>
#include <cstdint>

namespace user_listens {

inline constexpr unsigned kFirstInTable = ${kFirst};

// clang-format off
inline constexpr std::array<std::uint8_t, ${bytes.length}> kWidthTable{
    ${lines.join(',\n    ')}};
// clang-format on

}  // namespace user_listens
`;
}

const path = inRoot('wasm/render/width_table.h');

export const isCurrent = () => readFileSync(path, 'utf8') === widthTable();

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  writeFileSync(path, widthTable());
