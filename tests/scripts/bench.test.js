// The benchmarks' pure parts: options, medians, ratios and targets, the table, and what is read of
// other programs' output. Nothing here measures a time.

import assert from 'node:assert/strict';
import test from 'node:test';
import { childIn, cpuMsIn } from '../../bench/cold-tick.js';
import { benchOptions, PARTS } from '../../bench/options.js';
import { withText } from '../../bench/readme.js';
import { mostInASecond } from '../../bench/refresh.js';
import { isMet, missed, numeral, ratioOf, tableOf } from '../../bench/results.js';
import { alternate, counted, figureOf, median } from '../../bench/rounds.js';
import { growthOf, residentIn } from '../../bench/soak.js';
import { readReport } from '../../bench/wrk.js';
import { compressedKiB } from '../../scripts/checks/upload.js';
import { Failure } from '../../scripts/failure.js';

const DEFAULTS = {
  help: false,
  parts: [...PARTS],
  isSoak: false,
  minutes: 5,
  isLong: false,
  rounds: undefined,
  readme: false,
};

for (const { args, expected } of [
  { args: [], expected: {} },
  { args: ['-h'], expected: { help: true } },
  { args: ['growth', 'cpu'], expected: { parts: ['cpu', 'growth'] } },
  { args: ['refresh', 'cold-tick'], expected: { parts: ['cold-tick', 'refresh'] } },
  { args: ['refresh', '--long'], expected: { parts: ['refresh'], isLong: true } },
  { args: ['--rounds', '3'], expected: { rounds: 3 } },
  { args: ['--readme'], expected: { parts: [], readme: true } },
  { args: ['cold', '--readme'], expected: { parts: ['cold'], readme: true } },
  { args: ['soak'], expected: { parts: [], isSoak: true } },
  { args: ['soak', '--minutes', '1'], expected: { parts: [], isSoak: true, minutes: 1 } },
]) {
  test(`npm run bench -- ${args.join(' ')}`, () => {
    assert.deepEqual(benchOptions(args), { ...DEFAULTS, ...expected });
  });
}

for (const { args, says } of [
  { args: ['warm'], says: /Unknown part "warm"/ },
  { args: ['soak', 'cpu'], says: /soak goes alone/ },
  { args: ['--minutes', '2'], says: /--minutes goes only with soak/ },
  { args: ['--rounds', '0'], says: /--rounds needs a whole number from 1 to 999, not "0"/ },
  { args: ['--fast'], says: /--fast/ },
]) {
  test(`refused: npm run bench -- ${args.join(' ')}`, () => {
    assert.throws(
      () => benchOptions(args),
      (error) => error instanceof Failure && says.test(error.message) && error.advice.length > 0,
    );
  });
}

for (const { values, expected } of [
  { values: [3], expected: 3 },
  { values: [9, 1, 5], expected: 5 },
  { values: [10, 9, 100, 1], expected: 9.5 },
  { values: [2, 2, 2, 1000], expected: 2 },
]) {
  test(`the median of ${values.join(', ')}`, () => {
    assert.equal(median(values), expected);
  });
}

test('there is no median of nothing', () => {
  assert.throws(() => median([]), RangeError);
});

test('a figure keeps the spread of its rounds', () => {
  assert.deepEqual(figureOf([4, 2, 9]), { median: 4, least: 2, most: 9, rounds: 3 });
});

test('rounds alternate between the contestants', async () => {
  /** @type {string[]} */
  const order = [];
  /** @type {number[]} */
  const told = [];
  const play = (/** @type {string} */ name) => () => order.push(name);
  const results = await alternate({ a: play('a'), b: play('b') }, 3, (round) => told.push(round));
  assert.equal(order.join(''), 'ababab');
  assert.deepEqual(results, { a: [1, 3, 5], b: [2, 4, 6] });
  assert.deepEqual(told, [1, 2, 3]);
});

const FIGURES = { ours: counted(8), plain: counted(2), constant: counted(10) };

