// From facts to the list of what is in order, missing and wrong, each with the command that mends it.
// Pure. What would leave the page without a list stops the deployment; what the deployment itself
// brings, or what only another command can bring after it, does not.

import { stripVTControlCharacters } from 'node:util';
import { CRON } from '../cloudflare/config.js';
import { asTyped } from '../command.js';

/**
 * ok; note: worth knowing; later: comes with the deployment, or only after it; missing, wrong.
 * @typedef {'ok' | 'note' | 'later' | 'missing' | 'wrong'} State
 *
 * @typedef {object} Check
 * @property {string} name
 * @property {State} state
 * @property {boolean} stops must it be mended before anything is deployed
 * @property {string} says
 * @property {string[]} todo what mends it: commands as one would type them, or lines of wrangler.toml
 *
 * @typedef {import('./facts.js').Facts} Facts
 * @typedef {import('./configuration.js').Configuration} Configuration
 */

/** How a setting is called that must not stand in a file. */
const SECRET = /_(?:KEY|TOKEN|SECRET)$/;
const BINDINGS = [
  {
    name: 'CACHE',
    why: 'the list is kept nowhere',
    line: 'kv_namespaces = [{ binding = "CACHE" }]',
  },
  {
    name: 'CF_VERSION_METADATA',
    why: 'an older deployment would not stand down for this one',
    line: 'version_metadata = { binding = "CF_VERSION_METADATA" }',
  },
];

/**
 * @param {Facts} facts
 * @returns {Check[]} in the order in which they are to be mended
 */
export function checksOf(facts) {
  const { configuration, site } = facts;
  if ('error' in configuration) {
    return [wrong(site.config, `wrangler cannot read it: ${configuration.error}`)];
  }
  return [
    ...siteChecks(facts, configuration),
    ...bindingChecks(facts, configuration),
    ...cronChecks(facts, configuration),
    ...rosterChecks(facts, configuration),
    ...settingChecks(facts, configuration),
    ...loginChecks(facts),
    ...remoteChecks(facts, configuration),
    ...checkoutChecks(facts),
  ];
}

/** @param {Facts} facts @param {Configuration} configuration @returns {Check[]} */
function siteChecks({ site }, { name, environments, shared }) {
  const { env, config } = site;
  if (env !== undefined && !environments.includes(env)) {
    const known = environments.length === 0 ? 'none' : environments.join(', ');
    // wrangler would deploy the top level's settings under another name.
    return [wrong(config, `there is no [env.${env}] in it; there is: ${known}.`)];
  }
  const checks = [ok(config, `the Worker ${name}`)];
  for (const { binding, with: other } of shared) {
    const says = `the same ${binding} as ${other}`;
    checks.push(
      binding === 'CACHE'
        ? wrong('sites', `${says}: both would write one list. Give each its own, or no id.`)
        : note('sites', `${says}: both show the same members.`),
    );
  }
  return checks;
}

/** @param {Facts} facts @param {Configuration} configuration @returns {Check[]} */
function bindingChecks({ site }, { bindings }) {
  const absent = BINDINGS.filter(({ name }) => !bindings.includes(name));
  if (absent.length === 0) return [ok('bindings', bindings.join(', '))];
  return absent.map(({ name, why, line }) =>
    missing('bindings', `${name} is not bound: ${why}. ${addTo(site)}`, [line]),
  );
}

/** @param {Facts} facts @param {Configuration} configuration @returns {Check[]} */
function cronChecks({ site }, { crons }) {
  const only = `the list is refreshed by ${CRON} and no other.`;
  if (crons.length === 0) {
    const says = `there is none: ${only} ${addTo(site)}`;
    return [missing('cron', says, [`triggers = { crons = ["${CRON}"] }`])];
  }
  if (!crons.includes(CRON)) {
    const says = `it is ${crons.join(', ')}: ${only} Mend it in ${site.config}:`;
    return [wrong('cron', says, [`crons = ["${CRON}"]`])];
  }
  if (crons.length === 1) return [ok('cron', CRON)];
  return [note('cron', `${crons.join(', ')}: one of them, ${CRON}, is enough.`)];
}

