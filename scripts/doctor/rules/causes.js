// What keeps refreshes from going well: settings, the cron, services that refuse. Pure.

import { CRON } from '../../cloudflare/config.js';
import { finding } from '../finding.js';
import { clock, duration, listed, millis } from '../words.js';

/** @typedef {import('../finding.js').Rule} Rule */

/** Without these nothing goes, or a whole service is not asked. */
const IS_MISSING = /\bis not (?:bound|set)\b/;

/** @type {Rule} */
export const notDeployed = (about) => {
  const { deployed } = about.known;
  if (deployed === null || deployed.live.length > 0) return null;
  return finding(
    'broken',
    'The Worker is not deployed.',
    'Cloudflare knows no deployment of it in this account: nobody refreshes the list. Check the name in wrangler.toml and the account, or deploy.',
    'npx wrangler whoami',
    about.ofSite('deploy'),
  );
};

/** @type {Rule} */
export const noCron = (about) => {
  const { crons } = about.known;
  if (crons === null || crons.includes(CRON)) return null;
  return finding(
    about.causeSeverity,
    `wrangler.toml has no cron "${CRON}".`,
    `${crons.length === 0 ? 'It has none' : `It has ${listed(crons)}`}: nobody refreshes the list, or not every five minutes. Put it into the crons of [triggers] and deploy.`,
    about.ofSite('deploy'),
  );
};

/** @type {Rule} */
export const wrongSettings = (about) =>
  about.known.settings.map((problem) => {
    const secret = problem.match(/`wrangler secret put (\w+)`/)?.[1];
    const isCause = IS_MISSING.test(problem);
    return finding(
      isCause ? about.causeSeverity : 'warning',
      `Setting: ${problem}`,
      secret === undefined
        ? 'Correct it in wrangler.toml and deploy; on this machine, npm start again.'
        : 'It holds from the next refresh on. On this machine it stands in .dev.vars, or npm start brings it.',
      secret === undefined ? about.ofSite('deploy') : about.ofWorker('secret', 'put', secret),
    );
  });

/** @type {Rule} */
export const keyRefused = (about) =>
  (about.snapshot?.services ?? [])
    .filter(({ refusesKey }) => refusesKey)
    .map(({ source }) => {
      const secret = about.secretOf(source);
      return finding(
        about.causeSeverity,
        `${about.titleOf(source)} refuses ${secret === '' ? 'us' : secret}.`,
        'The key is wrong or suspended. One request a refresh looks whether it still is; listens that are known stay for seven days. Set a key that works.',
        ...(secret === '' ? [] : [about.ofWorker('secret', 'put', secret)]),
      );
    });

/** @type {Rule} */
export const servicePaused = (about) =>
  (about.snapshot?.services ?? []).flatMap(({ source, pausedUntil, pauses }) => {
    const until = millis(pausedUntil);
    if (until === null || until <= about.nowMs) return [];
    const often = pauses > 1 ? ` It said “too often” ${pauses} times in a row.` : '';
    return finding(
      about.causeSeverity,
      `${about.titleOf(source)} is left alone for ${duration(until - about.nowMs)} more, until ${clock(until)}.`,
      `It asked for that.${often} Its members keep their last listen. If it comes back again and again, lower ${source.toUpperCase()}_PER_SECOND or POLL_BUDGET in wrangler.toml.`,
    );
  });

/** A service that answered about nobody, and does not say why. @type {Rule} */
export const serviceSilent = (about) =>
  about.silentServices.flatMap((source) => {
    const state = about.snapshot?.services?.find((one) => one.source === source);
    if (state?.refusesKey || state?.pausedUntil) return [];
    const kinds = about
      .answersOf(source)
      .map(({ words, accounts }) => `${words} (${accounts.length})`);
    return finding(
      about.causeSeverity,
      `${about.titleOf(source)} answered about nobody: ${kinds.join(', ')}.`,
      'The service is down, cannot be reached, or its address is wrong. What is known of its members stays for seven days; each refresh tries again.',
      about.watching,
    );
  });
