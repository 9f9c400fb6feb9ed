// The simulator as a check: two years in which everything holds, and for each mechanism of the core a
// year without it, in which something must not.

import { runCommand } from '../command.js';
import { Failure } from '../failure.js';
import { MECHANISMS } from '../simulation/options.js';
import { buildSimulator, programPath } from '../simulation/program.js';

const LONGEST_MS = 10 * 60_000;

/** @returns {Promise<string>} what held, and what was found */
export async function runSimulation() {
  await buildSimulator();
  const years = await simulate(null, ['--years', '2']);
  if (years.code !== 0) {
    throw new Failure('an invariant does not hold', { tried: 'npm run simulate -- --years 2' });
  }
  for (const mechanism of MECHANISMS) await mustFind(mechanism);
  return `2 years held; without ${MECHANISMS.join(', ')} a year did not`;
}

/** @param {import('../simulation/options.js').Mechanism} mechanism */
async function mustFind(mechanism) {
  const { code, output } = await simulate(mechanism, ['--years', '1'], keepQuiet);
  const found = output.match(/^seed \d+: invariant \d+ does not hold.*$/m)?.[0];
  const replays = output.includes('The year replays exactly.');
  if (code === 1 && found !== undefined && replays) {
    console.log(`without ${mechanism}: ${found}`);
    return;
  }
  throw new Failure(`a year without ${mechanism} went unnoticed (exit code ${code})`, {
    output,
    tried: `npm run simulate -- --without ${mechanism}`,
  });
}

/**
 * @param {import('../simulation/options.js').Mechanism | null} without
 * @param {string[]} args
 * @param {(line: string) => void} [onLine]
 */
function simulate(without, args, onLine = (line) => console.log(line)) {
  return runCommand([programPath(without), ...args], { longestMs: LONGEST_MS, onLine });
}

function keepQuiet() {}
