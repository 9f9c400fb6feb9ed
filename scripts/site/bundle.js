// What browsers load: one script and one style sheet of the page, the embed in one file, and what
// lies beside them. From site/ into build/site/, which wrangler uploads as the static assets.

import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { build } from 'esbuild';
import { Failure } from '../failure.js';
import { inRoot } from '../setup/root.js';

const FROM = inRoot('site/');
const TO = inRoot('build/site/');

/** @type {Record<string, string>} by the name of the file that is made */
const ENTRIES = { page: 'page.js', style: 'style.css' };
const COPIED = ['_headers', 'favicon.svg', 'index.html'];

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
    const { outputFiles } = await build({
      entryPoints: Object.entries(ENTRIES).map(([out, name]) => ({ out, in: FROM + name })),
      outdir: TO,
      absWorkingDir: inRoot('.'),
      bundle: true,
      minify: true,
      format: 'esm',
      target: 'es2022',
      sourcemap: 'linked',
      logLevel: 'silent',
      write: false,
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
