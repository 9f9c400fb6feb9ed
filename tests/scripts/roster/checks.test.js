// Which names the tool takes, doubts or refuses.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import test from 'node:test';
import { doubtAbout, troubleWith, troubleWithAccount } from '../../../scripts/roster/checks.js';
import { shown, typed } from '../../../scripts/roster/text.js';
import { ODD_NAMES, REFUSED_NAMES } from './names.js';

for (const name of ODD_NAMES) {
  test(`a name that is accepted: ${shown(name)}`, () => {
    assert.equal(troubleWith(name), null);
    assert.equal(troubleWithAccount(name), null);
  });
}

for (const { name, trouble } of REFUSED_NAMES) {
  test(`a name that is refused: ${JSON.stringify(name)}`, () => {
    assert.match(troubleWith(name) ?? '', trouble);
    assert.match(troubleWithAccount(name) ?? '', trouble);
  });
}

test('an address is a name for a member, but not for an account', () => {
  assert.equal(troubleWith('https://a.example/'), null);
  assert.match(troubleWithAccount('https://www.last.fm/user/rj') ?? '', /is an address/);
});

for (const { source, name, says } of /** @type {const} */ ([
  { source: 'lastfm', name: 'rj', says: null },
  { source: 'lastfm', name: 'A-b_9', says: null },
  { source: 'lastfm', name: 'a', says: /"a" does not look like a Last\.fm name/ },
  { source: 'lastfm', name: '9lives', says: /does not look like/ },
  { source: 'lastfm', name: 'sixteen_letters_', says: /does not look like/ },
  { source: 'lastfm', name: 'two words', says: /does not look like/ },
  { source: 'listenbrainz', name: 'two words', says: null },
  { source: 'listenbrainz', name: 'x'.repeat(64), says: null },
  { source: 'listenbrainz', name: 'x'.repeat(65), says: /longer than a ListenBrainz name/ },
  { source: 'librefm', name: 'anything at all', says: null },
])) {
  test(`a doubt about an account, or none: ${source} ${name}`, () => {
    const doubt = doubtAbout(source, name);
    if (says === null) assert.equal(doubt, null);
    else assert.match(doubt ?? '', says);
  });
}

for (const { word, shell, terminal } of [
  { word: 'alice', shell: 'alice', terminal: 'alice' },
  { word: 'two words', shell: "'two words'", terminal: 'two words' },
  { word: "o'brien", shell: "'o'\\''brien'", terminal: "o'brien" },
  { word: '', shell: "''", terminal: '' },
  { word: '👩‍👩‍👧', shell: "'👩‍👩‍👧'", terminal: '👩‍👩‍👧' },
  { word: "a\u202eb'\\", shell: "$'a\\xe2\\x80\\xaeb\\'\\\\'", terminal: "a\\u{202e}b'\\" },
  { word: 'a\u00a0\n', shell: "$'a\\xc2\\xa0\\x0a'", terminal: 'a\\u{a0}\\u{a}' },
]) {
  test(`a word as a terminal shows it and a shell takes it: ${JSON.stringify(word)}`, () => {
    assert.equal(shown(word), terminal);
    assert.equal(typed(word), shell);
  });
}

test('a shell takes apart what was typed for it', () => {
  const words = [...ODD_NAMES, '', '\\x41', "'", '\u00a0\u2028b', '$HOME `id` $(id) "x" !!'];
  const script = `printf '%s\\0' ${words.map(typed).join(' ')}`;
  const output = execFileSync('bash', ['-c', script], { encoding: 'utf8' });
  assert.deepEqual(output.split('\0').slice(0, -1), words);
});
