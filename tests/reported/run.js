// Runs all reported cases that a folder holds, and says of each whether what is expected held:
//
//   npm run cases -- DIR [NAME …]     NAME: of a script (j2-slow) or an input (07), to run only those
//
// The folder is no part of the project: DIR/attack has scripts, DIR/inputs what services and rosters
// say. Needs `npm run build:worker`. Exits with 1 when anything broke, with 2 when it could not be run.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { SCRIPTS } from './attacks.js';
import { checkInput, INPUTS } from './inputs.js';
import { broken, verdict, verdictsOf } from './verdicts.js';

/**
 * @typedef {import('./verdicts.js').Verdict} Verdict
 * @typedef {{ name: string, isSlow?: boolean, run: () => Promise<Verdict[]> }} Case
 */

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const LONGEST_MS = 30 * 60_000;
const MOST_DETAIL = 300;

/** @param {string} folder @returns {Case[]} */
function casesIn(folder) {
  const scripts = SCRIPTS.map((script) => ({
    name: `attack/${script.name}`,
    isSlow: script.isSlow ?? false,
    run: () => runScript(script, join(folder, 'attack', `${script.name}.mjs`)),
  }));
  const inputs = INPUTS.map((input) => ({
    name: `inputs/${input.name}`,
    run: async () => {
      const file = join(folder, 'inputs', input.name);
      if (!existsSync(file)) return [broken('', 'the file is missing')];
      const complaint = await checkInput(input, file);
      return [verdict('', complaint === '', complaint)];
    },
  }));
  return [...inputs, ...scripts];
}

/**
 * @param {import('./verdicts.js').Script} script
 * @param {string} file
 * @returns {Promise<Verdict[]>}
 */
function runScript(script, file) {
  if (!existsSync(file)) return Promise.resolve([broken('', 'the file is missing')]);
  return new Promise((done) => {
    const child = spawn(process.execPath, [file, ...(script.args ?? [])], {
      cwd: ROOT,
      env: { ...process.env, W: ROOT.replace(/\/$/, '') },
      timeout: LONGEST_MS,
    });
    let output = '';
    let errors = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (errors += data));
    child.on('close', (code, signal) => {
      const lastWords =
        errors
          .trim()
          .split('\n')
          .find((line) => /Error/.test(line)) ?? '';
      const ending = code === 0 ? '' : `it ended with ${signal ?? code}: ${lastWords}`;
      done(verdictsOf(script, output, ending));
    });
  });
}

/** @param {Case} one @returns {Promise<Verdict[]>} */
async function verdictsOfCase({ run }) {
  try {
    return await run();
  } catch (error) {
    return [broken('', `it could not be run: ${error}`)];
  }
}

/** @param {string} caseName @param {Verdict} verdict */
function lineOf(caseName, { name, outcome, detail }) {
  const isWorthIt = outcome !== 'held' && detail !== '';
  const title = name === '' ? caseName : `${caseName}: ${name}`;
  const line = `${outcome.padEnd(10)} ${title}${isWorthIt ? ` :: ${detail}` : ''}`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: cases are full of them
  return line.slice(0, MOST_DETAIL + title.length).replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
}

/**
 * @param {string[]} args
 * @param {(line: string) => void} print
 * @returns {Promise<number>} the exit status
 */
export async function main([folder, ...names], print) {
  if (folder === undefined || !existsSync(join(folder, 'attack'))) {
    print(
      folder === undefined
        ? 'Which folder has the reported cases? npm run cases -- DIR [NAME …]'
        : `There are no reported cases in ${folder}: it has no folder attack/. They are no part of the project.`,
    );
    return 2;
  }
  const chosen = casesIn(resolve(folder)).filter(
    ({ name }) => names.length === 0 || names.some((part) => name.includes(`/${part}`)),
  );
  if (chosen.length === 0) {
    print(`No reported case is called ${names.join(' or ')}.`);
    return 2;
  }
  const totals = { held: 0, broke: 0, documented: 0 };
  for (const one of chosen) {
    if (one.isSlow) print(`           ${one.name} takes some minutes`);
    for (const verdict of await verdictsOfCase(one)) {
      totals[verdict.outcome] += 1;
      print(lineOf(one.name, verdict));
    }
  }
  const { held, broke, documented } = totals;
  print(`${held} held, ${broke} broke, ${documented} documented; ${chosen.length} cases`);
  return broke > 0 ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.exit(await main(process.argv.slice(2), (line) => console.log(line)));
}
