// The steps of a deployment, in their order. Nothing is uploaded while a check stops it.

import { step } from '../progress.js';
import { checksOf } from './checks.js';
import { readConfiguration } from './configuration.js';
import { askCloudflare } from './facts.js';
import { checkList, isOpen, remaining, verdict } from './report.js';

/**
 * @typedef {import('./facts.js').Facts} Facts
 * @typedef {import('./facts.js').Site} Site
 *
 * @typedef {object} Means what reaches out of this process
 * @property {import('./facts.js').Ask} ask
 * @property {(values: Record<string, unknown>) => Facts['settings']} judge
 * @property {() => Promise<Facts['checkout']>} readCheckout
 * @property {(site: Site) => Promise<void>} bundle
 * @property {(site: Site, checkout: Facts['checkout']) => Promise<string | null>} upload
 * @property {(text: string) => void} say
 */

/**
 * @param {Omit<import('./options.js').DeployOptions, 'help'>} options
 * @param {Means} means
 * @returns {Promise<boolean>} whether all went well
 */
export async function deploy({ site, mode }, means) {
  const facts = await step('Looking at what there is', () => gather(site, means));
  const checks = checksOf(facts);
  const { say } = means;
  say(`\n${checkList(checks)}\n\n${verdict(checks)}\n`);
  if (mode === 'check') return !checks.some(isOpen);
  // What is not uploaded needs no account.
  const mayGoOn = checks.every(
    ({ name, stops }) => !stops || (mode === 'dry-run' && name === 'log-in'),
  );
  if (mode === 'deploy' && !mayGoOn) return false;
  await means.bundle(site);
  if (mode === 'dry-run') {
    say('--dry-run: nothing was uploaded.');
    return mayGoOn;
  }
  const address = await means.upload(site, facts.checkout);
  // What the deployment brought is there now, and the database can be asked.
  const after = await step('Looking at what remains', () => gather(site, means));
  const isFirst = facts.remote.live.is === 'absent';
  const hasDatabase = usesDatabase(after.configuration);
  say(`\n${remaining(checksOf(after), { site, isFirst, hasDatabase, address })}`);
  return true;
}

/**
 * @param {Site} site
 * @param {Means} means
 * @returns {Promise<Facts>}
 */
async function gather(site, { ask, judge, readCheckout }) {
  const configuration = await readConfiguration(site);
  const checkout = await readCheckout();
  const remote = await askCloudflare(ask, site, usesDatabase(configuration));
  const settings = judge('error' in configuration ? {} : configuration.vars);
  return { site, configuration, settings, checkout, remote };
}

/** @param {Facts['configuration']} configuration */
function usesDatabase(configuration) {
  return !('error' in configuration) && configuration.bindings.includes('DB');
}
