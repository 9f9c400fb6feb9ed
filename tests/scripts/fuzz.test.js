// npm run fuzz: its options, and what it makes of libFuzzer's output.

import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import test from 'node:test';
import { Failure } from '../../scripts/failure.js';
import { fuzzOptions } from '../../scripts/fuzz/options.js';
import { closingLine, whatBroke } from '../../scripts/fuzz/report.js';
import { dictionaryOf, inputFoldersOf, targetNames } from '../../scripts/fuzz/targets.js';
import { inRoot } from '../../scripts/setup/root.js';

const KNOWN = ['answer', 'entry', 'lastfm'];

for (const { name, args, expected } of [
  { name: 'all targets for a minute', args: [], expected: { targets: KNOWN, seconds: 60 } },
  {
    name: 'some targets, in the order of the list',
    args: ['lastfm', 'answer'],
    expected: { targets: ['answer', 'lastfm'] },
  },
  {
    name: 'time and jobs',
    args: ['entry', '--seconds', '600', '--jobs=2'],
    expected: { targets: ['entry'], seconds: 600, jobs: 2, keep: false },
  },
  { name: 'keeping', args: ['--keep'], expected: { keep: true } },
  { name: 'help', args: ['-h'], expected: { help: true } },
]) {
  test(`options of npm run fuzz: ${name}`, () => {
    assert.partialDeepStrictEqual(fuzzOptions(args, KNOWN), expected);
  });
}

for (const { args, message } of [
  { args: ['loved'], message: 'Unknown target "loved".' },
  {
    args: ['--seconds', '1.5'],
    message: '--seconds needs a whole number from 1 to 604800, not "1.5".',
  },
  { args: ['--jobs', '0'], message: '--jobs needs a whole number from 1 to 64, not "0".' },
  { args: ['--forever'], message: "Unknown option '--forever'" },
  { args: ['--seconds'], message: "Option '--seconds <value>' argument missing" },
]) {
  test(`options of npm run fuzz: ${args.join(' ')} is refused`, () => {
    const refused = (/** @type {unknown} */ error) => {
      assert.ok(error instanceof Failure);
      assert.equal(error.message, message);
      assert.notEqual(error.advice.length, 0);
      return true;
    };
    assert.throws(() => fuzzOptions(args, KNOWN), refused);
  });
}

const ENDED = `#2340000	REDUCE cov: 1235 ft: 6382 corp: 1542/190Kb lim: 4096 exec/s: 3894 rss: 549Mb L: 9/4096
#2340687	DONE   cov: 1236 ft: 6383 corp: 1543/191Kb lim: 4096 exec/s: 3894 rss: 549Mb
Done 2340687 runs in 601 second(s)
stat::number_of_executed_units: 2340687
stat::average_exec_per_sec:     3894
stat::new_units_added:          5756
stat::slowest_unit_time_sec:    0
stat::peak_rss_mb:              549
`;

test('the closing line of a run', () => {
  assert.deepEqual(closingLine(ENDED), {
    line: '3,894 executions a second, 2,340,687 in 601 s, coverage 1,236, corpus 1,543 (5,756 new)',
    executions: 2_340_687,
  });
});

const REST = `MS: 1 EraseBytes-; base unit: da39a3ee
artifact_prefix='build/fuzz/crashes/entry-'; Test unit written to build/fuzz/crashes/entry-crash-1
stat::number_of_executed_units: 12
`;
const SIGNAL = '==7== ERROR: libFuzzer: deadly signal\n    #0 0x5 in abort\n';
for (const { name, report, first } of [
  {
    name: 'a property',
    report: `Broken property: is_json(value)\n  tests/fuzz/targets/entry.cpp:50\n${SIGNAL}`,
    first: 'Broken property: is_json(value)',
  },
  {
    name: 'a sanitizer',
    report: '==7==ERROR: AddressSanitizer: heap-buffer-overflow\nREAD of size 1\n',
    first: '==7==ERROR: AddressSanitizer: heap-buffer-overflow',
  },
  {
    name: 'undefined behaviour',
    report: `wasm/base/time.cpp:9:3: runtime error: signed integer overflow\n${SIGNAL}`,
    first: 'wasm/base/time.cpp:9:3: runtime error: signed integer overflow',
  },
  { name: 'a trap', report: SIGNAL, first: '==7== ERROR: libFuzzer: deadly signal' },
  {
    name: 'too slow',
    report: 'ALARM: working on the last Unit for 11 seconds\n==7== ERROR: libFuzzer: timeout\n',
    first: 'ALARM: working on the last Unit for 11 seconds',
  },
]) {
  test(`what broke: ${name}`, () => {
    const told = whatBroke(`INFO: Seed: 1\n#2 INITED cov: 1\n${report}${REST}`);
    assert.equal(told, report.trimEnd());
    assert.equal(told.split('\n')[0], first);
  });
}

test('each target has a corpus, and each corpus a target', () => {
  assert.deepEqual(readdirSync(inRoot('tests/fuzz/corpus')).sort(), targetNames());
});

for (const name of targetNames()) {
  test(`the target ${name} has a dictionary and inputs to begin with`, () => {
    assert.ok(existsSync(inRoot(dictionaryOf(name))), dictionaryOf(name));
    assert.ok(inputFoldersOf(name).includes(`tests/fuzz/corpus/${name}`));
  });
}
