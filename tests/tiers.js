// Which checks `npm test` leaves out. `npm test -- --all` runs everything; `npm test -- --tiers` prints
// this list. A check belongs here when it looks at everything there is (each byte, each character, a
// year), searches, or waits; its kind must have a quicker case in `npm test`.

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
export const CASES_ONLY_WITH_ALL = ['lexer: UTF-8 at the edges of every range of bytes'];

/** Test files, relative to the checkout. */
export const FILES_ONLY_WITH_ALL = ['tests/worker/hostile-requests.test.js'];
