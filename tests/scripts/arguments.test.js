// What may follow a command: node:util's parseArgs, and what npm keeps for itself.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseArguments } from '../../scripts/arguments.js';

const options = /** @type {const} */ ({
  'dry-run': { type: 'boolean' },
  state: { type: 'string' },
});
const wrong = (/** @type {string} */ message) => new Error(message);

/** @type {{name: string, environment: NodeJS.ProcessEnv, says: RegExp | null}[]} */
const ENVIRONMENTS = [
  { name: 'not by npm', environment: { npm_config_dry_run: 'true' }, says: null },
  { name: 'nothing kept', environment: { npm_lifecycle_event: 'roster' }, says: null },
  {
    name: 'an option of npm alone',
    environment: { npm_lifecycle_event: 'roster', npm_config_cache: '/a' },
    says: null,
  },
  {
    name: 'an option that is not set',
    environment: { npm_lifecycle_event: 'roster', npm_config_state: '' },
    says: null,
  },
  {
    name: 'ours, kept',
    environment: { npm_lifecycle_event: 'roster', npm_config_dry_run: 'true' },
    says: /^npm has kept --dry-run for itself\. Put -- before the options: npm run roster -- --dry-run …$/,
  },
  {
    name: 'ours with a value, kept',
    environment: { npm_lifecycle_event: 'start', npm_config_state: 'folder' },
    says: /^npm has kept --state for itself\./,
  },
];
for (const { name, environment, says } of ENVIRONMENTS) {
  test(`arguments, ${name}: ${says === null ? 'read' : 'refused'}`, () => {
    const parse = () => parseArguments({ args: ['--dry-run'], options }, wrong, environment);
    if (says === null) assert.equal(parse().values['dry-run'], true);
    else assert.throws(parse, { message: says });
  });
}
