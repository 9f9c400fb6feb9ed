// tests/tiers.js, as `npm test -- --tiers` prints it.

import {
  CASES_ONLY_WITH_ALL,
  FILES_ONLY_WITH_ALL,
  PARTS_ONLY_WITH_ALL,
} from '../../tests/tiers.js';

export function tiersText() {
  return [
    'npm test runs everything but this, which npm test -- --all adds:',
    ...PARTS_ONLY_WITH_ALL.map(({ name, why }) => `  part  ${name}: ${why}`),
    ...CASES_ONLY_WITH_ALL.map((name) => `  core  ${name}`),
    ...FILES_ONLY_WITH_ALL.map(({ file, why }) => `  file  ${file}: ${why}`),
  ].join('\n');
}

/** In a line. */
export function tiersLine() {
  return (
    `Only with --all: ${PARTS_ONLY_WITH_ALL.map(({ name }) => name).join(', ')}, ` +
    `${CASES_ONLY_WITH_ALL.length} cases of core, ${FILES_ONLY_WITH_ALL.length} test files ` +
    '(npm test -- --tiers lists them).'
  );
}
