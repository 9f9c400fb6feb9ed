// What looks like a key is not shown, wherever it stands; what only is long is.

import assert from 'node:assert/strict';
import test from 'node:test';
import { TailReader } from '../../../scripts/tail/reader.js';
import { SIGNS, safeText, safeUrl } from '../../../scripts/tail/safe-text.js';
import { eventWith, line, request } from './events.js';

const KEY = '0123456789abcdef0123456789abcdef';
const UUID = '3f2b8c1e-0d4a-4b6f-9a57-1c2d3e4f5a6b';
const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJlLW9mLWl0';
const REQUEST_TOKEN = `eyJpYXQiOjE3NjQ4NTgzMDAsImV4cCI6MTc2NDg1ODYwMH0=.${'0a'.repeat(32)}`;

for (const { url, path } of [
  { url: 'https://site/', path: '/' },
  { url: 'https://site/a/b.txt?limit=5&width=80', path: '/a/b.txt?limit=5&width=80' },
  { url: 'https://site/?', path: '/' },
  { url: 'https://user:pass@site/#token=x', path: '/' },
  { url: 'https://site/?api_key=short', path: '/?api_key=***' },
  { url: 'https://site/?API%5FKEY=short&limit=5', path: '/?API%5FKEY=***&limit=5' },
  { url: 'https://site/?token=a=b&x=1', path: '/?token=***&x=1' },
  {
    url: 'https://site/?sk=1&code=2&auth=3&password=4',
    path: '/?sk=***&code=***&auth=***&password=***',
  },
  { url: `https://site/?q=${KEY}`, path: '/?q=***' },
  { url: `https://site/?q=${UUID}`, path: '/?q=***' },
  { url: `https://site/?${KEY}`, path: '/?***' },
  { url: `https://site/${JWT}/x`, path: '/***/x' },
  { url: `https://site/x/${UUID}`, path: '/x/***' },
  {
    url: 'https://site/what-we-are-all-listening-to-today',
    path: '/what-we-are-all-listening-to-today',
  },
  { url: 'https://site/%E2%80%AE%1b', path: '/%E2%80%AE%1b' },
  { url: 'https://site/?q=%zz', path: '/?q=%zz' },
  { url: `https://site/${'z'.repeat(500)}`, path: `/${'z'.repeat(199)}…` },
  { url: '', path: '(no readable URL)' },
  { url: '/relative', path: '(no readable URL)' },
]) {
  test(`the path shown of ${url.slice(0, 70)}`, () => assert.equal(safeUrl(url).path, path));
}

for (const { text, expected } of [
  {
    text: '[API] Cache hit, returning 14 tracks',
    expected: '[API] Cache hit, returning 14 tracks',
  },
  {
    text: `by writer ${UUID} deployed 2025-12-01T00:00:00.000Z`,
    expected: `by writer ${UUID} deployed 2025-12-01T00:00:00.000Z`,
  },
  {
    text: 'refuses LASTFM_API_KEY (error 10): set another',
    expected: 'refuses LASTFM_API_KEY (error 10): set another',
  },
  {
    text: `GET https://ws.example/2.0/?user=a&api_key=${KEY}&x=1 failed`,
    expected: 'GET https://ws.example/2.0/?user=a&api_key=***&x=1 failed',
  },
  { text: 'LASTFM_API_KEY=abc', expected: 'LASTFM_API_KEY=***' },
  { text: 'Authorization: Bearer abc', expected: 'Authorization: Bearer ***' },
  { text: `Authorization: Token ${UUID}`, expected: 'Authorization: Token ***' },
  { text: '{"token":"abc","n":1}', expected: '{"token":"***","n":1}' },
  { text: `key ${KEY}.`, expected: 'key ***.' },
  { text: `token ${REQUEST_TOKEN}`, expected: 'token ***' },
  { text: JWT, expected: '***' },
  {
    text: 'a\u001b[2J\u0007\r\n\u0085\u202eb',
    expected: 'a\\u001b[2J\\u0007\\u000d\\u000a\\u0085\\u202eb',
  },
  { text: 'Beyoncé – Déjà Vu 🎵', expected: 'Beyoncé – Déjà Vu 🎵' },
]) {
  test(`the text shown of ${JSON.stringify(text).slice(0, 70)}`, () =>
    assert.equal(safeText(text), expected));
}

test('a long text is cut between characters, and a secret at the cut does not show', () => {
  assert.equal(safeText('🎵🎵', 3), '🎵…');
  const text = `${'x '.repeat(990)} api_key=${KEY}`;
  assert.ok(!safeText(text).includes('0123'));
});

