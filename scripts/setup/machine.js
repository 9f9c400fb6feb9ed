// What is on this machine. Looks at commands, headers and files themselves, never at a package
// manager's records: a compiler that somebody built by hand is as good as a packaged one.

import { accessSync, constants, existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { clangsWith } from './clang.js';
import { NEEDS } from './needs.js';

/**
 * @param {string} command
 * @returns {string | null} where it lies
 */
export function findCommand(command) {
  return findAll(command)[0] ?? null;
}

/**
 * @param {string} command
 * @returns {string[]} all of that name, the PATH's first one first
 */
function findAll(command) {
  return commandFolders()
    .map((folder) => join(folder, command))
    .filter(isExecutable);
}

/** @param {string} path */
export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {string} runtime "fuzzer", say
 * @returns {string | null} the first clang++ that has it: not Apple's, which may come first
 */
export function findClangWith(runtime) {
  return clangsWith(runtime, findAll('clang++'))[0] ?? null;
}

/** @returns {string[]} the PATH, and brew's LLVM, which brew leaves off the PATH */
function commandFolders() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const brew = brewPrefix(folders);
  return brew === null ? folders : [...folders, join(brew, 'bin'), join(brew, 'opt/llvm/bin')];
}

/**
 * @param {string[]} folders the PATH's
 * @returns {string | null} what `brew --prefix` answers, without the half second it takes
 */
function brewPrefix(folders) {
  const folder = folders.find((candidate) => existsSync(join(candidate, 'brew')));
  return folder === undefined ? null : dirname(folder);
}

/** @returns {import('./needs.js').Present} */
export function lookAround() {
  const commands = NEEDS.flatMap((need) => need.commands ?? []);
  const headers = NEEDS.flatMap((need) => need.header ?? []);
  const files = NEEDS.flatMap((need) => need.files ?? []);
  const runtimes = NEEDS.flatMap((need) => need.runtime ?? []);
  const folders = headerFolders();
  // The browser tests take the browser that CHROME_PATH names before any other.
  const named = process.env.CHROME_PATH ? ['chromium'] : [];
  return {
    commands: new Set([...named, ...commands.filter((command) => findCommand(command) !== null)]),
    headers: new Set(
      headers.filter((header) => folders.some((folder) => existsSync(join(folder, header)))),
    ),
    files: new Set(files.filter((file) => existsSync(file))),
    runtimes: new Set(runtimes.filter((runtime) => findClangWith(runtime) !== null)),
  };
}

/** @returns {string[]} */
function headerFolders() {
  const named = ['CPLUS_INCLUDE_PATH', 'CPATH'].flatMap((name) =>
    (process.env[name] ?? '').split(delimiter).filter((folder) => folder !== ''),
  );
  const brew = brewPrefix((process.env.PATH ?? '').split(delimiter));
  const ofBrew = brew === null ? [] : [join(brew, 'include')];
  return [...named, ...ofBrew, '/usr/local/include', '/usr/include'];
}

/** @returns {import('./needs.js').PackageManager | null} */
export function packageManager() {
  if (process.platform === 'darwin') return findCommand('brew') === null ? null : 'brew';
  return findCommand('apt-get') === null ? null : 'apt';
}

/** @returns {boolean} */
export function isRoot() {
  return process.getuid?.() === 0;
}

/**
 * @param {string} command
 * @returns {string | null} the file itself, behind all links
 */
export function realCommand(command) {
  const path = findCommand(command);
  return path === null ? null : realpathSync(path);
}
