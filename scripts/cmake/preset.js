// Configures and builds one CMake preset. Configuring is done once and again when what it depends
// on has changed in a way CMake does not notice by itself.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { mustRun, runCommand } from '../command.js';
import { Failure } from '../failure.js';
import { findClangWith, findCommand, realCommand } from '../setup/machine.js';
import { inRoot } from '../setup/root.js';
import { clangTool } from './clang-tool.js';
import { emscriptenEnvironment } from './emscripten.js';

/**
 * @typedef {'debug' | 'release' | 'wasm' | 'fuzz' | 'lint'} Preset
 * @typedef {object} Built
 * @property {boolean} changed was there anything to do
 * @property {number} seconds
 */

/**
 * @param {Preset} preset
 * @param {(sign: string) => void} [sign] takes signs of life
 * @param {string[]} [targets] everything when none is named
 * @param {{givesWay?: boolean}} [options] as runCommand has it
 * @returns {Promise<Built>}
 */
export async function buildPreset(preset, sign, targets = [], { givesWay = false } = {}) {
  for (const command of ['cmake', 'ninja']) requireCommand(command, preset);
  if (compilerOf(preset) === null) throw missing(COMPILERS[preset], preset);
  const env = preset === 'wasm' ? await emscriptenEnvironment() : process.env;
  const began = Date.now();
  await configurePreset(preset, env, sign);
  const build = await mustRun(
    `Building the ${preset} preset`,
    [
      'cmake',
      '--build',
      '--preset',
      preset,
      '--parallel',
      String(availableParallelism()),
      ...(targets.length > 0 ? ['--target', ...targets] : []),
    ],
    {
      cwd: inRoot('.'),
      env,
      onLine: sign,
      givesWay,
    },
  );
  return {
    changed: !/no work to do/.test(build.output),
    seconds: (Date.now() - began) / 1000,
  };
}

/**
 * @param {Preset} preset
 * @param {NodeJS.ProcessEnv} [env]
 * @param {(sign: string) => void} [sign]
 */
export async function configurePreset(preset, env = process.env, sign = undefined) {
  const folder = inRoot(`build/${preset}`);
  const stamp = `${folder}/.configured-from`;
  const wanted = fingerprint(preset);
  const done = existsSync(`${folder}/build.ninja`) && existsSync(stamp);
  if (done && readFileSync(stamp, 'utf8') === wanted) return;
  // Another compiler or another place on the disk: CMake would mix the old with the new. A folder
  // without a stamp was configured by hand and is kept.
  if (existsSync(stamp)) rmSync(folder, { recursive: true, force: true });
  const through = preset === 'wasm' ? ['emcmake'] : [];
  const command = [...through, 'cmake', '--preset', preset, ...chosenFor(preset)];
  const result = await runCommand(command, { cwd: inRoot('.'), env, onLine: sign });
  if (result.code !== 0) {
    throw new Failure(`Configuring the ${preset} preset failed (exit code ${result.code}).`, {
      tried: command.join(' '),
      output: result.output,
    });
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(stamp, wanted);
}

/**
 * @param {Preset} preset
 * @returns {string[]} what CMake is told because it would not find it, or find another
 */
function chosenFor(preset) {
  if (preset === 'fuzz') return [`-DCMAKE_CXX_COMPILER=${compilerOf(preset)}`];
  if (preset === 'lint') return [`-DCLANG_TIDY=${clangTool('clang-tidy')}`];
  return [];
}

/** @param {Preset} preset */
function fingerprint(preset) {
  // ccache is no part of a preset: CMake takes it where it is (CMakeLists.txt).
  const tools = [compilerOf(preset), findCommand('ccache')];
  if (preset === 'lint') tools.push(clangTool('clang-tidy'));
  const built = tools.map((tool) => (tool === null ? '' : `${tool} ${statSync(tool).mtimeMs}`));
  const presets = readFileSync(inRoot('CMakePresets.json'));
  const hash = createHash('sha256').update(presets).digest('hex');
  return `${hash} ${built.join(' ')} ${inRoot('.')}\n`;
}

const COMPILERS = {
  debug: 'c++',
  release: 'c++',
  wasm: 'em++',
  fuzz: 'clang++ with libFuzzer',
  lint: 'c++',
};

/**
 * @param {Preset} preset
 * @returns {string | null} where it lies
 */
function compilerOf(preset) {
  // Not behind its links: by its own name it would compile C.
  if (preset === 'fuzz') return findClangWith('fuzzer');
  return realCommand(COMPILERS[preset]);
}

/**
 * @param {string} command
 * @param {Preset} preset
 */
function requireCommand(command, preset) {
  if (findCommand(command) === null) throw missing(command, preset);
}

const PURPOSES = { debug: 'test', release: 'simulate', wasm: 'start', fuzz: 'fuzz', lint: 'lint' };

/**
 * @param {string} what
 * @param {Preset} preset
 */
function missing(what, preset) {
  return new Failure(`${what} is missing.`, {
    advice: [`run "npm run setup -- ${PURPOSES[preset]}", which installs it.`],
  });
}
