// Wrangler's answers, as version 4.156 gives them, and a stand-in that gives them: the program that
// `npm run deploy` asks is the only thing that is not the real one.

import { Failure } from '../../../scripts/failure.js';

/** @typedef {{output: string, fails?: boolean}} Answer */

/** @param {string} text @returns {Answer} as wrangler says that something went wrong */
const error = (text) => ({
  output: `\n\u001b[31m✘ [41;31m[\u001b[41;97mERROR\u001b[41;31m]\u001b[0m ${text}\n\n`,
  fails: true,
});

/** @param {{name: string, id: string}[]} accounts */
const loggedIn = (...accounts) => ({
  output: JSON.stringify({
    loggedIn: true,
    authType: 'OAuth Token',
    email: 'alice@example.com',
    accounts,
  }),
});

/** @type {Record<string, Answer>} */
export const WHOAMI = {
  loggedIn: loggedIn({ name: 'Alice', id: 'a1' }),
  twoAccounts: loggedIn({ name: 'Alice', id: 'a1' }, { name: 'The club', id: 'b2' }),
  loggedOut: { output: '\n{"loggedIn":false}\n', fails: true },
  unreachable: error('A request to the Cloudflare API (/memberships) failed.'),
};

/** @type {Record<string, Answer>} */
export const SECRETS = {
  none: { output: '[]\n' },
  key: { output: '[\n  {\n    "name": "LASTFM_API_KEY",\n    "type": "secret_text"\n  }\n]\n' },
  noWorker: error(
    'Worker "user-listens" not found.\n\n  If this is a new Worker, run `wrangler deploy` first to create it.',
  ),
  whichAccount: error(
    'More than one account available but unable to select one in non-interactive mode.\nAvailable accounts are (`<name>`: `<account_id>`):\n  `(redacted)`: `a1`\n  `(redacted)`: `b2`',
  ),
  refused: error('Authentication error [code: 10000]'),
};

/** @param {...number} shares */
const live = (...shares) => ({
  output: JSON.stringify({
    id: 'd',
    versions: shares.map((percentage, at) => ({ version_id: `version-${at + 1}`, percentage })),
  }),
});

/** @type {Record<string, Answer>} */
export const LIVE = {
  one: live(100),
  gradual: live(90, 10),
  over: live(100, 0),
  noWorker: error(
    'A request to the Cloudflare API (/accounts/a1/workers/scripts/user-listens/deployments) failed.\n\n  This Worker does not exist on your account. [code: 10007]',
  ),
};

/** @type {Record<string, Answer>} */
export const MIGRATIONS = {
  none: { output: 'Resource location: remote \n\n✅ No migrations to apply!\n' },
  pending: {
    output: `Resource location: remote

Migrations to be applied:
┌─────────────────┐
│ Name            │
├─────────────────┤
│ 0002_others.sql │
└─────────────────┘
`,
  },
  noDatabase: error(
    "Couldn't find a D1 DB named 'user-listens' (bound as 'DB') in the API. Run 'wrangler d1 create user-listens' to create it.",
  ),
  empty: { output: '' },
};

/**
 * @typedef {{whoami: Answer, secret: Answer, deployments: Answer, d1: Answer}} Answers by the command's first word
 */

/** All is well. @type {Answers} */
export const READY = {
  whoami: /** @type {Answer} */ (WHOAMI.loggedIn),
  secret: /** @type {Answer} */ (SECRETS.key),
  deployments: /** @type {Answer} */ (LIVE.one),
  d1: /** @type {Answer} */ (MIGRATIONS.none),
};

/**
 * @param {Answers} answers
 * @returns {{ask: import('../../../scripts/deploy/facts.js').Ask, asked: string[]}}
 */
export function standIn(answers) {
  /** @type {string[]} */
  const asked = [];
  return {
    asked,
    ask: async (what, args) => {
      asked.push(args.join(' '));
      const { output, fails } = answers[/** @type {keyof Answers} */ (args[0])];
      if (fails) throw new Failure(`${what} failed (exit code 1).`, { output });
      return Buffer.from(output);
    },
  };
}
