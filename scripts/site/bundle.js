// What browsers load: one script and one style sheet of the page, the embed in one file, and what
// lies beside them. From site/ into build/site/, which wrangler uploads as the static assets.

import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import * as esbuild from 'esbuild';
import { Failure } from '../failure.js';
import { inRoot } from '../setup/root.js';

const FROM = inRoot('site/');
const TO = inRoot('build/site/');

/** @type {Record<string, string>} by the name of the file that is made */
const ENTRIES = { page: 'page.js', style: 'style.css', 'user-listens': 'embed.js' };
const COPIED = ['_headers', 'favicon.svg'];

const COMMON = /** @type {const} */ ({
  absWorkingDir: inRoot('.'),
  bundle: true,
  minify: true,
  target: 'es2022',
  logLevel: 'silent',
  write: false,
});

/** The embed's style sheet, with what it imports itself, as text in its script. @type {esbuild.Plugin} */
const sheetAsText = {
  name: 'the embed’s style sheet as text',
  setup({ onLoad }) {
    onLoad({ filter: /embed\.css$/ }, async ({ path }) => {
      const { outputFiles } = await esbuild.build({ ...COMMON, entryPoints: [path] });
      return { contents: outputFiles[0]?.text.trim(), loader: 'text' };
    });
  },
};

/**
 * Writes only what differs: the servers that watch the folder would else serve everybody anew.
 * @returns {Promise<{changed: string[], seconds: number}>}
 */
export async function buildSite() {
  const began = Date.now();
  const files = new Map([...(await bundled()), ...copied()]);
  mkdirSync(TO, { recursive: true });
  const changed = [...files].filter(([name, bytes]) => replace(name, bytes)).map(([name]) => name);
  for (const name of readdirSync(TO)) if (!files.has(name)) rmSync(TO + name, { recursive: true });
  return { changed, seconds: (Date.now() - began) / 1000 };
}

/** @returns {Promise<Array<[string, Uint8Array]>>} */
async function bundled() {
  try {
    const { outputFiles } = await esbuild.build({
      ...COMMON,
      entryPoints: Object.entries(ENTRIES).map(([out, name]) => ({ out, in: FROM + name })),
      outdir: TO,
      format: 'esm',
      sourcemap: 'linked',
      plugins: [sheetAsText],
    });
    return outputFiles.map(({ path, contents }) => [basename(path), contents]);
  } catch (error) {
    throw new Failure('Bundling site/ failed.', { output: String(error) });
  }
}

/** @returns {Array<[string, Uint8Array]>} */
function copied() {
  return COPIED.map((name) => [name, readFileSync(FROM + name)]);
}

/**
 * In one step, so that nobody who reads meanwhile gets half a file.
 * @param {string} name
 * @param {Uint8Array} bytes
 * @returns {boolean} whether it differed
 */
function replace(name, bytes) {
  if (readIfThere(TO + name)?.equals(bytes)) return false;
  const beside = inRoot(`build/${name}.${process.pid}`);
  writeFileSync(beside, bytes);
  renameSync(beside, TO + name);
  return true;
}

/** @param {string} path */
function readIfThere(path) {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}
