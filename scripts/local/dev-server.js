// `wrangler dev` in a process group of its own: started, listened to, and ended with all it started.

import { spawn } from 'node:child_process';
import { endGently } from '../command.js';
import { Failure } from '../failure.js';
import { inRoot } from '../setup/root.js';
import { atStop, isStopping } from '../stop.js';
import { readableLine, withoutColour } from './log-lines.js';
import { wranglerCommand, wranglerEnvironment } from './wrangler.js';

const LAST_LINES = 40;

/**
 * @typedef {object} DevServer
 * @property {string} address where it serves, without a slash at the end
 * @property {number | undefined} group of its processes
 * @property {Promise<Failure>} ended settles when wrangler ends without being asked to
 */

/**
 * @param {object} options
 * @param {number} options.port
 * @param {string} options.state the folder to persist to
 * @param {string[]} options.settings files of settings for the Worker, the last one wins
 * @param {(line: string) => void} options.onLine takes what the Worker logs, once it is ready
 * @returns {Promise<DevServer>} when it serves
 */
export async function startDevServer({ port, state, settings, onLine }) {
  const child = spawn(...asSpawned(port, state, settings));
  /** @type {string[]} */
  const lines = [];
  const closed = new Promise((resolve) => child.on('close', resolve));
  // The pipes close when the last of the group, workerd, has gone.
  atStop(() => endGently(child, closed));
  const ended = new Promise((/** @type {(failure: Failure) => void} */ resolve) => {
    child.on('close', (code) => {
      if (!isStopping()) resolve(diedFailure(code, lines));
    });
  });
  /** @type {string | null} */
  let address = null;
  const ready = new Promise((/** @type {(address: string) => void} */ resolve) => {
    const take = (/** @type {string} */ line) => {
      lines.push(withoutColour(line));
      if (lines.length > LAST_LINES) lines.shift();
      const serving = line.match(/Ready on (https?:\/\/\S+)/)?.[1];
      const readable = readableLine(line);
      if (address !== null && readable !== null) onLine(readable);
      if (serving === undefined || address !== null) return;
      address = serving;
      resolve(serving);
    };
    for (const stream of [child.stdout, child.stderr]) eachLine(stream, take);
  });
  const first = await Promise.race([ready, ended]);
  if (first instanceof Failure) throw first;
  return { address: first, group: child.pid, ended };
}

/**
 * @param {number} port
 * @param {string} state
 * @param {string[]} settings
 * @returns {[string, string[], import('node:child_process').SpawnOptions]}
 */
function asSpawned(port, state, settings) {
  const [file = '', ...args] = wranglerCommand([
    'dev',
    '--ip=127.0.0.1',
    `--port=${port}`,
    `--persist-to=${state}`,
    '--show-interactive-dev-session=false',
    ...settings.map((path) => `--env-file=${path}`),
  ]);
  return [
    file,
    args,
    {
      cwd: inRoot('.'),
      env: wranglerEnvironment(),
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  ];
}

/**
 * @param {import('node:stream').Readable | null} stream
 * @param {(line: string) => void} take
 */
function eachLine(stream, take) {
  let rest = '';
  stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(take);
  });
}

/**
 * @param {number | null} code
 * @param {string[]} lines
 */
function diedFailure(code, lines) {
  return new Failure(`wrangler dev ended by itself (exit code ${code ?? 'none: killed'}).`, {
    output: `wrangler's last lines:\n${lines.join('\n')}`,
    tried: 'wrangler dev',
    advice: ['mend what its last lines say and run npm start again.'],
  });
}