test('a ratio is one of medians', () => {
  assert.equal(ratioOf(figureOf([1, 6, 100]), figureOf([2, 3, 50])), 2);
});

for (const { target, expected } of /** @type {const} */ ([
  { target: { against: 'constant', atLeast: 0.8 }, expected: true },
  { target: { against: 'constant', atLeast: 0.81 }, expected: false },
  { target: { against: 'plain', atMost: 4 }, expected: true },
  { target: { against: 'plain', atMost: 3.9 }, expected: false },
  { target: { against: 'plain', atMostAbove: 6 }, expected: true },
  { target: { against: 'plain', atMostAbove: 5 }, expected: false },
])) {
  test(`8 beside 2 and 10: ${JSON.stringify(target)} is ${expected ? 'met' : 'missed'}`, () => {
    assert.equal(isMet(target, FIGURES), expected);
  });
}

test('a target needs a rival', () => {
  const figures = { ours: counted(1) };
  assert.throws(() => isMet({ against: 'plain', atMost: 1 }, figures), /nothing was measured/);
});

/** @type {import('../../bench/results.js').Measurement[]} */
const MEASUREMENTS = [
  {
    id: 'load',
    what: 'API',
    unit: 'requests/s',
    figures: { ours: counted(4000), plain: counted(1500), constant: counted(4500.4) },
    targets: [
      { against: 'constant', atLeast: 0.8 },
      { against: 'plain', atLeast: 3 },
    ],
  },
  { id: 'size', what: 'upload', unit: 'KiB', figures: { ours: counted(57.15), plain: counted(0) } },
];

test('the table: a row a measurement, a miss is called a miss', () => {
  assert.deepEqual(tableOf(MEASUREMENTS).split('\n').slice(2), [
    '| API, requests/s | 4,000 | 1,500 | 4,500 | 2.67 × plain, 0.889 × constant | ≥ 0.8 × constant, ≥ 3 × plain | met, **missed** |',
    '| upload, KiB | 57.2 | 0 |  |  |  |  |',
  ]);
});

test('a measurement that misses a target is listed', () => {
  const part = { date: '2026-11-22', measurements: MEASUREMENTS };
  const machine = { processor: 'p', cores: 2, system: 's', node: 'v24.0.0', workerd: '1' };
  assert.deepEqual(
    missed({ machine, parts: { load: part } }).map(({ id }) => id),
    ['load'],
  );
});

for (const { value, expected } of [
  { value: 0.01234, expected: '0.0123' },
  { value: 57.15, expected: '57.2' },
  { value: 999.6, expected: '1,000' },
  { value: 12_345.6, expected: '12,346' },
  { value: 0, expected: '0' },
  { value: Number.NaN, expected: '–' },
]) {
  test(`the number ${value} is shown as ${expected}`, () => {
    assert.equal(numeral(value), expected);
  });
}

const WRK = `Running 2s test @ http://127.0.0.1:8080/api/internal/user-listens
  1 threads and 16 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     2.50ms    3.10ms  41.00ms   91.20%
    Req/Sec     7.39k     1.20k    9.10k    70.00%
  Latency Distribution
     50%    1.48ms
     75%    2.31ms
     90%    5.02ms
     99%   13.20ms
  14770 requests in 2.00s, 66.01MB read
Requests/sec:   7384.91
Transfer/sec:     33.00MB
`;

for (const { name, output, expected } of [
  {
    name: 'all well',
    output: WRK,
    expected: {
      requestsPerSecond: 7384.91,
      p50Ms: 1.48,
      p99Ms: 13.2,
      requests: 14_770,
      failures: 0,
      statuses: {},
    },
  },
  {
    name: 'other units',
    output: WRK.replace('1.48ms', '980.00us').replace('13.20ms', '1.02s'),
    expected: { p50Ms: 0.98, p99Ms: 1020 },
  },
  {
    name: 'answers of other statuses, and broken connections',
    output: `${WRK}  Socket errors: connect 1, read 2, write 3, timeout 4\n  Non-2xx or 3xx responses: 7\n`,
    expected: { failures: 17 },
  },
  {
    name: 'counts of our script',
    output: `${WRK}Statuses: 200 7385, 304 7384, other 1\n`,
    expected: { statuses: { 200: 7385, 304: 7384, other: 1 } },
  },
]) {
  test(`wrk's report: ${name}`, () => {
    assert.partialDeepStrictEqual(readReport(output), expected);
  });
}

