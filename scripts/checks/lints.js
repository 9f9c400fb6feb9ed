// The formatters and linters, each over the files that are its business.

import { readdirSync, statSync } from 'node:fs';
import { relative } from 'node:path';
import { clangTool, versionOf } from '../cmake/clang-tool.js';
import { buildPreset } from '../cmake/preset.js';
import { runCommand } from '../command.js';
import { Failure } from '../failure.js';
import { inRoot } from '../setup/root.js';
import { findingsIn } from './findings.js';

const CPP_FOLDERS = ['wasm', 'tests/abi', 'tests/core', 'tests/fuzz', 'tests/simulation', 'bench'];
const TYPE_PROJECTS = ['tsconfig.json', 'tsconfig.shim.json', 'tsconfig.site.json'];

/**
 * @param {'check' | 'write'} mode
 * @returns {Promise<string>}
 */
export async function biome(mode) {
  const script = inRoot('node_modules/@biomejs/biome/bin/biome');
  const args =
    mode === 'check' ? ['ci', '--colors=off', '--error-on-warnings'] : ['check', '--write'];
  const output = await mustPass(`biome ${args.join(' ')}`, [
    process.execPath,
    script,
    ...args,
    '.',
  ]);
  return output.match(/^(?:Checked|Formatted) \d+ files/m)?.[0] ?? 'passed';
}

/** @returns {Promise<string>} */
export async function types() {
  const script = inRoot('node_modules/typescript/bin/tsc');
  for (const project of TYPE_PROJECTS) {
    await mustPass(`tsc -p ${project}`, [
      process.execPath,
      script,
      '--noEmit',
      '--pretty',
      'false',
      '-p',
      project,
    ]);
  }
  return `no type errors in ${TYPE_PROJECTS.length} projects`;
}

/**
 * @param {'check' | 'write'} mode
 * @returns {Promise<string>}
 */
export async function clangFormat(mode) {
  const version = await versionOf('clang-format');
  const files = sources(/\.(?:cpp|h)$/);
  const args = mode === 'check' ? ['--dry-run', '-Werror'] : ['-i'];
  const tried = `clang-format ${args.join(' ')}`;
  await mustPass(tried, [clangTool('clang-format'), ...args, ...files]);
  return `${files.length} files ${mode === 'check' ? 'as they should be' : 'formatted'}; ${version}`;
}

/**
 * Checks what has changed since it last passed, as a build does (scripts/cmake/lint.cmake).
 * @param {(sign: string) => void} sign takes signs of life
 * @returns {Promise<string>}
 */
export async function clangTidy(sign) {
  const version = await versionOf('clang-tidy');
  try {
    const { changed } = await buildPreset('lint', sign, [], { givesWay: true });
    return `${changed ? 'no warnings' : 'nothing has changed since there were no warnings'}; ${version}`;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const findings = findingsIn(error.output, inRoot('.'));
    if (findings.length === 0) throw error;
    throw new Failure(
      `clang-tidy finds ${findings.length === 1 ? '1 problem' : `${findings.length} problems`}`,
      { output: findings.join('\n') },
    );
  }
}

/**
 * @param {RegExp} ending
 * @returns {string[]} the C++ files, relative to the checkout
 */
function sources(ending) {
  const folders = CPP_FOLDERS.map(inRoot).filter((folder) =>
    statSync(folder, { throwIfNoEntry: false })?.isDirectory(),
  );
  return folders
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
    )
    .filter((name) => ending.test(name))
    .map((name) => relative(inRoot('.'), name))
    .sort();
}

/**
 * @param {string} tried the command as one would type it, without the files
 * @param {string[]} command
 * @returns {Promise<string>} what it printed
 */
async function mustPass(tried, command) {
  const { code, output } = await runCommand(command, { cwd: inRoot('.') });
  if (code === 0) return output;
  throw new Failure(`${tried.split(' ')[0]} finds problems`, {
    output,
    tried,
    advice: ['fix what it names; npm run format fixes the formatting.'],
  });
}
