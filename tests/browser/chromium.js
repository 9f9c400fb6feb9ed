// Finds a Chromium on this machine and starts it for the browser tests.

import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import { isExecutable } from '../../scripts/setup/machine.js';
import { CHROMIUM_COMMANDS, CHROMIUM_FILES } from '../../scripts/setup/needs.js';

// Nothing but the page under test may reach for the network, and a container has no sandbox.
const kArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * CHROME_PATH when it is set, else the first of the usual names on the PATH and in /Applications.
 * @param {Record<string, string | undefined>} environment
 * @returns {string}
 */
export function findChromium(environment = process.env) {
  const named = environment.CHROME_PATH;
  if (named) {
    if (isExecutable(named)) return named;
    throw new Error(`CHROME_PATH is ${named}, and no program is there.`);
  }
  const folders = [...(environment.PATH ?? '').split(delimiter).filter(Boolean), '/usr/bin'];
  const onPath = CHROMIUM_COMMANDS.flatMap((command) =>
    folders.map((folder) => join(folder, command)),
  );
  const found = [...onPath, ...CHROMIUM_FILES].find(isExecutable);
  if (found) return found;
  throw new Error(
    'No browser for the browser tests. Install one (Debian: apt-get install chromium; macOS: ' +
      'brew install --cask google-chrome), or set CHROME_PATH to its program.',
  );
}

/**
 * A headless browser with a fresh profile, which Playwright makes in the temporary folder and
 * removes on `close()`. Throws when there is no browser: a test without one fails.
 * @param {Record<string, string>} environment variables beside those of this process
 * @returns {Promise<import('playwright-core').Browser>}
 */
export function launchBrowser(environment = {}) {
  return chromium.launch({
    executablePath: findChromium(),
    headless: true,
    args: kArguments,
    env: { ...process.env, ...environment },
  });
}
