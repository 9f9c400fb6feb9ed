// Names that try everything between a command line and the database.

/** Odd, but somebody's: they get everywhere as they are. */
export const ODD_NAMES = [
  "o'brien",
  "''",
  "'); DROP TABLE users; --",
  'a; DROP TABLE users',
  'BEGIN TRANSACTION; COMMIT;',
  '/* half a comment',
  '-- all of one',
  '[half an identifier',
  '`back` "double" \\ %s %00 100% $1 ?1 :name @at',
  'Zoë  with  blanks',
  '🎧👩‍👩‍👧 emoji',
  'שָׁלוֹם‎ right to left‏',
  '\u202eoverride',
  '日本語の名前',
  'ﬁ ligature',
  'null',
  '-x',
  '=1+1',
  'x'.repeat(100),
];

/** Of which the tool takes none. */
export const REFUSED_NAMES = [
  { name: '', trouble: /is empty/ },
  { name: ' ', trouble: /begins or ends with a blank/ },
  { name: ' a', trouble: /begins or ends with a blank/ },
  { name: 'a\u00a0', trouble: /begins or ends with a blank/ },
  { name: 'a\u0000b', trouble: /control character/ },
  { name: 'a\nb', trouble: /control character/ },
  { name: 'a\tb', trouble: /control character/ },
  { name: 'a\u007f', trouble: /control character/ },
  { name: 'a\u0085b', trouble: /control character/ },
  { name: 'a\u2028b', trouble: /control character/ },
  { name: 'a\ud800', trouble: /not text/ },
  { name: 'a\ufffd', trouble: /not text/ },
  { name: 'x'.repeat(101), trouble: /101 characters, at most 100/ },
  { name: '🎧'.repeat(33), trouble: /132 bytes in UTF-8, at most 128/ },
];
