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
 * Writes only what differs: the servers that watch the folder would reload every page otherwise.
 * @param {string} [to] the folder, with a slash at its end
 * @returns {Promise<{changed: string[], seconds: number}>}
 */
export async function buildSite(to = TO) {
  const began = Date.now();
  const files = new Map([...(await bundled(to)), ...copied()]);
  mkdirSync(to, { recursive: true });
  const changed = [...files]
    .filter(([name, bytes]) => replace(to + name, bytes))
    .map(([name]) => name);
  for (const name of readdirSync(to)) if (!files.has(name)) rmSync(to + name, { recursive: true });
  return { changed, seconds: (Date.now() - began) / 1000 };
}

/** @param {string} to @returns {Promise<Array<[string, Uint8Array]>>} */
async function bundled(to) {
  try {
    const { outputFiles } = await esbuild.build({
      ...COMMON,
      entryPoints: Object.entries(ENTRIES).map(([out, name]) => ({ out, in: FROM + name })),
      outdir: to,
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
 * In one step, so that a reader never gets half a file.
 * @param {string} path
 * @param {Uint8Array} bytes
 * @returns {boolean} whether it differed
 */
function replace(path, bytes) {
  if (readIfThere(path)?.equals(bytes)) return false;
  const beside = inRoot(`build/${basename(path)}.${process.pid}`);
  writeFileSync(beside, bytes);
  renameSync(beside, path);
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
