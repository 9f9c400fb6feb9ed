// node scripts/advance-table.js: writes wasm/render/advance_table.h, how wide characters are in the
// widest of the fonts that readers have by default. The table is in the repository, so that neither
// a build nor a test needs these fonts; run this to cover more characters or another font.
//
// DejaVu Sans and Verdana's widths (Verdana itself is not free) come from npm. The other fonts are
// Debian's: apt-get install fonts-noto-core fonts-roboto-unhinted fonts-liberation fonts-inter

import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inRoot } from './setup/root.js';

const npm = createRequire(import.meta.url);

/**
 * Of opentype.js, which comes without types.
 * @typedef {object} OpenType
 * @property {number} unitsPerEm
 * @property {(character: string) => number} charToGlyphIndex   0: it has no such character
 * @property {{get: (index: number) => {advanceWidth: number}}} glyphs
 * @property {{windows: {version: {en: string}}}} names
 *
 * Widths are in ems; 0 when the font has no such character.
 * @typedef {{name: string, regular: Width, bold: Width}} Source
 * @typedef {(character: number) => number} Width
 */

/** Characters in the table, both ends included: alphabets whose letters stand side by side. */
const RANGES = [
  { first: 0x20, last: 0x5ff, what: 'Latin, phonetic letters, Greek, Cyrillic, Armenian, Hebrew' },
  { first: 0x10a0, last: 0x10ff, what: 'Georgian' },
  { first: 0x1e00, last: 0x218f, what: 'More Latin and Greek, punctuation, currencies, numbers' },
];

/** Where no font has a character: as wide as an ideograph. */
const kUnknown = 100;

/** @param {string} name @param {string} regular a file @param {string} bold another @returns {Source} */
function font(name, regular, bold) {
  const [plain, heavy] = [read(regular), read(bold)];
  const version = plain.names.windows.version.en.match(/\d[\d.]*/)?.[0];
  return { name: `${name} ${version}`, regular: widthsOf(plain), bold: widthsOf(heavy) };
}

/** @param {string} file @returns {OpenType} */
function read(file) {
  const { buffer, byteOffset, byteLength } = readFileSync(file);
  return npm('opentype.js').parse(buffer.slice(byteOffset, byteOffset + byteLength));
}

/** @param {OpenType} font @returns {Width} */
function widthsOf(font) {
  return (character) => {
    const index = font.charToGlyphIndex(String.fromCodePoint(character));
    return index === 0 ? 0 : font.glyphs.get(index).advanceWidth / font.unitsPerEm;
  };
}

/**
 * Verdana as a browser drew it, and for characters that it lacks the font that stood in.
 * @param {string} name of a file of anafanafo's @param {number} pixels of the font there
 * @returns {Width}
 */
function verdana(name, pixels) {
  /** @type {Array<[number, number, number]>} first, last, pixels */
  const runs = npm(`anafanafo/data/${name}.json`);
  const widths = new Map();
  for (const [first, last, width] of runs) {
    for (let each = first; each <= last; each++) widths.set(each, width / pixels);
  }
  return (character) => widths.get(character) ?? 0;
}

/** @param {Record<string, number>} widths @returns {Width} */
const these = (widths) => (character) => widths[String.fromCodePoint(character)] ?? 0;

/** @param {number} weight */
const dejavu = (weight) =>
  npm.resolve(`@fontsource/dejavu-sans/files/dejavu-sans-latin-${weight}-normal.woff`);
/** @param {string} path */
const debian = (path) => `/usr/share/fonts/${path}`;

/** @returns {Source[]} */
const sources = () => [
  font('DejaVu Sans', dejavu(400), dejavu(700)),
  font(
    'Noto Sans',
    debian('truetype/noto/NotoSans-Regular.ttf'),
    debian('truetype/noto/NotoSans-Bold.ttf'),
  ),
  font(
    'Roboto',
    debian('truetype/roboto/unhinted/RobotoTTF/Roboto-Regular.ttf'),
    debian('truetype/roboto/unhinted/RobotoTTF/Roboto-Bold.ttf'),
  ),
  font(
    'Inter',
    debian('opentype/inter/Inter-Regular.otf'),
    debian('opentype/inter/Inter-Bold.otf'),
  ),
  font(
    'Liberation Sans',
    debian('truetype/liberation/LiberationSans-Regular.ttf'),
    debian('truetype/liberation/LiberationSans-Bold.ttf'),
  ),
  {
    name: 'Verdana (as anafanafo has it)',
    regular: verdana('verdana-11px-normal', 11),
    bold: verdana('verdana-10px-bold', 10),
  },
  {
    // The only letters of these alphabets that are wider in it than in all of the above.
    name: 'Segoe UI (as pdf.js has it, src/core/segoeui_factors.js)',
    regular: these({ '&': 0.8003, ť: 0.4403 }),
    bold: these({ ť: 0.5133 }),
  },
];

/** Hundredths of an em, rounded up but for what is an error of floating point. @param {number} ems */
const hundredths = (ems) => Math.ceil(ems * 100 - 1e-6);

/** Of all characters in the ranges. @param {Width[]} fonts */
function widest(fonts) {
  return RANGES.flatMap(({ first, last }) =>
    Array.from({ length: last - first + 1 }, (_, at) => {
      const ems = Math.max(...fonts.map((width) => width(first + at)));
      return ems === 0 ? kUnknown : hundredths(ems);
    }),
  );
}

/** @param {number[]} widths */
function lines(widths) {
  const rows = [];
  for (let at = 0; at < widths.length; at += 24) rows.push(widths.slice(at, at + 24).join(', '));
  return rows.join(',\n    ');
}

function advanceTable() {
  const fonts = sources();
  const regular = widest(fonts.map((font) => font.regular));
  const bold = widest(fonts.flatMap((font) => [font.regular, font.bold]));
  const hexadecimal = (/** @type {number} */ character) =>
    `0x${character.toString(16).toUpperCase()}`;
  const ranges = RANGES.map(
    ({ first, last, what }) => `    // ${what}.
    {${hexadecimal(first)}, ${hexadecimal(last)}},`,
  );
  return `// Made by scripts/advance-table.js: how wide characters are, in hundredths of
// an em, rounded up. Each is as wide as in the widest of these fonts:
${fonts.map(({ name }) => `//   ${name}`).join('\n')}
// Liberation Sans is as wide as Arial and Helvetica. San Francisco, which only
// Apple's systems have, has not been measured.
#pragma once

#include <array>
#include <cstdint>

namespace user_listens {

// A range of characters, both ends included.
struct AdvanceRange {
  unsigned first;
  unsigned last;
};

inline constexpr std::array kAdvanceRanges{std::to_array<AdvanceRange>({
${ranges.join('\n')}
})};

// The widths of all ranges, one after the other.
// clang-format off
inline constexpr std::array<std::uint8_t, ${regular.length}> kRegularAdvances{
    ${lines(regular)}};

// Semi-bold counts as bold: most fonts have no other.
inline constexpr std::array<std::uint8_t, ${bold.length}> kBoldAdvances{
    ${lines(bold)}};
// clang-format on

}  // namespace user_listens
`;
}

writeFileSync(inRoot('wasm/render/advance_table.h'), advanceTable());
