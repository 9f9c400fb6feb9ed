// The ways a music service lets its callers down, to be switched on and off. Pure.

import { answer } from './answer.js';

/**
 * @typedef {import('./answer.js').Answer} Answer
 *
 * The two errors have the names of Last.fm's codes; the other services say the same in their words.
 * @typedef {'off' | '500' | 'error8' | 'error29' | 'html' | 'hang' | 'mix'} FlakeMode
 *
 * What each service has its own words for: a backend that failed, a caller who asks too often, and
 * a body that breaks off.
 * @typedef {Record<'error8' | 'error29' | 'hang', Answer>} Troubles
 */

/** @type {readonly FlakeMode[]} */
export const FLAKE_MODES = ['off', '500', 'error8', 'error29', 'html', 'hang', 'mix'];

/** In mode mix: what an account meets, one after the other. Some meet no trouble at a time. */
/** @type {readonly FlakeMode[]} */
const TURNS = ['off', '500', 'off', 'error8', 'error29', 'html', 'off', 'hang'];

const TURN_MS = 5 * 60_000; // one refresh, one turn

/** From the machines in front of a service, which speak no API. */
const OF_THE_GATEWAY = {
  500: answer(500, 'text/plain', 'Internal Server Error'),
  // On 200, where only the body tells.
  html: answer(
    200,
    'text/html',
    '<!DOCTYPE html><html><head><title>Be right back</title></head><body><h1>We are down for maintenance</h1></body></html>',
  ),
};

/**
 * @param {FlakeMode} mode what is switched on
 * @param {number} place the account's place in the list: in mode mix it decides whose turn it is
 * @param {number} now ms since 1970
 * @param {Troubles} troubles of the service that was asked
 * @returns {Answer | null} null: answer as if nothing were the matter
 */
export function flakeAnswer(mode, place, now, troubles) {
  const present = mode === 'mix' ? TURNS[(place + Math.floor(now / TURN_MS)) % TURNS.length] : mode;
  if (present === undefined || present === 'off' || present === 'mix') return null;
  return { ...OF_THE_GATEWAY, ...troubles }[present];
}
