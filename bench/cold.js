// npm run bench -- cold: what a fresh workerd takes to its first answer, and what an upload weighs.
//
// In the figure: workerd's own start, loading and compiling the Worker, its global scope, one request
// for the list over HTTP. Not in it: Miniflare, and a KV worth the name. A second Worker in the same
// process hands out the one list there is; it is there for all contestants, asked or not.

import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { dirname, relative } from 'node:path';
import workerd from 'workerd';
import { Failure } from '../scripts/failure.js';
import { inRoot } from '../scripts/setup/root.js';
import { CONTESTANTS, modulesOf } from './bundles.js';
import { DEPLOYMENT, freshCore, SETTINGS } from './core-refresh.js';
import { historyOf } from './history.js';
import { alternate, counted, figureOf } from './rounds.js';

const ROUNDS = 31;
const TRACKS = 14;
const FOLDER = 'build/bench/cold';
const PATH = '/api/internal/user-listens';

/** @typedef {import('./bundles.js').Contestant} Contestant */

/** @param {Contestant} contestant @returns {string} the file that workerd is started with */
function writeConfig(contestant) {
  const { bytes, metadata } = historyOf(freshCore(), TRACKS, TRACKS, Date.now() + 300_000).stored
    .recent;
  const file = inRoot(`${FOLDER}/${contestant}.capnp`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, configOf(contestant, new TextDecoder().decode(bytes), metadata));
  return file;
}

/**
 * @param {Contestant} contestant
 * @param {string} list
 * @param {unknown} metadata
 */
function configOf(contestant, list, metadata) {
  const embed = (/** @type {string} */ file) => `embed ${text(relative(inRoot(FOLDER), file))}`;
  const fields = { code: 'esModule', wasm: 'wasm', data: 'data' };
  const modules = modulesOf(contestant).map(
    ({ path, file, kind }) => `(name = ${text(path)}, ${fields[kind]} = ${embed(file)})`,
  );
  const bindings = [
    '(name = "CACHE", kvNamespace = "kv")',
    `(name = "CF_VERSION_METADATA", json = ${text(JSON.stringify(DEPLOYMENT))})`,
    ...Object.entries({ ...SETTINGS, BODY: list }).map(
      ([name, value]) => `(name = ${text(name)}, text = ${text(value)})`,
    ),
  ];
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "contestant", worker = .contestant), (name = "kv", worker = .kv)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "contestant")],
);
const contestant :Workerd.Worker = (
  compatibilityDate = "2026-10-01",
  modules = [${modules.join(', ')}],
  bindings = [${bindings.join(', ')}],
);
const kv :Workerd.Worker = (
  compatibilityDate = "2026-10-01",
  modules = [(name = "one-value.js", esModule = ${embed(inRoot('bench/peers/one-value.js'))})],
  bindings = [
    (name = "VALUE", text = ${text(list)}),
    (name = "METADATA", text = ${text(JSON.stringify(metadata))}),
  ],
);
`;
}

/** As Cap'n Proto writes texts, which is as JSON does. @param {string} value */
const text = (value) => JSON.stringify(value);

/** @param {string} config @returns {Promise<number>} ms from starting workerd to the whole answer */
async function firstAnswer(config) {
  const from = performance.now();
  const child = spawn(workerd.default, ['serve', config, '--control-fd=3'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  try {
    const port = await portOf(child);
    await answerAt(port);
    return performance.now() - from;
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}

/** @param {import('node:child_process').ChildProcess} child @returns {Promise<number>} */
function portOf(child) {
  const control = /** @type {import('node:stream').Readable} */ (child.stdio[3]);
  return new Promise((resolve, reject) => {
    let told = '';
    control.setEncoding('utf8').on('data', (piece) => {
      told += piece;
      const port = told.match(/"event":"listen".*?"port":(\d+)/)?.[1];
      if (port) resolve(Number(port));
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Failure(`workerd ended at once, with ${code}.`)));
  });
}

/** @param {number} port @returns {Promise<void>} */
function answerAt(port) {
  return new Promise((resolve, reject) => {
    const request = get({ host: '127.0.0.1', port, path: PATH, agent: false }, (response) => {
      if (response.statusCode !== 200)
        reject(new Failure(`The first answer: ${response.statusCode}`));
      response.resume().once('end', resolve);
    });
    request.once('error', reject);
  });
}

/** @type {import('./parts.js').Part} */
export async function measureCold({ rounds = ROUNDS, sizes, sign }) {
  const starts = Object.fromEntries(
    CONTESTANTS.map((contestant) => {
      const config = writeConfig(contestant);
      return [contestant, () => firstAnswer(config)];
    }),
  );
  // The first start of all reads workerd from the disk.
  await alternate(starts, 1);
  const times = await alternate(starts, rounds, (round) => sign(`round ${round}`));
  const figures = {
    ours: figureOf(times.ours),
    plain: figureOf(times.plain),
    constant: figureOf(times.constant),
  };
  const uploads = {
    ours: counted(sizes.ours),
    plain: counted(sizes.plain),
    constant: counted(sizes.constant),
  };
  return {
    measurements: [
      {
        id: 'cold-start',
        what: 'cold start: a fresh workerd to its first answer',
        unit: 'ms',
        figures,
        targets: [{ against: 'constant', atMostAbove: 15 }],
      },
      { id: 'upload', what: 'upload, compressed', unit: 'KiB', figures: uploads },
    ],
  };
}
