// The case that the rules judge: all that is known, and what follows from it for several of them.
// Pure.

import { typedPlaceFlags } from '../cloudflare/place.js';
import { asTyped } from '../command.js';
import { millis } from './words.js';

/**
 * @typedef {import('./examine.js').Examined} Examined
 * @typedef {import('./examine.js').ExaminedList} ExaminedList
 * @typedef {import('./examine.js').ExaminedSnapshot} ExaminedSnapshot
 *
 * @typedef {object} Known
 * @property {number} nowMs
 * @property {import('../cloudflare/place.js').Place} place
 * @property {boolean} isSavedValue one key is all there is to look at
 * @property {Examined[]} keys
 * @property {import('./examine.js').Served | null} served null when nobody knows
 * @property {string[]} settings what is wrong with them
 * @property {string[] | null} crons null when nobody knows
 * @property {import('./worker.js').Deployed | null} deployed null when nobody knows
 */

export const TICK_MS = 300_000;

export class Case {
  /** @param {Known} known */
  constructor(known) {
    this.known = known;
    const { keys, nowMs } = known;
    this.nowMs = nowMs;
    /** The list, or null where it is not known. */
    this.list = /** @type {ExaminedList | null} */ (keyOf(keys, 'recent'));
    this.snapshot = /** @type {ExaminedSnapshot | null} */ (keyOf(keys, 'snapshot'));
    /** All other keys. */
    this.others = /** @type {ExaminedList[]} */ (
      keys.filter(({ role }) => role !== 'recent' && role !== 'snapshot')
    );
    this.freshForMs = (keys[0]?.freshForSeconds ?? 0) * 1000;
    this.formatVersion = keys[0]?.formatVersion ?? 0;
  }

  get isFresh() {
    return this.list?.status === 'fresh';
  }

  /** Of what may be the cause: as bad as what comes of it. */
  get causeSeverity() {
    return this.list === null || this.isFresh ? 'warning' : 'broken';
  }

  /** @returns {number | null} when a refresh wrote last, as far as that is known */
  get writtenMs() {
    const times = [this.list, this.snapshot].flatMap((one) => millis(one?.writtenAt) ?? []);
    return times.length === 0 ? null : Math.max(...times);
  }

  /** @returns {number | null} when something was learned last */
  get learnedMs() {
    const times = [this.list, this.snapshot].flatMap((one) => millis(one?.lastUpdated) ?? []);
    return times.length === 0 ? null : Math.max(...times);
  }

  get answers() {
    return this.snapshot?.answers ?? [];
  }

  /** @param {string} source */
  answersOf(source) {
    return this.answers
      .map((answer) => ({
        ...answer,
        accounts: answer.accounts.filter((account) => account.source === source),
      }))
      .filter(({ accounts }) => accounts.length > 0);
  }

  /** Those that answered about nobody, though they were asked. */
  get silentServices() {
    const sources = this.snapshot?.services?.map(({ source }) => source) ?? [];
    return sources.filter((source) => {
      const answers = this.answersOf(source);
      return answers.length > 0 && answers.every(({ isFailure }) => isFailure);
    });
  }

  get accountCount() {
    return this.answers.reduce((sum, { accounts }) => sum + accounts.length, 0);
  }

  /** @param {string} source */
  titleOf(source) {
    return this.#serviceOf(source)?.title ?? source;
  }

  /** @param {string} source */
  secretOf(source) {
    return this.#serviceOf(source)?.secretSetting ?? '';
  }

  /** @param {string} source */
  #serviceOf(source) {
    return this.snapshot?.knownServices?.find((one) => one.source === source);
  }

  /** @param {string[]} args of a command about the Worker itself */
  ofWorker(...args) {
    return asTyped(['npx', 'wrangler', ...args, ...this.known.place.site]);
  }

  /** Where deployments are listed; none on this machine. */
  get listingDeployments() {
    return this.known.place.isRemote ? [this.ofWorker('deployments', 'list')] : [];
  }

  /** Makes this checkout the newest deployment. */
  get deploying() {
    return this.known.place.isRemote ? [this.ofSite('deploy')] : [];
  }

  /** @param {string[]} args "get", "delete" and what follows */
  ofKey(...args) {
    const flags = typedPlaceFlags(this.known.place);
    return asTyped(['npx', 'wrangler', 'kv', 'key', ...args, '--binding', 'CACHE', ...flags]);
  }

  /** @param {string[]} args of one of our own commands about the same place */
  ofOurs(...args) {
    const flags = typedPlaceFlags(this.known.place)
      .filter((flag) => flag !== '--local')
      .map((flag) => (flag === '--persist-to' ? '--state' : flag));
    return asTyped(['npm', 'run', ...args, ...flags]);
  }

  /** How the refreshes of the place are watched; on this machine npm start makes them. */
  get watching() {
    const { isRemote, state } = this.known.place;
    if (isRemote) return this.ofSite('tail');
    const isUsual = typedPlaceFlags(this.known.place).every((flag) => flag !== '--persist-to');
    return asTyped(['npm', 'start', ...(isUsual ? [] : ['--', '--state', state ?? ''])]);
  }

  /** @param {string} script of ours about what is deployed, and nothing else */
  ofSite(script) {
    const { site } = this.known.place;
    return asTyped(['npm', 'run', script, ...(site.length > 0 ? ['--', ...site] : [])]);
  }

  /** Takes a key's value along before it is deleted, so that it can still be looked at. */
  savingAndDeleting(/** @type {string} */ key) {
    return [`${this.ofKey('get', key)} > value.json`, this.ofKey('delete', key)];
  }
}

/**
 * @param {Examined[]} keys
 * @param {string} role
 */
function keyOf(keys, role) {
  return keys.find((one) => one.role === role) ?? null;
}
