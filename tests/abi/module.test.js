// The imports and exports of the module.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { module } from './calls.js';

const CALLS = [
  'begin_refresh',
  'cache_key',
  'describe',
  'input',
  'render',
  'reply',
  'revalidate',
  'step_refresh',
];

// What Emscripten adds, for a host that wants it; the shim calls _initialize and uses memory.
const EMSCRIPTENS = new Set([
  'memory:memory',
  'table:__indirect_function_table',
  'function:_initialize',
  'function:__errno_location',
  'function:stackSave',
  'function:stackRestore',
  'function:stackAlloc',
  'function:emscripten_stack_get_current',
  'function:_emscripten_stack_alloc',
  'function:_emscripten_stack_restore',
]);

test('the module imports nothing', (t) => {
  const imports = WebAssembly.Module.imports(module);
  t.diagnostic(`imports: ${imports.length}`);
  assert.deepEqual(imports, []);
});

test('the module exports its calls, memory, and nothing else of its own', (t) => {
  const exports = WebAssembly.Module.exports(module);
  t.diagnostic(`exports: ${exports.map(({ name }) => name).join(' ')}`);
  const own = exports.filter(({ kind, name }) => !EMSCRIPTENS.has(`${kind}:${name}`));
  assert.deepEqual(
    own.map(({ kind, name }) => `${kind}:${name}`).sort(),
    CALLS.map((name) => `function:${name}`),
  );
  assert.ok(exports.some(({ kind, name }) => kind === 'memory' && name === 'memory'));
});
