// Installs the system packages a purpose lacks, and nothing else.

import { asTyped, runCommand } from '../command.js';
import { adviceFor, Failure } from '../failure.js';
import { print, step } from '../progress.js';
import { findCommand, isRoot, lookAround, packageManager } from './machine.js';
import { installCommands, missingNeeds, withRights } from './needs.js';

/** @param {import('./needs.js').Purpose} purpose */
export async function installPackages(purpose) {
  const missing = missingNeeds(purpose, lookAround());
  if (missing.length === 0) return;
  const names = missing.map((need) => need.name).join(', ');
  const manager = packageManager();
  if (manager === null) throw noManager(names);
  const root = isRoot();
  const commands = installCommands(manager, missing).map((command) =>
    withRights(command, manager, root),
  );
  if (manager === 'apt' && !root) await askForRights(names, commands);
  if (manager === 'brew' && root) throw brewAsRoot(commands);
  await step(`Installing ${names} with ${manager}${size(missing)}`, (sign) =>
    runAll(commands, sign),
  );
  checkAgain(purpose, commands);
}

/**
 * @param {string[][]} commands
 * @param {(sign: string) => void} sign
 */
async function runAll(commands, sign) {
  let output = '';
  for (const command of commands) {
    const result = await runCommand(command, {
      keepTerminal: command[0] === 'sudo',
      onLine: (line) => {
        sign(line);
        if (/^Need to get/.test(line)) print(`  ${line}`);
      },
    });
    output += result.output;
    // A failed update may concern somebody else's repository: only the installation decides.
    if (result.code === 0 || command.includes('update')) continue;
    throw new Failure(`Installing packages failed (exit code ${result.code}).`, {
      tried: commands.map(asTyped).join(' && '),
      output,
      advice: adviceFor(output),
    });
  }
}

/**
 * What apt says it downloads is printed as soon as apt knows; this is to know beforehand.
 * @param {readonly import('./needs.js').Need[]} missing
 */
function size(missing) {
  const large = missing.filter(({ name }) => name === 'Emscripten' || name === 'Chromium').length;
  return large === 0 ? '' : ` (${large * 120} MB or more to download)`;
}

/**
 * Asks for the password now, once and visibly, rather than in the middle of captured output.
 * @param {string} names
 * @param {string[][]} commands
 */
async function askForRights(names, commands) {
  const byHand = commands.map(asTyped).join(' && ');
  if (findCommand('sudo') !== null) {
    const ask = process.stdin.isTTY ? ['sudo', '-v'] : ['sudo', '-n', 'true'];
    if (process.stdin.isTTY) print(`${names} must be installed with apt, which needs sudo.`);
    const result = await runCommand(ask, { keepTerminal: true, onLine: print });
    if (result.code === 0) return;
  }
  throw new Failure(`${names} missing, and installing needs root.`, {
    advice: [`run this as root, then the same command again:\n  ${byHand.replaceAll('sudo ', '')}`],
  });
}

/** @param {string} names */
function noManager(names) {
  const how =
    process.platform === 'darwin'
      ? 'install Homebrew (https://brew.sh) and run the same command again.'
      : "install them with your system's package manager (this set-up knows only apt and brew) and run the same command again.";
  return new Failure(`${names} missing, and no package manager found to install with.`, {
    advice: [how],
  });
}

/** @param {string[][]} commands */
function brewAsRoot(commands) {
  return new Failure('brew refuses to run as root.', {
    advice: [`run this as an ordinary user: ${commands.map(asTyped).join(' && ')}`],
  });
}

/**
 * @param {import('./needs.js').Purpose} purpose
 * @param {string[][]} commands
 */
function checkAgain(purpose, commands) {
  const still = missingNeeds(purpose, lookAround());
  if (still.length === 0) return;
  const names = still.map((need) => need.commands?.join(' or ') ?? need.header ?? need.name);
  throw new Failure(`The packages are installed, but still not found: ${names.join(', ')}.`, {
    tried: commands.map(asTyped).join(' && '),
    advice: ['check that their folder is on the PATH.'],
  });
}