for (const { name, output } of [
  { name: 'nothing', output: '' },
  {
    name: 'no answer at all',
    output: WRK.replace('14770 requests', '0 requests').replaceAll(/\d+\.\d+ms/g, '0.00us'),
  },
]) {
  test(`wrk's report: ${name} is a failure`, () => {
    assert.throws(() => readReport(output), Failure);
  });
}

test("the compressed size is read from wrangler's output", () => {
  const output = 'Bundling …\nTotal Upload: 140.52 KiB / gzip: 57.15 KiB\nYour Worker …';
  assert.equal(compressedKiB(output), 57.15);
  assert.throws(() => compressedKiB('Total Upload: 140.52 KiB'), Failure);
});

test('the most requests in a second, without the burst', () => {
  const burst = Array.from({ length: 20 }, () => 0);
  const steady = Array.from({ length: 15 }, (_, i) => 1000 + i * 200);
  assert.equal(mostInASecond([...burst, ...steady]), 5);
  assert.equal(mostInASecond(burst), 0);
});

test("a process's memory is found by its parent", () => {
  const output = '    1   900 systemd\n  70 2048 workerd\n   71  4096 /a/bin/workerd\n  71 10 ps\n';
  assert.equal(residentIn(output, 71), 4);
  assert.throws(() => residentIn(output, 72), Failure);
});

test('the one workerd among the children of a process', () => {
  const output = '   1   9 systemd\n  70  80 workerd\n  71  81 /a/bin/workerd\n  71  82 ps\n';
  assert.equal(childIn(output, 71), 81);
  assert.throws(() => childIn(output, 72), Failure);
  assert.throws(() => childIn(`${output}  71  83 workerd\n`, 71), Failure);
});

test('the CPU time of a process, whatever it is called', () => {
  const stat = '81 (a) b 9) S 71 81 1 0 -1 4194304 1 2 3 4 250 31 5 6 20 0 9 0 1 2 3';
  assert.equal(cpuMsIn(stat), 2810);
  assert.throws(() => cpuMsIn('81 (workerd)'), Failure);
});

for (const { name, mibAt, growth, mibAMinute } of [
  { name: 'flat', mibAt: () => 200, growth: 0, mibAMinute: 0 },
  {
    name: 'flat after the first minute',
    mibAt: (/** @type {number} */ s) => 100 + Math.min(s, 60),
    growth: 0,
    mibAMinute: 0,
  },
  {
    name: 'a leak of 12 MiB a minute',
    mibAt: (/** @type {number} */ s) => 100 + s / 5,
    growth: 0.4,
    mibAMinute: 12,
  },
]) {
  test(`the growth of memory that is ${name}`, () => {
    const samples = Array.from({ length: 301 }, (_, atS) => ({ atS, mib: mibAt(atS) }));
    const found = growthOf(samples);
    assert.ok(Math.abs(found.growth - growth) < 0.02, String(found.growth));
    assert.ok(Math.abs(found.mibAMinute - mibAMinute) < 0.01, String(found.mibAMinute));
  });
}

test('the results go between the two comments of README.md', () => {
  const [begin, end] = ['begin', 'end'].map(
    (word) => `<!-- npm run bench -- --readme: ${word} -->`,
  );
  assert.equal(withText(`a\n${begin}\nold\n${end}\nb`, 'new\n'), `a\n${begin}\nnew\n${end}\nb`);
  assert.throws(() => withText('a', 'new'), Failure);
});
