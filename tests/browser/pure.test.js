// The page's pure parts, without a browser: answers, wording, times, pacing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byKey } from '../../site/list.js';
import { readAnswer, readListen, readText, readTime } from '../../site/listens-source.js';
import { createRefresher, pauseAfter } from '../../site/refresher.js';
import { ageOf, createTimeWords } from '../../site/relative-time.js';
import { kFirstView, viewAfter, wordingOf } from '../../site/view.js';
import { hit, kNow, kUnreadable, sampleListen } from './samples.js';

/** @import { Answer } from '../../site/types.js' */

const kMinute = 60_000;
const kHour = 60 * kMinute;
const kDay = 24 * kHour;

const ages = [
  { name: 'this moment', ago: 0, age: '0 second' },
  { name: 'just short of a minute', ago: kMinute - 1, age: '0 second' },
  { name: 'a minute', ago: kMinute, age: '1 minute' },
  { name: 'just short of an hour', ago: kHour - 1, age: '59 minute' },
  { name: 'an hour', ago: kHour, age: '1 hour' },
  { name: 'forty hours are one whole day', ago: 40 * kHour, age: '1 day' },
  { name: 'thirty days', ago: 30 * kDay, age: '30 day' },
  { name: 'thirty-one days', ago: 31 * kDay, age: '1 month' },
  { name: 'a leap year', ago: 366 * kDay, age: '1 year' },
  { name: 'a reader’s clock a little behind', ago: -4 * kMinute, age: '0 second' },
  { name: 'the future', ago: -6 * kMinute, age: null },
];
for (const { name, ago, age } of ages) {
  test(`age: ${name}`, () => {
    const found = ageOf(kNow - ago, kNow);
    assert.equal(found && `${found.count} ${found.unit}`, age);
  });
}

const sayings = [
  { locale: 'en', ago: 0, says: 'now' },
  { locale: 'en', ago: 40 * kHour, says: '1 day ago' },
  { locale: 'de', ago: 5 * kMinute, says: 'vor 5 Minuten' },
  { locale: 'ja', ago: 3 * kHour, says: '3 時間前' },
  { locale: 'en-GB', ago: -kHour, says: '15:25' },
];
for (const { locale, ago, says } of sayings) {
  test(`an age in the words of ${locale}: ${says}`, () => {
    assert.equal(createTimeWords([locale], 'UTC').relative(kNow - ago, kNow), says);
  });
}

test('a moment of another day names the day, in the reader’s zone', () => {
  const at = Date.parse('2025-12-04T01:00:00Z');
  assert.equal(createTimeWords(['en-GB'], 'UTC').moment(at, kNow), '01:00');
  assert.equal(
    createTimeWords(['en-GB'], 'America/New_York').moment(at, kNow),
    '3 Dec 2025, 20:00',
  );
});

test('languages that Intl rejects fall back to the system’s', () => {
  assert.equal(createTimeWords(['en-US@posix']).lang, createTimeWords().lang);
});

const times = [
  { value: '2025-12-04T14:25:27.000Z', at: 1764858327000 },
  { value: '2025-12-04T15:25:27+01:00', at: 1764858327000 },
  { value: '2025-12-04', at: null },
  { value: '2025-13-04T14:25:27Z', at: null },
  { value: '7', at: null },
  { value: '', at: null },
  { value: 1764858327000, at: null },
  { value: null, at: null },
];
for (const { value, at } of times)
  test(`the time in an answer: ${value}`, () => assert.equal(readTime(value), at));

// tests/core has the same table.
const texts = [
  { name: 'blanks around and within', value: '  a\n\t\u3000b\ufeff\u2028', text: 'a b' },
  { name: 'control characters', value: 'a\u0000\u0085b\u007f', text: 'a b' },
  { name: 'blanks around what goes', value: 'a \u202a b', text: 'a b' },
  { name: 'embeddings, overrides, isolates', value: '\u202aa\u202e\u2066b\u2069', text: 'ab' },
  { name: 'marks of direction stay', value: '\u200ea\u200fb', text: '\u200ea\u200fb' },
  { name: 'a pair of surrogates', value: '\ud83c\udfb5', text: '🎵' },
  { name: 'lone surrogates', value: '\udfb5\ud83c', text: '\ufffd\ufffd' },
  { name: 'noncharacters', value: '\ufffe\uffff', text: '\ufffd\ufffd' },
  { name: 'the longest', value: '🎵'.repeat(300), text: '🎵'.repeat(300) },
  { name: 'longer', value: '🎵'.repeat(301), text: `${'🎵'.repeat(299)}\u2026` },
  { name: 'much longer', value: ` ${'x'.repeat(5000)}`, text: `${'x'.repeat(299)}\u2026` },
  { name: 'no text', value: ['a'], text: '' },
];
for (const { name, value, text } of texts)
  test(`the text in an answer: ${name}`, () => assert.equal(readText(value), text));

