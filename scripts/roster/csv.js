// A file of members: what each of its lines asks for, or every complaint about it. Pure.

import { CsvError, parse } from 'csv-parse/sync';
import { doubtAbout, troubleWith, troubleWithAccount } from './checks.js';
import { columnOf, SOURCES, titleOf } from './member.js';
import { shown } from './text.js';

/**
 * @typedef {import('./changes.js').Wish} Wish
 * @typedef {'username' | 'visibility' | import('./member.js').Source} Column
 *
 * @typedef {object} About
 * @property {number} line from 1; of a row over several lines its first
 * @property {string} text
 *
 * @typedef {object} MembersFile
 * @property {Wish[]} wishes in the file's order
 * @property {About[]} complaints none: the wishes can be carried out
 * @property {About[]} doubts
 *
 * @typedef {{ line: number, cells: string[] }} Row
 */

const MOST_BYTES = 16 << 20; // as much as the core takes as a roster: kMaxRosterBytes

/** @type {Record<string, string>} */
const QUOTE_FAULTS = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened and not closed again',
  INVALID_OPENING_QUOTE: 'a quote stands in a value without quotes around it',
  CSV_INVALID_CLOSING_QUOTE: 'a quote within quotes is not doubled',
};
const LINE_END = /\r\n|\n|\r/g;

/** @type {ReadonlyMap<string, Column | 'id'>} an export of the table has an id as well */
const COLUMNS = new Map([
  ['id', 'id'],
  ['username', 'username'],
  ['visibility', 'visibility'],
  ['profile_visibility', 'visibility'],
  ...SOURCES.flatMap((source) => [
    /** @type {[string, Column]} */ ([source, source]),
    /** @type {[string, Column]} */ ([columnOf(source), source]),
  ]),
]);
const NAMED = `username, ${SOURCES.join(', ')}, visibility`;

/**
 * @param {Uint8Array} bytes of a CSV file as RFC 4180 describes it, in UTF-8
 * @returns {MembersFile}
 */
export function readMembersFile(bytes) {
  const { rows, complaints } = rowsIn(bytes);
  const [head, ...others] = rows;
  if (head === undefined) return { wishes: [], complaints, doubts: [] };
  const header = readHeader(head);
  if (header.complaints.length > 0)
    return { wishes: [], complaints: header.complaints, doubts: [] };
  const read = others.map((row) => readRow(row, header.columns));
  return {
    wishes: read.flatMap(({ wish }) => (wish === null ? [] : [wish])),
    complaints: inOrder([
      ...complaints,
      ...read.flatMap((row) => row.complaints),
      ...repeated(read.map(({ line, username }) => ({ line, username }))),
    ]),
    doubts: read.flatMap(({ doubts }) => doubts),
  };
}

/**
 * @param {Uint8Array} bytes
 * @returns {{ rows: Row[], complaints: About[] }}
 */
function rowsIn(bytes) {
  const failed = (/** @type {number} */ line, /** @type {string} */ text) => ({
    rows: [],
    complaints: [{ line, text }],
  });
  if (bytes.length > MOST_BYTES) return failed(1, `the file has more than ${MOST_BYTES >> 20} MB`);
  const badLine = firstLineNotUtf8(bytes);
  if (badLine !== null) return failed(badLine, 'is not UTF-8: save the file as "CSV UTF-8"');
  // The parser takes a CRLF within quotes for two lines.
  const text = new TextDecoder().decode(bytes).replace(LINE_END, '\n');
  /** @type {Row[]} */
  const rows = [];
  let line = 1;
  /** @param {{ record: string[], raw: string }} parsed */
  const take = ({ record, raw }) => {
    rows.push({ line, cells: record });
    line += raw.split('\n').length - 1;
    return null;
  };
  try {
    const options = { raw: true, record_delimiter: '\n', relax_column_count: true };
    parse(text, { ...options, on_record: /** @type {any} */ (take) });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // Only rows before it were taken.
    return failed(line, QUOTE_FAULTS[error.code] ?? `cannot be read: ${shown(error.message)}`);
  }
  const filled = rows.filter(({ cells }) => cells.some((cell) => cell !== ''));
  return filled.length === 0
    ? failed(1, `no header: name the columns (${NAMED})`)
    : { rows: filled, complaints: [] };
}

