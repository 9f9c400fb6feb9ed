// What the checks are about, gathered: from wrangler.toml, from git, and from Cloudflare through wrangler.

import { jsonIn, NO_SUCH_WORKER } from '../cloudflare/wrangler.js';
import { Failure } from '../failure.js';

/**
 * @typedef {object} Site which of several
 * @property {string[]} flags as wrangler is told: `--env`, `--config`
 * @property {string | undefined} env
 * @property {string} config the file's name
 *
 * One command of wrangler: its standard output, or a Failure with all it printed.
 * @typedef {(what: string, args: string[]) => Promise<Buffer>} Ask
 *
 * @typedef {{who: string, accounts: {name: string, id: string}[]}} Login
 * @typedef {{id: string, percentage: number}} LiveVersion
 * @typedef {{commit: string, changed: number}} Checkout
 *
 * @typedef {object} Remote
 * @property {Asked<Login>} login
 * @property {Asked<string[]>} secrets their names; absent: there is no such Worker yet
 * @property {Asked<LiveVersion[]>} live the versions that get requests now
 * @property {Asked<string[]>} migrations those not applied; absent: there is no such database yet
 *
 * @typedef {object} Facts
 * @property {Site} site
 * @property {import('./configuration.js').ConfigurationReading} configuration
 * @property {import('./settings.js').Judged} settings
 * @property {Checkout | null} checkout null when this is no checkout of git
 * @property {Remote} remote
 */

/**
 * What was asked, or why it is not known: nobody is logged in, there is no such thing yet, or the
 * command failed, with what it printed.
 * @template Answer
 * @typedef {{is: 'known', answer: Answer} | {is: 'logged out'} | {is: 'absent', output: string} | {is: 'failed', output: string}} Asked
 */

/** A database that is not there yet. */
const NO_SUCH_DATABASE = /Couldn't find (?:a|an auto-provisioned) D1 DB named/;

/**
 * @param {Ask} ask
 * @param {Site} site
 * @param {boolean} hasDatabase
 * @returns {Promise<Remote>}
 */
export async function askCloudflare(ask, { flags }, hasDatabase) {
  const login = await askLogin(ask);
  if (login.is !== 'known') {
    /** @type {Asked<never>} */
    const unknown = { is: 'logged out' };
    return { login, secrets: unknown, live: unknown, migrations: unknown };
  }
  // One after the other: each is a program of 15 MB.
  const secrets = await asked(
    () => ask('Listing the secrets', ['secret', 'list', '--format', 'json', ...flags]),
    (output) => jsonIn(output).map((/** @type {{name: string}} */ { name }) => name),
    NO_SUCH_WORKER,
  );
  const live = await asked(
    () => ask('Asking what is deployed', ['deployments', 'status', '--json', ...flags]),
    (output) => jsonIn(output).versions.map(liveVersion),
    NO_SUCH_WORKER,
  );
  /** @type {Asked<string[]>} */
  const migrations = hasDatabase
    ? await asked(
        () =>
          ask('Listing the migrations', ['d1', 'migrations', 'list', 'DB', '--remote', ...flags]),
        pendingIn,
        NO_SUCH_DATABASE,
      )
    : { is: 'absent', output: '' };
  return { login, secrets, live, migrations };
}

/**
 * @param {Ask} ask
 * @returns {Promise<Asked<Login>>}
 */
async function askLogin(ask) {
  const login = await asked(
    () => ask('Asking who is logged in', ['whoami', '--json']),
    (output) => {
      const { email, authType, accounts } = jsonIn(output);
      return { who: email ?? authType ?? 'somebody', accounts: accounts ?? [] };
    },
    /"loggedIn": *false/,
  );
  return login.is === 'absent' ? { is: 'logged out' } : login;
}

/**
 * @template Answer
 * @param {() => Promise<Buffer>} ask
 * @param {(output: string) => Answer} read throws what is no answer
 * @param {RegExp} absent what wrangler says when there is none
 * @returns {Promise<Asked<Answer>>}
 */
async function asked(ask, read, absent) {
  let output = '';
  try {
    output = (await ask()).toString('utf8');
    return { is: 'known', answer: read(output) };
  } catch (error) {
    const said = error instanceof Failure ? error.output || error.message : output;
    return { is: absent.test(said) ? 'absent' : 'failed', output: said };
  }
}

/** @param {{version_id: string, percentage: number}} version */
function liveVersion({ version_id, percentage }) {
  return { id: version_id, percentage };
}

/**
 * A table of names, or one line that says there are none.
 * @param {string} output
 * @returns {string[]}
 */
function pendingIn(output) {
  if (/No migrations to apply/.test(output)) return [];
  const names = output.match(/[\w.-]+\.sql\b/g) ?? [];
  if (names.length === 0) throw new Error('no migrations and no word about there being none');
  return names;
}