test('a listen without a visible track or artist is none', () => {
  const blanks = ['', '  ', '\u00a0', '\u200b\u2063', '\u3164', '\u2800'];
  const items = blanks.flatMap((blank) => [
    { artist: 'A', track: blank },
    { artist: blank, track: 'T' },
  ]);
  for (const item of [null, 1, 'x', [], {}, { track: 'T' }, ...items])
    assert.equal(readListen(item), null);
  assert.notEqual(readListen({ artist: 'A', track: 'T' }), null);
});

test('every cut of a good answer is a failure or nothing worse', () => {
  const { body } = hit([sampleListen()]);
  assert.equal(readAnswer(body).kind, 'listed');
  for (let end = 0; end < body.length; end++)
    assert.equal(readAnswer(body.slice(0, end)).kind, 'failed');
});

test('more rows than the API ever gives are cut', () => {
  const answer = readAnswer(hit(Array(51).fill(sampleListen())).body);
  assert.equal(answer.kind === 'listed' && answer.listens.length, 50);
});

test('rows of the same name stay apart', () => {
  const [listen] = [readListen(sampleListen())];
  assert.ok(listen);
  assert.equal(
    byKey([listen, listen, { ...listen, member: '' }, { ...listen, member: '' }]).size,
    4,
  );
});

/** @type {Answer} */
const failure = { kind: 'failed', cause: 'timeout', status: 0 };
test('pauses: a minute as a rule, sooner while there is no list, doubling after failures', () => {
  assert.deepEqual(
    [1, 2, 3, 9].map((failures) => pauseAfter(failure, failures)),
    [15_000, 30_000, 60_000, 60_000],
  );
  assert.equal(pauseAfter({ kind: 'warming' }, 0), 15_000);
  assert.equal(pauseAfter({ kind: 'silent', lastUpdated: 0, stale: false }, 0), 60_000);
});

test('the refresher: one request at a time, its timer only while visible', async () => {
  let isVisible = true;
  let now = 0;
  /** @type {number[]} */
  const timers = [];
  /** @type {Array<(answer: Answer) => void>} */
  const asked = [];
  const refresher = createRefresher({
    request: () => new Promise((resolve) => asked.push(resolve)),
    isVisible: () => isVisible,
    now: () => now,
    setTimer: (_run, delayMs) => timers.push(delayMs),
    clearTimer: () => timers.splice(0),
    onAsk: () => {},
    onAnswer: () => {},
  });
  const first = refresher.refreshNow();
  void refresher.refreshNow();
  refresher.schedule();
  assert.equal(asked.length, 1);
  asked[0]({ kind: 'silent', lastUpdated: 0, stale: false });
  await first;
  assert.deepEqual(timers, [60_000]);
  isVisible = false;
  refresher.schedule();
  assert.deepEqual(timers, []);
  now = 59_000;
  isVisible = true;
  refresher.schedule();
  assert.deepEqual(timers, [1_000]);
  now = 60_000;
  refresher.schedule();
  assert.equal(asked.length, 2);
});

test('a view keeps its list through whatever goes wrong', () => {
  const listed = readAnswer(hit().body);
  const lost = [failure, /** @type {Answer} */ ({ kind: 'warming' })];
  const kept = lost.reduce(viewAfter, viewAfter(kFirstView, listed));
  assert.equal(kept.settled, listed);
  assert.equal(wordingOf(kept).panel, null);
  assert.equal(wordingOf(kFirstView).tone, 'warming');
  assert.equal(wordingOf(viewAfter(kFirstView, failure)).canRetry, true);
  const unlisted = readAnswer(kUnreadable.body);
  assert.deepEqual(unlisted, { kind: 'failed', cause: 'unlisted', status: 0 });
  assert.equal(viewAfter(kept, unlisted).settled, listed);
  const { tone, panel } = wordingOf(viewAfter(kFirstView, unlisted));
  assert.deepEqual(
    [tone, panel?.text],
    ['failed', 'The list cannot be read at the moment. The page keeps trying by itself.'],
  );
});