/** @param {Uint8Array} bytes */
function firstLineNotUtf8(bytes) {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    decoder.decode(bytes);
    return null;
  } catch {
    // Each byte that is wrong becomes U+FFFD, of which a file that is UTF-8 may have some as well.
    const lossy = new TextDecoder().decode(bytes);
    return lossy.slice(0, lossy.indexOf('\ufffd')).split(LINE_END).length;
  }
}

/**
 * @param {Row} head
 * @returns {{ columns: (Column | 'id')[], complaints: About[] }}
 */
function readHeader({ line, cells }) {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const columns = names.map((name) => COLUMNS.get(name));
  /** @type {string[]} */
  const texts = [];
  if (names.length === 1 && /[;\t]/.test(names[0] ?? '')) {
    texts.push('columns are separated by commas');
  } else {
    for (const [at, name] of names.entries()) {
      const column = columns[at];
      if (column === undefined) {
        texts.push(`unknown column "${shown(name)}"; there are: ${NAMED}`);
      } else if (columns.indexOf(column) < at) {
        texts.push(`the column "${name}" is there twice`);
      }
    }
    if (!columns.includes('username')) texts.push('there is no column "username"');
  }
  return {
    columns: columns.filter((column) => column !== undefined),
    complaints: texts.map((text) => ({ line, text })),
  };
}

/**
 * @param {Row} row
 * @param {(Column | 'id')[]} columns
 */
function readRow({ line, cells }, columns) {
  const told = (/** @type {string} */ text) => ({ line, text });
  if (cells.length !== columns.length) {
    const text = `has ${cells.length} columns, the header has ${columns.length}`;
    return { line, username: null, wish: null, complaints: [told(text)], doubts: [] };
  }
  const cell = (/** @type {Column} */ column) => cells[columns.indexOf(column)] ?? '';
  const username = cell('username');
  const complaints = [];
  const doubts = [];
  const trouble = troubleWith(username);
  if (trouble !== null) complaints.push(told(`username "${shown(username)}" ${trouble}`));
  /** @type {Wish['accounts']} */
  const accounts = {};
  for (const source of SOURCES) {
    const name = cell(source);
    if (name === '') continue;
    const wrong = troubleWithAccount(name);
    if (wrong !== null) {
      complaints.push(told(`${titleOf(source)} account "${shown(name)}" ${wrong}`));
      continue;
    }
    const doubt = doubtAbout(source, name);
    if (doubt !== null) doubts.push(told(doubt));
    accounts[source] = name;
  }
  const visibility = visibilityIn(cell('visibility'));
  if (visibility === undefined) {
    const text = `visibility "${shown(cell('visibility'))}" is neither public nor private`;
    complaints.push(told(text));
  }
  const wish =
    complaints.length > 0 ? null : { username, accounts, visibility: visibility ?? null };
  return { line, username, wish, complaints, doubts };
}

/**
 * @param {string} text
 * @returns {'public' | 'private' | null | undefined} null: not said; undefined: nonsense
 */
function visibilityIn(text) {
  const word = text.trim().toLowerCase();
  if (word === '') return null;
  return word === 'public' || word === 'private' ? word : undefined;
}

/**
 * @param {{ line: number, username: string | null }[]} rows
 * @returns {About[]}
 */
function repeated(rows) {
  /** @type {Map<string, number>} */
  const first = new Map();
  return rows.flatMap(({ line, username }) => {
    if (username === null || username === '') return [];
    const before = first.get(username);
    if (before === undefined) first.set(username, line);
    return before === undefined
      ? []
      : [{ line, text: `username "${shown(username)}" is in line ${before} already` }];
  });
}

/** @param {About[]} complaints */
function inOrder(complaints) {
  return complaints.toSorted((one, other) => one.line - other.line);
}
