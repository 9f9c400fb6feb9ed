// Where the events come from, as a stream of text: a file, the standard input, or wrangler.

import { createReadStream } from 'node:fs';
import { Failure } from '../failure.js';
import { whereGiven } from '../setup/root.js';
import { atStop } from '../stop.js';
import { wranglerText } from './wrangler-tail.js';

/** @type {Record<string, string | undefined>} */
const WHY = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'this user may not read it',
};

const ADVICE =
  "name a file that holds what `wrangler tail --format json` printed; a Worker's name goes after --worker.";

/**
 * @param {import('./options.js').TailOptions['input']} input
 * @returns {AsyncIterable<string>}
 */
export function textFrom(input) {
  if (input.from === 'wrangler') return wranglerText(input.args);
  const isFile = input.from === 'file';
  const stream = isFile ? createReadStream(whereGiven(input.path)) : process.stdin;
  atStop(() => {
    stream.destroy();
  });
  stream.setEncoding('utf8');
  return readable(stream, isFile ? input.path : 'the standard input');
}

/**
 * @param {AsyncIterable<string>} stream
 * @param {string} name
 */
async function* readable(stream, name) {
  try {
    yield* stream;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new Failure(`${name} could not be read: ${WHY[code] ?? code}.`, {
      advice: [ADVICE],
    });
  }
}