/** @param {Facts} facts @param {Configuration} configuration @returns {Check[]} */
function rosterChecks({ site }, { name, bindings, vars }) {
  const hasDatabase = bindings.includes('DB');
  const isSet = (/** @type {string} */ name) => String(vars[name] ?? '').trim() !== '';
  if (!hasDatabase && !isSet('ROSTER')) {
    const says = `neither DB is bound nor ROSTER set: there is nobody to ask about. ${addTo(site)}`;
    const database = `binding = "DB", database_name = "${name}", migrations_dir = "migrations"`;
    return [missing('members', says, [`d1_databases = [{ ${database} }]`])];
  }
  if (!hasDatabase) {
    return isSet('ROSTER_SQL')
      ? [note('members', 'ROSTER; ROSTER_SQL needs the binding DB and is not used.')]
      : [ok('members', 'ROSTER')];
  }
  if (isSet('ROSTER')) return [note('members', 'D1; ROSTER is set as well and not used.')];
  return [ok('members', isSet('ROSTER_SQL') ? 'D1, by ROSTER_SQL' : 'D1')];
}

/** @param {Facts} facts @param {Configuration} configuration @returns {Check[]} */
function settingChecks({ settings, site }, { vars }) {
  const checks = settings.problems
    .filter((problem) => vars[nameIn(problem)] !== undefined && !SECRET.test(nameIn(problem)))
    .map((problem) => wrong('settings', `${problem} Mend [vars] in ${site.config}.`));
  for (const name of Object.keys(vars)) {
    if (!settings.known.includes(name)) {
      checks.push(note('settings', `${name} is none that the Worker knows: is it spelled right?`));
    } else if (SECRET.test(name)) {
      const says = `${name} stands in ${site.config}, to be read by everybody who has the file. Take it out, ask for a new one, and:`;
      checks.push(wrong('settings', says, [wrangler(['secret', 'put', name], site)]));
    }
  }
  const count = Object.keys(vars).length;
  return checks.length > 0 ? checks : [ok('settings', `${count}, and none is wrong`)];
}

/** @param {Facts} facts @returns {Check[]} */
function loginChecks({ remote: { login } }) {
  if (login.is === 'known') return [ok('log-in', login.answer.who)];
  if (login.is === 'failed') return [unknown('log-in', 'who is logged in', login.output)];
  const says = 'nobody is logged in: what is deployed, and with which secrets, is not known.';
  return [missing('log-in', says, ['npx wrangler login'])];
}

/** @param {Facts} facts @param {Configuration} configuration @returns {Check[]} */
function remoteChecks(facts, configuration) {
  const { login, ...answers } = facts.remote;
  if (login.is !== 'known') return [];
  const isUndecided = Object.values(answers).some(
    (answer) => answer.is === 'failed' && /More than one account/.test(answer.output),
  );
  if (isUndecided) {
    const choices = login.answer.accounts.map(
      ({ id, name }) => `export CLOUDFLARE_ACCOUNT_ID=${id}   # ${name}`,
    );
    return [wrong('account', 'there are several: say which one is meant.', choices)];
  }
  return [
    ...migrationChecks(facts, configuration),
    ...secretChecks(facts, configuration),
    ...liveChecks(facts),
  ];
}

/** @param {Facts} facts @param {Configuration} configuration @returns {Check[]} */
function secretChecks({ settings, remote: { secrets }, site }, { vars }) {
  if (secrets.is === 'failed') return [unknown('secrets', 'the secrets', secrets.output)];
  const there = secrets.is === 'known' ? secrets.answer : [];
  const absent = settings.problems.filter((problem) => {
    const name = nameIn(problem);
    return vars[name] === undefined && !there.includes(name);
  });
  if (absent.length === 0) return [ok('secrets', there.join(', ') || 'none is needed')];
  const says = absent.map((problem) => `${nameIn(problem)} is not set`).join('; ');
  const commands = absent.map((problem) => wrangler(['secret', 'put', nameIn(problem)], site));
  if (secrets.is !== 'known') {
    return [later('secrets', `${says}: it needs the Worker, which is deployed first.`, commands)];
  }
  // Whoever asks other services only can do without: the deployment that is live does, too.
  const sentences = absent.map((problem) => problem.match(/^.*?\.(?= |$)/)?.[0] ?? problem);
  return [{ ...missing('secrets', sentences.join(' '), commands), stops: false }];
}

