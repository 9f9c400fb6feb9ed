// What `npm test` leaves out. `npm test -- --all` runs everything; `npm test -- --tiers` prints this.
// A check belongs here when it looks at all there is (each byte, each character, a year), searches, or
// waits for real programs; a quicker case of its kind stays in `npm test`.

/** Parts of a run. */
export const PARTS_ONLY_WITH_ALL = [
  { name: 'lint', why: 'clang-tidy reads every C++ source' },
  {
    name: 'simulation',
    why: 'years of the core in a hostile world, and some days under the sanitizers',
  },
  { name: 'search', why: 'libFuzzer looks for new inputs; npm test replays those that are known' },
];

/** Cases of tests/core, by their exact names. */
export const CASES_ONLY_WITH_ALL = [
  'damage: a body cut at every byte is its own answer or none',
  'entry: with any bit flipped a sealed one is never current',
  'hostile names: an address that is no web link is left out',
  'hostile names: stay text in each field, in every form',
  'json sanitizing: every pair of bytes within a text can be read',
  'lastfm captured: the answer of every body, whole and cut at every byte',
  'layout: a card of any width has room for what it says',
  'layout: columns of text of any width are straight, and none is too wide',
  'json, as nlohmann/json: UTF-8 at the edges of every range of bytes',
  'json, as nlohmann/json: every escaped code unit, and pairs of them at the edges',
  'json, as nlohmann/json: every string of one or two bytes, and what follows a backslash',
  'json, as nlohmann/json: every text of one or two bytes',
  'json, as nlohmann/json: texts made at random of what JSON is made of',
  'scale: the list does not grow with the roster',
  'turns: beyond reach, half of the budget stays with those who are heard',
  'turns: nobody within reach waits for longer than six hours',
  'width: every character has 0, 1 or 2 columns, and ems when it has columns',
  'width: fitted into any part of an em',
];

/** Test files, relative to the checkout, and what makes each of them slow. */
export const FILES_ONLY_WITH_ALL = [
  ...because('every input of the fuzz corpus and the fixtures', ['tests/abi/same-bytes.test.js']),
  ...because('memory up to its limit', ['tests/abi/limits.test.js']),
  ...because('the tools with the real wrangler, one start after another', [
    'tests/abi/deploy.test.js',
    'tests/scripts/deploy/wrangler.test.js',
    'tests/scripts/roster/command.test.js',
    'tests/scripts/roster/import.test.js',
    'tests/scripts/roster/places.test.js',
    'tests/scripts/roster/remote.test.js',
    'tests/worker/doctor-remote.test.js',
    'tests/worker/doctor.test.js',
  ]),
  ...because('waits in real time', ['tests/worker/hanging.test.js']),
  ...because('the fault matrix, looked at in Chromium', ['tests/browser/matrix.test.js']),
  ...because('10,000 requests', ['tests/worker/hostile-requests.test.js']),
  ...because('each part of the page in all its looks and states', [
    'tests/browser/card.test.js',
    'tests/browser/cover.test.js',
    'tests/browser/embed-life.test.js',
    'tests/browser/embed-look.test.js',
    'tests/browser/layout.test.js',
    'tests/browser/refresh.test.js',
    'tests/browser/rendered.test.js',
    'tests/browser/served.test.js',
    'tests/browser/whole.test.js',
  ]),
];

/** @param {string} why @param {string[]} files */
function because(why, files) {
  return files.map((file) => ({ file, why }));
}
