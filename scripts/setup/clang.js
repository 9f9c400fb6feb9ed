// Which clang has which runtime library (libFuzzer, say). Packages split them off, and Apple's clang
// comes without: that there is a clang does not mean that it can link with -fsanitize=fuzzer.

import { readdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * @param {string} runtime "fuzzer", say
 * @param {string[]} compilers paths of clang++
 * @returns {string[]} those that have it
 */
export function clangsWith(runtime, compilers) {
  return compilers.filter((compiler) => runtimeFiles(compiler).map(runtimeIn).includes(runtime));
}

/**
 * @param {string} file
 * @returns {string | undefined} "fuzzer" of libclang_rt.fuzzer-x86_64.a and libclang_rt.fuzzer_osx.a,
 *   but not of libclang_rt.fuzzer_no_main-x86_64.a
 */
export function runtimeIn(file) {
  return file.match(/^libclang_rt\.([a-z]+)(?:-\w+|_osx)?\.a$/)?.[1];
}

/**
 * Clang keeps them beside itself: bin/clang, lib/clang/14.0.6/lib/linux/libclang_rt.fuzzer-x86_64.a.
 * @param {string} compiler
 */
function runtimeFiles(compiler) {
  const versions = join(dirname(realpathSync(compiler)), '../lib/clang');
  return namesIn(versions).flatMap((version) => {
    const platforms = join(versions, version, 'lib');
    return namesIn(platforms).flatMap((platform) => namesIn(join(platforms, platform)));
  });
}

/** @param {string} folder */
function namesIn(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return []; // There is none, or it is a file.
  }
}
