// From what is known to what is to be said: a table of rules, the most important first. Pure.

import { Case } from './case.js';
import * as causes from './rules/causes.js';
import * as list from './rules/list.js';
import * as members from './rules/members.js';
import * as snapshot from './rules/snapshot.js';
import * as writers from './rules/writers.js';

/**
 * @typedef {import('./finding.js').Finding} Finding
 * @typedef {import('./finding.js').Severity} Severity
 *
 * @typedef {object} Diagnosis
 * @property {Case} about
 * @property {0 | 1 | 2} status the exit status
 * @property {Finding[]} findings the worst first; of the same severity, in the order of the rules
 */

/** @type {import('./finding.js').Rule[]} */
const RULES = [
  causes.notDeployed,
  causes.noCron,
  list.notAList,
  list.fromTheFuture,
  causes.keyRefused,
  causes.serviceSilent,
  causes.servicePaused,
  list.nothingStored,
  list.noRefresh,
  list.keptAlive,
  list.listMissing,
  list.nobodyToShow,
  causes.wrongSettings,
  writers.foreignWriter,
  writers.notTheLiveOne,
  writers.twoWriters,
  writers.olderVersion,
  writers.newerVersion,
  writers.nameless,
  writers.notConfirmed,
  snapshot.snapshotMissing,
  snapshot.snapshotBroken,
  snapshot.snapshotBehind,
  members.failing,
  members.unknownAccounts,
  members.privateAccounts,
  members.silentAccounts,
  writers.gradual,
  writers.unknownKeys,
];

/** @type {readonly Severity[]} */
const WORST_FIRST = ['broken', 'warning', 'note'];
const STATUS = /** @type {const} */ ({ broken: 2, warning: 1, note: 0 });

/**
 * @param {import('./case.js').Known} known
 * @returns {Diagnosis}
 */
export function diagnose(known) {
  const about = new Case(known);
  const all = RULES.flatMap((rule) => rule(about) ?? []);
  const findings = WORST_FIRST.flatMap((worst) => all.filter(({ severity }) => severity === worst));
  return { about, findings, status: STATUS[findings[0]?.severity ?? 'note'] };
}