test('no secret is printed, wherever it stands in an event', () => {
  const secrets = [KEY, JWT, REQUEST_TOKEN, 'of-a-header'];
  const events = [KEY, JWT, REQUEST_TOKEN].flatMap((secret) => [
    eventWith({
      event: {
        ...request(`https://site/${secret}?token=${secret}&${secret}`),
        [secret]: secret,
      },
      logs: [
        line('log', 'x', { headers: { authorization: secret } }),
        line('error', `fetch of https://a/?api_key=${secret} failed`),
      ],
      exceptions: [{ name: 'Error', message: `bad ${secret}`, stack: `    at ${secret} (x)` }],
      outcome: 'exception',
    }),
    { [secret]: secret },
  ]);
  const text = `${secrets.join('\n')}\n${events.map((event) => JSON.stringify(event)).join('\n')}\n{"${KEY}`;
  for (const json of [true, false]) {
    const reader = new TailReader({
      paint: (_, part) => part,
      utc: true,
      verbose: true,
      host: true,
      warnings: false,
      json,
    });
    const output = [...reader.push(text), ...reader.end()].join('');
    assert.equal(reader.events, 3);
    for (const secret of secrets) assert.ok(!output.includes(secret), `${json}: ${secret}`);
  }
});

test('a megabyte of anything is made safe at once', () => {
  // A pattern that walks back over it would not come to an end.
  for (const piece of ['a', '=', 'eyJ', 'key=', 'aA1+', '0'.repeat(39)]) {
    assert.ok(safeText(piece.repeat(1_000_000)).length <= 2001);
  }
});

for (const { name, text } of [
  { name: 'bidi isolates and marks', text: '\u2067a\u2069\u200e\u061c' },
  { name: 'C1 controls', text: '\u009b31m\u0085' },
  { name: 'separators of lines', text: 'a\u2028b\u2029c' },
  { name: 'zero-width characters', text: 'a\u200bb\u2060c\ufeffd\u00ade' },
  { name: 'a Hangul filler', text: 'a\u3164b\u115f' },
  { name: 'tags', text: 'a\u{e0061}' },
  { name: 'half a character', text: 'a\ud83cb' },
]) {
  test(`spelt out, since nobody would see it: ${name}`, () => {
    const shown = safeText(text);
    assert.match(shown, /\\u/);
    assert.match(shown, /^[ -~]*$/);
  });
}

test('what is seen stays: letters from right to left, joiners, emoji', () => {
  for (const text of ['שלום', 'می‌خواهم', '👩‍🎤 ❤️', '音楽　です'])
    assert.equal(safeText(text), text);
});

test('no pattern can walk back over a text: nothing may fail behind a repetition without end', () => {
  for (const [name, { source }] of Object.entries(SIGNS)) {
    // A class is one character, and an escaped character too.
    const shape = source.replace(/\[(?:\\.|[^\]\\])*\]|\\./g, 'c').replace(/\(\?:[^()]*\)\?$/, '');
    const endless = [...shape.matchAll(/[*+]|\{\d+,\}/g)];
    for (const { 0: sign, index } of endless) {
      assert.equal(index + sign.length, shape.length, `${name}: ${source}`);
    }
    // And no limit is so high that each beginning would cost much.
    for (const [, most] of shape.matchAll(/\{\d+,(\d+)\}/g)) assert.ok(Number(most) < 100, source);
    for (const [, least] of shape.matchAll(/\{(\d+)/g)) assert.ok(Number(least) < 100, source);
  }
});

test('what was shown of addresses in running text is shown still', () => {
  for (const [text, expected] of [
    ['?a=b?key=c', '?a=b?key=***'],
    ['?key?a=secret&b=c', '?key?a=***&b=c'],
    ['&sig=&auth=x', '&sig=&auth=***'],
    ['key=a', 'key=a'],
    ['? key=a', '? key=a'],
    ['?my-Auth-id=x"y', '?my-Auth-id=***"y'],
    ['?key=a?key=b c', '?key=*** c'],
    ['?keys', '?keys'],
    [`a.${'0'.repeat(40)}`, 'a.***'],
    [`aaaaaaaaaaaa.${'0'.repeat(40)}gg`, '***gg'],
    [`aaaaaaaaaaaa.${'0'.repeat(39)}`, `aaaaaaaaaaaa.***`],
    ['0'.repeat(31), '0'.repeat(31)],
    [`${'0'.repeat(40)}g`, `${'0'.repeat(40)}g`],
  ]) {
    assert.equal(safeText(text ?? ''), expected, text);
  }
});
