// A step that failed: what it was, what was tried, what came out, and what to do now.

import { stopEverything } from './stop.js';

/**
 * What to do, by what the failed command printed. The first lines that match are shown.
 * @type {{ sign: RegExp, advice: string }[]}
 */
const ADVICE = [
  {
    sign: /No space left on device|ENOSPC|not enough free disk space/i,
    advice: 'The disk is full: free some space (df -h shows where) and run the same command again.',
  },
  {
    sign: /Could not resolve|Temporary failure (?:in name resolution|resolving)|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|Network is unreachable|Failed to fetch|Unable to fetch|Could not connect|Connection (?:timed out|failed)/i,
    advice:
      'The network or the package server did not answer: check the connection (and the proxy, if you use one) and run the same command again. What is installed already is kept.',
  },
  {
    sign: /self[- ]signed certificate|unable to get local issuer certificate|certificate verif/i,
    advice:
      'A proxy seems to replace certificates: set NODE_EXTRA_CA_CERTS (Node) to its certificate and run the same command again.',
  },
  {
    sign: /Could not get lock|is another process using it|Unable to acquire the dpkg frontend lock/i,
    advice:
      'Another package installation is running: wait until it ends and run the same command again.',
  },
  {
    sign: /dpkg was interrupted|Unmet dependencies|held broken packages/i,
    advice:
      'An earlier installation was left half done: run "sudo dpkg --configure -a && sudo apt-get -f install" first.',
  },
  {
    sign: /Unable to locate package|has no installation candidate/i,
    advice:
      "The system's package lists do not have this package: Debian 12 or later, or Ubuntu 24.04 or later, is needed.",
  },
  {
    sign: /Permission denied|EACCES|EPERM|are you root|Read-only file system|EROFS/i,
    advice:
      'Not permitted to write there: check who owns the folder (ls -ld), or run as a user who may.',
  },
];

/**
 * @param {string} output what the failed command printed
 * @returns {string[]} what to do, most likely cause first; empty when nothing is recognised
 */
export function adviceFor(output) {
  return ADVICE.filter(({ sign }) => sign.test(output)).map(({ advice }) => advice);
}

export class Failure extends Error {
  /**
   * @param {string} message what failed, in one line
   * @param {{ tried?: string, output?: string, advice?: string[] }} [details]
   *   tried: the command as one would type it; output: all it printed; advice: what to do
   */
  constructor(message, { tried = '', output = '', advice = [] } = {}) {
    super(message);
    this.name = 'Failure';
    this.tried = tried;
    this.output = output;
    this.advice = advice;
  }

  /** @returns {string} the whole report, for the terminal */
  report() {
    const parts = [];
    if (this.output.trim() !== '') parts.push(this.output.trimEnd());
    parts.push(`FAILED: ${this.message}`);
    if (this.tried !== '') parts.push(`Tried: ${this.tried}`);
    const advice = this.advice.length > 0 ? this.advice : adviceFor(this.output);
    for (const line of advice) parts.push(`What to do: ${line}`);
    return parts.join('\n');
  }
}

/**
 * Runs a script's main function; a failure is reported and ends the process.
 * @param {() => Promise<void>} main
 * @param {number} [code] for scripts whose exit code 1 is an answer
 */
export async function reportFailures(main, code = 1) {
  try {
    await main();
  } catch (error) {
    process.stderr.write(`${error instanceof Failure ? error.report() : inspect(error)}\n`);
    // What is running by now, a server for instance, would keep the process from ending.
    await stopEverything();
    process.exit(code);
  }
}

/** @param {unknown} error an unexpected one: its stack helps whoever mends it */
function inspect(error) {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
