// The widest of the usual default fonts, for tests of whether a text fits: from npm, so that what
// such a test finds does not depend on the fonts that a machine has.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const npm = createRequire(import.meta.url);

const kUnits = 1000;

/**
 * In thousandths of an em.
 * @typedef {{characters: number[], width: number}} Box   what is as wide as this
 * @typedef {{sequence: string, width: number}} Ligature   of characters that are among the boxes
 *
 * Files of fonts, in base64.
 * @typedef {{regular: string, bold: string}} Face
 * @typedef {{name: string, faces: Face[]}} WideFont   the next face has what the one before lacks
 */

/** @param {number} weight */
function dejavu(weight) {
  const file = `@fontsource/dejavu-sans/files/dejavu-sans-latin-${weight}-normal.woff2`;
  return readFileSync(npm.resolve(file)).toString('base64');
}

/** A font whose characters are boxes. @param {Box[]} boxes @param {Ligature[]} ligatures */
function boxFont(boxes, ligatures = []) {
  const { Font, Glyph, Path } = npm('opentype.js');
  /** @param {string} name @param {number[]} unicodes @param {number} advanceWidth */
  const glyph = (name, unicodes, advanceWidth) => {
    const path = new Path();
    path.moveTo(0, 0);
    path.lineTo(advanceWidth, 0);
    path.lineTo(advanceWidth, kUnits / 2);
    path.close();
    return new Glyph({ name, unicode: unicodes[0], unicodes, advanceWidth, path });
  };
  const single = boxes.flatMap(({ characters, width }) =>
    characters.map((character) => glyph(`u${character}`, [character], width)),
  );
  const joined = ligatures.map(({ sequence, width }) => glyph(`${sequence.length}`, [], width));
  const font = new Font({
    familyName: 'Boxes',
    styleName: 'Regular',
    unitsPerEm: kUnits,
    ascender: 800,
    descender: -200,
    glyphs: [glyph('.notdef', [], kUnits), ...single, ...joined],
  });
  for (const [at, { sequence }] of ligatures.entries()) {
    const sub = [...sequence].map((character) => font.charToGlyphIndex(character));
    font.substitution.add('liga', { sub, by: 1 + single.length + at });
  }
  return Buffer.from(font.toArrayBuffer()).toString('base64');
}

/**
 * Verdana is not free, but how wide its characters are is known.
 * @param {string} name of a file of anafanafo's @param {number} pixels of the font there
 */
function verdana(name, pixels) {
  /** @type {Array<[number, number, number]>} first, last, pixels */
  const runs = npm(`anafanafo/data/${name}.json`);
  return boxFont(
    runs.map(([first, last, width]) => ({
      characters: Array.from({ length: last - first + 1 }, (_, at) => first + at).filter(
        isInVerdana,
      ),
      width: Math.round((width / pixels) * kUnits),
    })),
  );
}

/** Latin, Greek, Cyrillic, and the ellipsis. @param {number} character */
function isInVerdana(character) {
  return character < 0x180 || (character >= 0x384 && character < 0x460) || character === 0x2026;
}

/** What the alphabets' fonts lack, as wide as in East Asia's fonts and in Segoe UI Emoji. */
export const kIdeographs = '椎名林檎';
export const kEmoji = '🎵👩🏽‍🚀🇩🇪';
function rest() {
  const kEmojiWidth = 1370;
  const codes = (/** @type {string} */ text) =>
    [...text].map((character) => character.codePointAt(0) ?? 0);
  return boxFont(
    [
      { characters: codes(kIdeographs), width: kUnits },
      { characters: codes(kEmoji), width: kEmojiWidth },
    ],
    ['👩🏽‍🚀', '🇩🇪'].map((sequence) => ({ sequence, width: kEmojiWidth })),
  );
}

/** @returns {WideFont[]} */
export function wideFonts() {
  const dejavuSans = { regular: dejavu(400), bold: dejavu(700) };
  const widthsOfVerdana = {
    regular: verdana('verdana-11px-normal', 11),
    bold: verdana('verdana-10px-bold', 10),
  };
  const others = { regular: rest(), bold: rest() };
  return [
    { name: 'DejaVu Sans', faces: [dejavuSans, others] },
    { name: 'Verdana’s widths', faces: [widthsOfVerdana, dejavuSans, others] },
  ];
}

/**
 * Has the page's document drawn in this font, whatever it asks for.
 * @param {import('playwright-core').Page} page
 * @param {WideFont} font
 */
export function drawIn(page, font) {
  return page.evaluate(async (faces) => {
    document.fonts.clear();
    const names = faces.map((_, at) => `Wide${at}`);
    for (const [at, { regular, bold }] of faces.entries()) {
      for (const [weight, file] of Object.entries({ 400: regular, 700: bold })) {
        const bytes = Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0));
        // As bytes, fonts need no permission of the document's policy.
        document.fonts.add(await new FontFace(names[at] ?? '', bytes, { weight }).load());
      }
    }
    document.documentElement.setAttribute('font-family', names.join());
  }, font.faces);
}
