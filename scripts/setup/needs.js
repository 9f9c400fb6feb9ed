// What each command of this project needs on the machine, and which packages bring it.
// Pure: what is there comes in as an argument; machine.js looks, packages.js and node-modules.js
// install.

/**
 * `test` is what npm test needs, `all` what npm test -- --all needs.
 * @typedef {(typeof PURPOSES)[number]} Purpose
 * @typedef {'apt' | 'brew'} PackageManager
 *
 * @typedef {object} Need
 * @property {string} name as a reader of the progress lines knows it
 * @property {readonly Purpose[]} for
 * @property {string[]} [commands] any one of them on the PATH will do
 * @property {string} [header] looked for in the compilers' folders
 * @property {string[]} [files] any one of these absolute paths will do as well
 * @property {string} [runtime] of clang: a library that clang links with when asked for a sanitizer
 * @property {string} apt
 * @property {string} brew
 * @property {boolean} [cask] brew installs it as an application
 *
 * @typedef {object} Present what was found on a machine
 * @property {ReadonlySet<string>} commands
 * @property {ReadonlySet<string>} headers
 * @property {ReadonlySet<string>} files
 * @property {ReadonlySet<string>} runtimes
 */

export const PURPOSES = /** @type {const} */ ([
  'start',
  'test',
  'all',
  'simulate',
  'lint',
  'fuzz',
  'bench',
  'doctor',
]);

/**
 * The npm workspaces (package.json) that a purpose needs beside the root's packages, which are all
 * that starting and deploying take. Tests look into bench/ too.
 * @type {Partial<Record<Purpose, readonly string[]>>}
 */
const WORKSPACES = {
  test: ['tests', 'bench'],
  all: ['tests', 'bench'],
  lint: ['tests', 'bench'],
  bench: ['bench'],
};

/** @param {Purpose} purpose */
export const workspacesFor = (purpose) => WORKSPACES[purpose] ?? [];

export const CHROMIUM_COMMANDS = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
];
export const CHROMIUM_FILES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** @type {readonly Need[]} */
export const NEEDS = [
  {
    name: 'Emscripten',
    for: ['start', 'test', 'all', 'bench', 'doctor'],
    commands: ['em++'],
    apt: 'emscripten',
    brew: 'emscripten',
  },
  { name: 'CMake', for: PURPOSES, commands: ['cmake'], apt: 'cmake', brew: 'cmake' },
  { name: 'Ninja', for: PURPOSES, commands: ['ninja'], apt: 'ninja-build', brew: 'ninja' },
  {
    name: 'nlohmann/json',
    for: PURPOSES,
    header: 'nlohmann/json.hpp',
    apt: 'nlohmann-json3-dev',
    brew: 'nlohmann-json',
  },
  {
    name: 'a C++ compiler',
    for: ['test', 'all', 'simulate', 'lint'],
    commands: ['g++', 'c++'],
    apt: 'g++',
    brew: 'gcc',
  },
  {
    name: 'clang',
    for: ['all', 'fuzz'],
    commands: ['clang++'],
    apt: 'clang',
    brew: 'llvm',
  },
  {
    // Beside Debian's clang, but not with it. Apple's clang has none, brew's llvm has.
    name: 'libFuzzer',
    for: ['all', 'fuzz'],
    runtime: 'fuzzer',
    apt: 'libclang-rt-dev',
    brew: 'llvm',
  },
  {
    name: 'doctest',
    for: ['test', 'all', 'simulate', 'lint'],
    header: 'doctest/doctest.h',
    apt: 'doctest-dev',
    brew: 'doctest',
  },
  {
    name: 'Chromium',
    for: ['test', 'all'],
    commands: CHROMIUM_COMMANDS,
    files: CHROMIUM_FILES,
    apt: 'chromium',
    brew: 'chromium',
    cask: true,
  },
  {
    name: 'clang-format',
    for: ['test', 'all', 'lint'],
    commands: ['clang-format', 'clang-format-14'],
    apt: 'clang-format',
    brew: 'clang-format',
  },
  {
    name: 'clang-tidy',
    for: ['all', 'lint'],
    commands: ['clang-tidy', 'clang-tidy-14'],
    apt: 'clang-tidy',
    brew: 'llvm',
  },
  { name: 'wrk', for: ['bench'], commands: ['wrk'], apt: 'wrk', brew: 'wrk' },
];

/**
 * @param {Purpose} purpose
 * @param {Present} present
 * @returns {Need[]} what the purpose needs and the machine lacks
 */
export function missingNeeds(purpose, present) {
  return NEEDS.filter((need) => need.for.includes(purpose) && !isPresent(need, present));
}

/**
 * @param {Need} need
 * @param {Present} present
 */
function isPresent(need, present) {
  return (
    (need.commands ?? []).some((command) => present.commands.has(command)) ||
    (need.header !== undefined && present.headers.has(need.header)) ||
    (need.files ?? []).some((file) => present.files.has(file)) ||
    (need.runtime !== undefined && present.runtimes.has(need.runtime))
  );
}

/**
 * @param {PackageManager} manager
 * @param {readonly Need[]} needs
 * @returns {string[][]} the commands that install all of them, in order; none when nothing is missing
 */
export function installCommands(manager, needs) {
  if (needs.length === 0) return [];
  if (manager === 'apt') {
    return [
      ['apt-get', 'update'],
      ['apt-get', 'install', '-y', '--no-install-recommends', ...needs.map((need) => need.apt)],
    ];
  }
  const formulas = unique(needs.filter((need) => !need.cask).map((need) => need.brew));
  const casks = needs.filter((need) => need.cask).map((need) => need.brew);
  const commands = [];
  if (formulas.length > 0) commands.push(['brew', 'install', ...formulas]);
  if (casks.length > 0) commands.push(['brew', 'install', '--cask', ...casks]);
  return commands;
}

/** @param {string[]} names */
function unique(names) {
  return [...new Set(names)];
}

/**
 * @param {string[]} command
 * @param {PackageManager} manager
 * @param {boolean} root are we root already
 * @returns {string[]} the command with the rights it needs; brew wants an ordinary user's
 */
export function withRights(command, manager, root) {
  if (manager !== 'apt') return command;
  // Through env, because sudo drops the caller's environment.
  const quiet = ['env', 'DEBIAN_FRONTEND=noninteractive', ...command];
  return root ? quiet : ['sudo', ...quiet];
}
