// Lists that may come from anyone, rendered in each form and parsed again by strict parsers.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseJsonFeed, parseRssFeed } from 'feedsmith';
import stringWidth from 'string-width';
import { Core, CoreFailure } from '../../shim/core.js';
import { ALWAYS, bytes, json, listRequest, module, NOW, templates, text } from './calls.js';
import { moduleOutput, nativeOutputs } from './raw.js';

const UPDATED = '2025-12-04T14:20:00.000Z';

/** @param {object} [fields] */
const track = (fields) => ({
  username: 'anna',
  artist: 'Björk',
  album: 'Vespertine',
  track: 'Pagan Poetry',
  image: 'https://covers.example/1.jpg',
  playedAt: '2025-12-04T14:05:00.000Z',
  nowPlaying: false,
  url: 'https://music.example/1',
  source: 'lastfm',
  ...fields,
});

const PLAYING = { nowPlaying: true, playedAt: null, firstSeenAt: '2025-12-04T14:15:00.000Z' };
const STRANGE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  ']]><!-- -->&lt;&amp;&#60;',
  '{{member}}{{#rows}}',
  '\\u003c"\\',
  '\ufffd for what was broken',
  'a\u0000b\u001bc\u009bd\u2028e\ufffef',
  '\u202eright\u2066to',
  'نسم علينا الهوى',
  '椎名林檎',
  '👩‍👩‍👧‍👦🇳🇴👍🏽❤️',
  'e\u0301o\u0308 नमस्ते ภาษาไทย',
  ' blanks \t\n around ',
  'x'.repeat(1000),
];
const LISTS = {
  'a usual one': [
    track({ ...PLAYING, username: 'björn' }),
    track(),
    track({ username: 'c', image: null, url: '' }),
  ],
  'no rows': [],
  'strange names': STRANGE.map((name) =>
    track({ username: name, artist: name, album: name, track: name, url: `https://m/?${name}` }),
  ),
  'half a row': [
    track({ track: '', album: '' }),
    track({ username: 'b', artist: '' }),
    track({ username: 'c', artist: '', track: '' }),
    track({ username: 'd', playedAt: null }),
  ],
};

/** @param {string} path @param {object[]} tracks */
function sceneCall(path, tracks) {
  const facts = listRequest('', { url: `https://site.example${path}`, reads: [{}, {}] });
  const list = json({ version: 2, lastUpdated: UPDATED, tracks });
  return { call: 'reply', parts: [json({ ...ALWAYS, ...facts, nowMs: NOW }), list, null] };
}

/** @param {string} path @param {object[]} tracks */
function renderCall(path, tracks) {
  const [decision, scene] = moduleOutput(sceneCall(path, tracks));
  const { template } = JSON.parse(text(/** @type {Uint8Array} */ (decision)));
  const parts = [json({}), scene ?? null, templates[template] ?? null];
  return { call: 'render', parts };
}

const core = new Core(module);
/** @param {string} path @param {object[]} tracks */
function rendered(path, tracks) {
  const { parts } = renderCall(path, tracks);
  const [, body] = core.call('render', {}, ...parts.slice(1));
  return text(/** @type {Uint8Array} */ (body));
}

const PATHS = [
  '/',
  '/user-listens.svg?limit=20',
  '/user-listens.svg?limit=20&theme=dark&width=240',
  '/user-listens.json',
  '/user-listens.rss',
  '/user-listens.txt',
  '/user-listens.txt?width=250',
];

