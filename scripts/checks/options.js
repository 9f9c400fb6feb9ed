// The arguments of `npm test --`. Pure: arguments in, options or a clear error out.

import { PARTS_ONLY_WITH_ALL } from '../../tests/tiers.js';
import { parseArguments } from '../arguments.js';
import { Failure } from '../failure.js';

/** The folders of tests/ with JavaScript tests. */
export const FOLDERS = ['scripts', 'abi', 'worker', 'browser'];
const QUICK = ['format', 'types', 'core', 'build', ...FOLDERS, 'fuzz'];
export const ONLY_WITH_ALL = PARTS_ONLY_WITH_ALL.map(({ name }) => name);
export const PART_NAMES = [...QUICK, ...ONLY_WITH_ALL];

/**
 * @typedef {object} TestOptions
 * @property {boolean} help
 * @property {boolean} tiers
 * @property {boolean} all
 * @property {string[]} parts names of parts
 * @property {string[]} files JavaScript test files; then nothing else is run
 * @property {string | undefined} name only tests of that name, in those files
 */

export const HELP = `npm test [-- options] [-- part … | file …]: what to run after a change; one to two minutes.

  --all         everything there is, the linter, simulated years and fuzzers included: 10 to 15 minutes
  part          one or several of: ${QUICK.join(', ')};
                and of those that otherwise only --all runs: ${ONLY_WITH_ALL.join(', ')}
  file          JavaScript tests: tests/abi/module.test.js, say
  --name NAME   only the tests of that name, in the files given
  --tiers       print what only --all runs (tests/tiers.js)
  --help        show this`;

/**
 * @param {string[]} args
 * @returns {TestOptions}
 */
export function testOptions(args) {
  const { values, positionals } = parse(args);
  const files = positionals.filter((word) => word.endsWith('.test.js'));
  const names = positionals.filter((word) => !files.includes(word));
  const unknown = names.find((name) => !PART_NAMES.includes(name));
  if (unknown !== undefined) throw wrong(`Unknown part "${unknown}".`);
  if (files.length > 0 && names.length > 0) {
    throw wrong('Either parts or files, not both.');
  }
  if (values.name !== undefined && files.length === 0) {
    throw wrong('--name needs the test file that has the test.');
  }
  const all = values.all ?? false;
  const usual = all ? PART_NAMES : QUICK;
  return {
    help: values.help ?? false,
    tiers: values.tiers ?? false,
    all,
    parts: names.length === 0 ? usual : PART_NAMES.filter((name) => names.includes(name)),
    files,
    name: values.name,
  };
}

/** @param {string[]} args */
function parse(args) {
  return parseArguments(
    {
      args,
      allowPositionals: true,
      options: {
        all: { type: 'boolean' },
        tiers: { type: 'boolean' },
        name: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    },
    wrong,
  );
}

/** @param {string} message */
function wrong(message) {
  return new Failure(message, { advice: ['npm test -- --help tells what there is.'] });
}