/** @param {Facts} facts @param {Configuration} configuration @returns {Check[]} */
function migrationChecks({ remote: { migrations, live }, site }, { bindings, vars }) {
  if (!bindings.includes('DB')) return [];
  if (migrations.is === 'failed') {
    return [unknown('migrations', 'the migrations', migrations.output)];
  }
  const command = [wrangler(['d1', 'migrations', 'apply', 'DB', '--remote'], site)];
  const isFirst = live.is === 'absent';
  if (migrations.is === 'absent' && !isFirst) {
    const says = `the Worker that is deployed would get a new database, without members: ${sentenceIn(migrations.output)}`;
    return [wrong('migrations', says)];
  }
  if (migrations.is !== 'known') {
    return [later('migrations', 'the database is made by the first deployment.', command)];
  }
  const found = isFirst
    ? [note('database', 'there is one of this name, which this Worker will use.')]
    : [];
  if (migrations.answer.length === 0) return [...found, ok('migrations', 'all are applied')];
  const says = `not applied: ${migrations.answer.join(', ')}`;
  if (vars.ROSTER_SQL !== undefined) {
    return [...found, note('migrations', `${says}; ROSTER_SQL reads a table of your own.`)];
  }
  if (isFirst) return [...found, later('migrations', says, command)];
  const first = `${says}. The code that is deployed now does not mind; the new one may need it.`;
  return [...found, missing('migrations', first, command)];
}

/** @param {Facts} facts @returns {Check[]} */
function liveChecks({ remote: { live } }) {
  if (live.is === 'failed') return [unknown('live', 'what is deployed', live.output)];
  if (live.is !== 'known') return [later('live', 'nothing yet: this is the first deployment.')];
  const versions = live.answer.filter(({ percentage }) => percentage > 0);
  const shares = versions.map(({ id, percentage }) => `${id} (${percentage} %)`).join(', ');
  if (versions.length < 2) return [ok('live', shares || 'nothing')];
  return [note('live', `${shares}: a gradual deployment is going on, which this one ends.`)];
}

/** @param {Facts} facts @returns {Check[]} */
function checkoutChecks({ checkout }) {
  if (checkout === null) return [note('checkout', 'no git: what is deployed has no name.')];
  const { commit, changed } = checkout;
  if (changed === 0) return [ok('checkout', commit)];
  const files = changed === 1 ? 'one file differs' : `${changed} files differ`;
  return [note('checkout', `${files} from ${commit}: the upload is no commit.`)];
}

/** @param {import('./facts.js').Site} site */
function addTo({ config, env }) {
  const place = env === undefined ? 'above its first [table]' : `below [env.${env}]`;
  return `Add to ${config}, ${place}:`;
}

/** The core's sentences about settings begin with the setting. @param {string} problem */
function nameIn(problem) {
  return problem.split(' ', 1)[0] ?? '';
}

/** @param {string[]} args @param {import('./facts.js').Site} site */
function wrangler(args, { flags }) {
  return asTyped(['npx', 'wrangler', ...args, ...flags]);
}

/** @param {string} name @param {string} says @returns {Check} */
const ok = (name, says) => ({ name, state: 'ok', stops: false, says, todo: [] });

/** @param {string} name @param {string} says @returns {Check} */
const note = (name, says) => ({ name, state: 'note', stops: false, says, todo: [] });

/** @param {string} name @param {string} says @param {string[]} [todo] @returns {Check} */
const later = (name, says, todo = []) => ({ name, state: 'later', stops: false, says, todo });

/** @param {string} name @param {string} says @param {string[]} [todo] @returns {Check} */
const missing = (name, says, todo = []) => ({ name, state: 'missing', stops: true, says, todo });

/** @param {string} name @param {string} says @param {string[]} [todo] @returns {Check} */
const wrong = (name, says, todo = []) => ({ name, state: 'wrong', stops: true, says, todo });

/**
 * What cannot be asked may be wrong.
 * @param {string} name
 * @param {string} what
 * @param {string} output wrangler's
 * @returns {Check}
 */
function unknown(name, what, output) {
  return wrong(name, `${what} cannot be asked: ${sentenceIn(output) || 'wrangler says nothing'}`);
}

/** @param {string} output wrangler's, of a command that failed @returns {string} the line that tells why */
function sentenceIn(output) {
  const plain = stripVTControlCharacters(output).trim();
  return plain.match(/\[ERROR\]\s*(.+)/)?.[1] ?? plain.split('\n', 1)[0] ?? '';
}
