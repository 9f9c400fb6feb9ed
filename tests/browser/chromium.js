// Finds a Chromium on this machine and starts it for the browser tests.

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

const kCommands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const kApplications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

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
  const onPath = kCommands.flatMap((command) => folders.map((folder) => join(folder, command)));
  const found = [...onPath, ...kApplications].find(isExecutable);
  if (found) return found;
  throw new Error(
    'No browser for the browser tests. Install one (Debian: apt-get install chromium; macOS: ' +
      'brew install --cask google-chrome), or set CHROME_PATH to its program.',
  );
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * A headless browser with a fresh profile, which Playwright makes in the temporary folder and
 * removes on `close()`. Throws when there is no browser: a test without one fails.
 * @returns {Promise<import('playwright-core').Browser>}
 */
export function launchBrowser() {
  return chromium.launch({ executablePath: findChromium(), headless: true, args: kArguments });
}
