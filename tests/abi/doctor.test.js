// What `npm run doctor` says of values that the real module has written: golden files, which
// UPDATE_GOLDEN=1 writes anew. They are read by eye before they are committed. What the operator may
// find stands in tests/scripts/doctor/cases.js.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { diagnose } from '../../scripts/doctor/diagnosis.js';
import { examine, keyOfValue, served, settingsProblems } from '../../scripts/doctor/examine.js';
import { absentKey } from '../../scripts/doctor/keys.js';
import { loadedModules } from '../../scripts/doctor/modules.js';
import { jsonOf, plain, reportOf, summaryOf } from '../../scripts/doctor/report.js';
import { AT, CASES, USUAL } from '../scripts/doctor/cases.js';
import { Store } from '../scripts/doctor/store.js';

const GOLDEN = new URL('../scripts/doctor/golden/', import.meta.url);
const AS_JSON = 'members';

const modules = loadedModules();

/** @param {import('../scripts/doctor/cases.js').Found} found */
function diagnosed({ happens, atMs = AT, known, settings, saved }) {
  const store = new Store(modules.core);
  happens(store);
  const { settings: usual, ...about } = { ...USUAL, ...known };
  if (saved !== undefined) {
    // As it was before it expired.
    const value = store.keysAt(0).find(({ key }) => key === saved)?.value;
    assert.ok(value);
    return diagnose({ ...about, ...savedValue(value, atMs) });
  }
  const worker = { settings: { ...usual, ...settings }, hasCache: true, hasDatabase: true };
  const stored = store.keysAt(atMs);
  return diagnose({
    ...{ ...about, nowMs: atMs, isSavedValue: false },
    keys: stored.map((one) => examine(modules, one, atMs)),
    served: served(modules, stored, worker, atMs),
    settings: settingsProblems(modules, worker),
  });
}

/** @param {Uint8Array} value @param {number} nowMs */
function savedValue(value, nowMs) {
  const key = keyOfValue(modules, value);
  const stored = { ...absentKey(key), value, metadata: undefined };
  const keys = [examine(modules, stored, nowMs)];
  return { nowMs, isSavedValue: true, keys, served: null, settings: [] };
}

/** @param {string} file @param {string} text */
function isGolden(file, text) {
  const path = new URL(file, GOLDEN);
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(path, text);
  assert.equal(text, readFileSync(path, 'utf8'), 'UPDATE_GOLDEN=1 writes it anew');
}

for (const found of CASES) {
  test(`the doctor finds: ${found.name}`, () => {
    const diagnosis = diagnosed(found);
    const report = reportOf(diagnosis, plain);
    assert.equal(diagnosis.status, found.status, report);
    assert.ok(report.startsWith(summaryOf(diagnosis)), 'the first line is the answer');
    isGolden(`${found.name}.txt`, report);
    if (found.name === AS_JSON) {
      isGolden(`${found.name}-as-json.txt`, `${JSON.stringify(jsonOf(diagnosis), null, 2)}\n`);
    }
  });
}

test('README shows what the doctor really says', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const shown = readFileSync(new URL('version-1-at-work.txt', GOLDEN), 'utf8');
  assert.ok(readme.includes(`\`\`\`\n${shown}\`\`\``));
});

test('every golden file is of a case', () => {
  const names = [...CASES.map(({ name }) => `${name}.txt`), `${AS_JSON}-as-json.txt`];
  assert.deepEqual(readdirSync(GOLDEN).sort(), names.sort());
});
