// The formatters and linters, each over the files that are its business.
//
// The C++ tools are those of Debian 12 (version 14), because another version lays out code
// differently and knows other checks: it would report what nobody here can mend for both. With
// another version (brew brings the newest) clang-format and clang-tidy are therefore passed over,
// and CI, which has 14, decides.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { relative } from 'node:path';
import { configurePreset } from '../cmake/preset.js';
import { runCommand } from '../command.js';
import { Failure } from '../failure.js';
import { step } from '../progress.js';
import { findCommand } from '../setup/machine.js';
import { inRoot } from '../setup/root.js';

const CLANG_MAJOR = 14;
const CPP_FOLDERS = ['wasm', 'tests/abi', 'tests/core', 'tests/fuzz', 'tests/simulation', 'bench'];
const TYPE_PROJECTS = ['tsconfig.json', 'tsconfig.shim.json', 'tsconfig.site.json'];

/**
 * @param {'check' | 'write'} mode
 * @returns {Promise<string>}
 */
export async function biome(mode) {
  const script = inRoot('node_modules/@biomejs/biome/bin/biome');
  const args = mode === 'check' ? ['ci', '--error-on-warnings'] : ['check', '--write'];
  const output = await mustPass(`biome ${args.join(' ')}`, [
    process.execPath,
    script,
    ...args,
    '.',
  ]);
  return output.match(/^(?:Checked|Formatted) .*$/m)?.[0] ?? 'passed';
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
  const tool = await clangTool('clang-format');
  if (tool === null) return otherVersion('clang-format');
  const files = sources(/\.(?:cpp|h)$/);
  const args = mode === 'check' ? ['--dry-run', '-Werror'] : ['-i'];
  await mustPass(`clang-format ${args.join(' ')}`, [tool, ...args, ...files]);
  return `${files.length} files ${mode === 'check' ? 'as they should be' : 'formatted'}`;
}

/** @returns {Promise<string>} */
export async function clangTidy() {
  const tool = await clangTool('clang-tidy');
  if (tool === null) return otherVersion('clang-tidy');
  await configurePreset('debug');
  const files = compiledSources();
  const queue = [...files];
  /** @type {Set<string>} */
  const findings = new Set(); // one in a header comes up once for each file that includes it
  let complaints = 0;
  await step(`clang-tidy over ${files.length} files`, async (sign) => {
    const work = async () => {
      for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
        sign(file);
        // The commands are g++'s, whose warning options clang does not all know.
        const { code, output } = await runCommand(
          [tool, '-p', 'build/debug', '--quiet', '--extra-arg=-Wno-unknown-warning-option', file],
          { cwd: inRoot('.') },
        );
        if (code === 0) continue;
        complaints += 1;
        for (const finding of findingsIn(output)) findings.add(finding);
      }
    };
    await Promise.all(Array.from({ length: availableParallelism() }, work));
  });
  if (complaints === 0) return `${files.length} files without a warning`;
  throw new Failure(`clang-tidy complains about ${complaints} of ${files.length} files`, {
    output: [...findings].join('\n'),
  });
}

/**
 * @param {string} output clang-tidy's, for one file
 * @returns {string[]} each finding with the lines that belong to it; all of it when it holds none
 */
function findingsIn(output) {
  const wanted = output.replace(/^\d+ warnings?.* generated\.\n/gm, '').trim();
  return wanted.split(/\n(?=\S+:\d+:\d+: (?:error|warning):)/);
}

/**
 * @param {string} name
 * @returns {Promise<string | null>} the tool of the version we check with, or null
 */
async function clangTool(name) {
  const versioned = findCommand(`${name}-${CLANG_MAJOR}`);
  if (versioned !== null) return versioned;
  const tool = findCommand(name);
  if (tool === null) return null;
  const { output } = await runCommand([tool, '--version']);
  return output.includes(`version ${CLANG_MAJOR}.`) ? tool : null;
}

/** @param {string} name */
function otherVersion(name) {
  const told = `passed over: this is not ${name} ${CLANG_MAJOR}; CI checks`;
  console.log(told);
  return told;
}

/**
 * @returns {string[]} the C++ files that the native build compiles: for one that only the WebAssembly
 *   build compiles, clang-tidy would have to guess how
 */
function compiledSources() {
  const database = readFileSync(inRoot('build/debug/compile_commands.json'), 'utf8');
  /** @type {{ file: string }[]} */
  const commands = JSON.parse(database);
  const compiled = new Set(commands.map(({ file }) => relative(inRoot('.'), file)));
  return sources(/\.cpp$/).filter((file) => compiled.has(file));
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
  if (output.trim() !== '' && code === 0) console.log(output.trim());
  if (code === 0) return output;
  throw new Failure(`${tried.split(' ')[0]} complains`, {
    output,
    tried,
    advice: ['mend what it names; npm run format mends the layout.'],
  });
}
