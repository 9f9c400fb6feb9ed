// What is shipped to production is what SECURITY.md says: our own code, nlohmann/json, and of
// Emscripten's libraries what they call. Told by those who put it together: the bundler's source map,
// the compiler's lists of files read, and the linker's.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { before, suite, test } from 'node:test';
import { emscriptenEnvironment } from '../../scripts/cmake/emscripten.js';
import { mustRun } from '../../scripts/command.js';
import { inRoot } from '../../scripts/setup/root.js';

const ROOT = inRoot('.');
const WASM = inRoot('build/wasm');
const BUNDLE = inRoot('build/worker');

/** The first column of the table in SECURITY.md. */
const LISTED = [
  ...(readFileSync(inRoot('SECURITY.md'), 'utf8').split('## What is shipped')[1] ?? '').matchAll(
    /^\| (`[^|]+`) \|/gm,
  ),
].flatMap(([, names = '']) => names.replaceAll('`', '').split(', '));

/** @param {string} path @returns {string} relative to the checkout, with slashes */
const inCheckout = (path) => relative(ROOT, path).split(sep).join('/');

test('the list in SECURITY.md has everything that the other tests find', () => {
  for (const name of ['shim/', 'wasm/', 'templates/', 'site/', 'nlohmann/json', 'libc++']) {
    assert.ok(LISTED.includes(name), `${name} is missing in: ${LISTED.join(', ')}`);
  }
});

test('the script is made of shim/ and nothing else', () => {
  const { sources } = JSON.parse(readFileSync(`${BUNDLE}/worker.js.map`, 'utf8'));
  const files = sources.map((/** @type {string} */ source) => inCheckout(resolve(BUNDLE, source)));
  const own = readdirSync(inRoot('shim')).map((name) => `shim/${name}`);
  assert.deepEqual(files.sort(), own.sort());
});

test('beside the script are the two modules and the templates, byte for byte', () => {
  const script = readFileSync(`${BUNDLE}/worker.js`, 'utf8');
  const imported = [...script.matchAll(/from"\.\/([0-9a-f]{40}-([^"]+))"/g)];
  const templates = readdirSync(inRoot('templates')).filter((name) => name !== 'README.md');
  assert.deepEqual(
    imported.map(([, , name]) => name).sort(),
    ['core.wasm', 'renderer.wasm', ...templates].sort(),
  );
  for (const [, file = '', name = ''] of imported) {
    const folder = name.endsWith('.wasm') ? 'build/wasm' : 'templates';
    assert.ok(readFileSync(`${BUNDLE}/${file}`).equals(readFileSync(inRoot(`${folder}/${name}`))));
  }
});

test('the modules are compiled from wasm/, nlohmann/json and the compiler’s own headers', async () => {
  const list = await mustRun('Asking ninja', ['ninja', '-C', WASM, '-t', 'deps']);
  const read = [...new Set(list.output.match(/^ {4}.+$/gm)?.map((line) => line.trim()))];
  assert.ok(read.length > 100, `${read.length} files`);
  const strange = read
    .map((path) => inCheckout(resolve(WASM, path)))
    .filter((path) => !/^wasm\/|^build\/wasm\/include\/nlohmann\//.test(path))
    // The C and C++ libraries' headers lie in Emscripten's sysroot, a few in clang itself.
    .filter((path) => !/\/sysroot\/include\/|\/lib\/clang\/[\d.]+\/include\//.test(path));
  assert.deepEqual(strange, []);
});

suite('the modules are linked from that, and from Emscripten’s libraries', () => {
  /** @type {NodeJS.ProcessEnv} */
  let env;
  before(async () => {
    env = await emscriptenEnvironment();
  });
  for (const name of ['core', 'renderer']) {
    test(name, async (t) => {
      const commands = await mustRun('Asking ninja', [
        ...['ninja', '-C', WASM, '-t', 'commands', `${name}.wasm`],
      ]);
      // As it was linked, but beside it, and telling what is read.
      const link = commands.output.trimEnd().split('\n').at(-1) ?? '';
      assert.match(link, new RegExp(` -o ${name}\\.wasm `));
      const traced = link.replace(` -o ${name}.wasm `, ` -o traced-${name}.wasm -Wl,--trace `);
      t.after(() => rmSync(`${WASM}/traced-${name}.wasm`, { force: true }));
      const { output } = await mustRun('Linking', ['sh', '-c', traced], { cwd: WASM, env });
      assert.ok(
        readFileSync(`${WASM}/traced-${name}.wasm`).equals(readFileSync(`${WASM}/${name}.wasm`)),
        'the link that is looked at is not the one that is shipped',
      );
      const inputs = output.split('\n').filter((line) => /\.[ao]\b/.test(line));
      assert.ok(inputs.some((line) => line.startsWith('libcore.a(')));
      const strange = inputs
        .filter((line) => !/^libcore\.a\(|^CMakeFiles\/\w+_module\.dir\/wasm\//.test(line))
        .map(
          (line) =>
            line
              .match(/\/(lib[\w+]+)[\w-]*\.a\(|\/(crt1)\w*\.o$/)
              ?.slice(1)
              .join('') ?? line,
        )
        .filter((library) => !LISTED.includes(library));
      assert.deepEqual([...new Set(strange)], []);
    });
  }
});