for (const [name, tracks] of Object.entries(LISTS)) {
  test(`the same bytes natively and in the module: ${name}`, () => {
    const scenes = PATHS.map((path) => sceneCall(path, tracks));
    const renders = PATHS.map((path) => renderCall(path, tracks));
    const { outputs, trouble } = nativeOutputs([...scenes, ...renders]);
    assert.equal(trouble, '');
    const wanted = [
      ...scenes.map((call) => moduleOutput(call)),
      ...renders.map((call) => moduleOutput(call)),
    ];
    const asText = (/** @type {Uint8Array[][]} */ all) =>
      all.map((parts) => parts.map((part) => Buffer.from(part).toString('latin1')));
    assert.deepEqual(asText(outputs), asText(wanted));
  });

  test(`a used core renders as a fresh one: ${name}`, () => {
    for (const path of PATHS) {
      const { parts } = renderCall(path, tracks);
      const [, fresh] = new Core(module).call('render', {}, ...parts.slice(1));
      assert.equal(rendered(path, tracks), text(/** @type {Uint8Array} */ (fresh)), path);
    }
  });

  test(`JSON Feed 1.1: ${name}`, () => {
    const raw = JSON.parse(rendered('/user-listens.json', tracks));
    assert.equal(raw.version, 'https://jsonfeed.org/version/1.1');
    const feed = parseJsonFeed(raw);
    assert.equal(feed.feed_url, 'https://site.example/user-listens.json');
    assert.equal(feed.home_page_url, 'https://site.example/');
    checkItems(
      raw.items.map((/** @type {any} */ item) => ({
        id: item.id,
        url: item.url,
        title: item.title,
        member: item.authors?.[0].name ?? '',
        at: item.date_published ?? null,
      })),
      tracks,
    );
  });

  test(`RSS 2.0: ${name}`, () => {
    const feed = parseRssFeed(rendered('/user-listens.rss', tracks));
    assert.equal(feed.link, 'https://site.example/');
    assert.ok(feed.title && feed.description);
    checkItems(
      (feed.items ?? []).map((/** @type {any} */ item) => {
        assert.equal(item.guid.isPermaLink, false);
        assert.ok(
          !item.pubDate || /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/.test(item.pubDate),
        );
        return {
          id: item.guid.value,
          url: item.link,
          title: item.title,
          member: item.dc?.creator ?? item.dc?.creators?.[0] ?? '',
          at: item.pubDate ? new Date(item.pubDate).toISOString() : null,
        };
      }),
      tracks,
    );
  });

  test(`text: columns stand below each other in a terminal: ${name}`, () => {
    for (const width of [40, 80, 250]) {
      const all = rendered(`/user-listens.txt?width=${width}`, tracks);
      // A name from right to left stands in an isolate, which ends in its own line.
      const around = all.replace(/\u2068([^\n\u2068\u2069]*)\u2069/g, '$1');
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
      const STEERING = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
      assert.doesNotMatch(around, STEERING);
      const lines = all
        .split('\n')
        .slice(2, -1)
        .filter((line) => / {2}/.test(line));
      assert.equal(lines.length, shownOf(tracks).length, all);
      const starts = lines.map((line) => {
        const [, before] =
          line.match(/^(.*? {2}.*? {2}|.*? {2}.*… {2})(?:now playing|\d|just|$)/) ?? [];
        assert.ok(before, line);
        return stringWidth(before);
      });
      assert.equal(new Set(starts).size, Math.min(1, lines.length), lines.join('\n'));
      for (const line of lines) assert.ok(stringWidth(line) <= width, line);
    }
  });
}

/**
 * @param {Array<{id: string, url: string, title: string, member: string, at: string | null}>} items
 * @param {any[]} tracks
 */
function checkItems(items, tracks) {
  const shown = shownOf(tracks);
  assert.equal(items.length, shown.length);
  assert.equal(new Set(items.map(({ id }) => id)).size, items.length);
  for (const [i, item] of items.entries()) {
    const { username, artist, track, playedAt, firstSeenAt = null } = shown[i];
    assert.equal(item.title, [artist, track].map(oneLine).join(' – '));
    assert.equal(item.member, oneLine(username));
    assert.equal(item.at, playedAt ?? firstSeenAt);
    assert.match(item.url, /^https:\/\//);
  }
}

/** The tracks of which artist and track are to be seen. @param {any[]} tracks */
const shownOf = (tracks) => tracks.filter(({ artist, track }) => oneLine(artist) && oneLine(track));

/** What the core makes of a name, said in another language. @param {string} name */
function oneLine(name) {
  const line = name
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replace(INVISIBLE_ENDS, '');
  const characters = [...line];
  return characters.length > 300 ? `${characters.slice(0, 299).join('')}\u2026` : line;
}

// But for the variation selector that an emoji ends in.
const INVISIBLE = '(?!\\ufe0f)[\\p{Default_Ignorable_Code_Point}\\p{White_Space}\\p{Cc}\\u2800]';
const INVISIBLE_ENDS = new RegExp(`^(?:${INVISIBLE})+|(?:${INVISIBLE})+$`, 'gu');

test('a scene that is cut short traps, and the core goes on', () => {
  const { parts } = renderCall('/', LISTS['a usual one']);
  const scene = /** @type {Uint8Array} */ (parts[1]);
  const template = parts[2] ?? null;
  for (let size = 0; size < scene.length; size++) {
    const cut = () => core.call('render', {}, scene.subarray(0, size), template);
    assert.throws(cut, CoreFailure, `${size} bytes`);
  }
  assert.match(rendered('/', LISTS['a usual one']), /<\/html>$/);
});

const kWrongTemplates = [
  '{{nobody}}',
  '{{#stale}}',
  '{{#rows}}{{nobody}}{{/rows}}',
  '{{^listed}}{{#stale}}{{/stale}}',
  '{{#stale}}{{/warming}}',
  '{{^rows}}{{/rows}}',
  'a{{}}b',
  'a{{',
  'a{{count',
];
test('a template with an unknown mark, or a section without end, traps', () => {
  const { parts } = renderCall('/', LISTS['a usual one']);
  const scene = parts[1] ?? null;
  for (const wrong of kWrongTemplates) {
    assert.throws(() => core.call('render', {}, scene, bytes(wrong)), CoreFailure, wrong);
  }
});

test('50 rows of the longest names: no form is out of bounds', () => {
  const long = '<&"\''.repeat(256);
  const tracks = Array.from({ length: 50 }, (_, i) =>
    track({ username: `${i}${long}`.slice(0, 1024), artist: long, album: long, track: long }),
  );
  for (const path of PATHS) {
    const { length } = rendered(path, tracks);
    assert.ok(length < 4e6, `${path}: ${length}`);
  }
});
