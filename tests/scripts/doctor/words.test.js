// Numbers, times and names, as the doctor says them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { count, duration, listed, millis, safe, size } from '../../../scripts/doctor/words.js';

for (const [ms, expected] of /** @type {[number, string][]} */ ([
  [0, '0 s'],
  [59_000, '59 s'],
  [60_000, '1 min'],
  [3_599_000, '59 min'],
  [3_600_000, '1 h'],
  [3_720_000, '1 h 2 min'],
  [-120_000, '2 min'],
  [47 * 3_600_000, '47 h'],
  [49 * 3_600_000, '2 days'],
])) {
  test(`a duration of ${ms} ms: ${expected}`, () => assert.equal(duration(ms), expected));
}

test('what others wrote neither steers the terminal nor breaks a line', () => {
  assert.equal(safe('a\u001b[31mb\nc\u202ed\u2028e'), 'a\ufffd[31mb\ufffdc\ufffdd\ufffde');
  assert.equal(listed(['a\nb']), 'a\ufffdb');
  for (const name of ['\u{1f468}\u200d\u{1f467}', 'می\u200cخواهم']) assert.equal(safe(name), name);
});

test('long lists of names are cut', () => {
  assert.equal(listed(['a', 'b']), 'a, b');
  assert.equal(listed([...'abcdefghij']), 'a, b, c, d, e, f, g, h and 2 more');
});

test('counts and sizes in words, and times in milliseconds', () => {
  assert.equal(count(1, 'track'), '1 track');
  assert.equal(count(12_000, 'account'), '12,000 accounts');
  assert.equal(count(2, 'account is', 'accounts are'), '2 accounts are');
  assert.equal(size(2), '2 B');
  assert.equal(size(3_740), '3.7 KB');
  assert.equal(size(6_200_000), '6.2 MB');
  assert.equal(millis('2025-12-04T14:25:00.000Z'), 1764858300000);
  assert.equal(millis('soon'), null);
  assert.equal(millis(null), null);
});
