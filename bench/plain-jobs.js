// The jobs of the core, done by the plain peer: bytes in, bytes out, without network and KV.

import {
  membersOf,
  memoriesOf,
  merge,
  readAnswer,
  urlFor,
  valuesOf,
  whomToAsk,
} from './peers/plain-refresh.js';
import { parseList, readRequest, replyWith } from './peers/plain-reply.js';

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/**
 * @param {{url: string, nowMs: number, bytes: Uint8Array}} request
 * @returns {{status: number, headers: Record<string, string>, body: Uint8Array}}
 */
export function replyPlainly({ url, nowMs, bytes }) {
  const asked = { method: 'GET', url, ifNoneMatch: null };
  const reading = readRequest(asked);
  if ('refusal' in reading) throw new Error(reading.refusal.body);
  const list = parseList(decoder.decode(bytes));
  const { status, headers, body } = replyWith(asked, reading.limit, {
    list,
    isFallback: false,
    nowMs,
  });
  return { status, headers, body: encoder.encode(body) };
}

/** @param {string} username @param {Uint8Array} body */
export const readPlainly = (username, body) => readAnswer(username, decoder.decode(body));

/**
 * @param {Omit<import('./core-refresh.js').Inputs, 'stored'> & {stored: {recent: Uint8Array, snapshot: Uint8Array} | null}} inputs
 * @returns {{recent: Uint8Array, snapshot: Uint8Array, held: unknown[]}} what it writes, and what it
 *     holds in memory meanwhile
 */
export function refreshPlainly({ rows, stored, nowMs, settings, bodyOf }) {
  const now = new Date(nowMs).toISOString();
  const members = membersOf(rows);
  const recent = parseList(stored && decoder.decode(stored.recent));
  const memories = memoriesOf(stored && decoder.decode(stored.snapshot));
  const asked = whomToAsk(members, memories, Number(settings.POLL_BUDGET));
  const urls = asked.map(({ account }) => urlFor(account, settings));
  const answers = new Map(
    asked.map(({ username, account }) => [account, readPlainly(username, bodyOf(account))]),
  );
  const merged = merge(members, memories, answers, now);
  const { list, snapshot } = valuesOf(merged, Number(settings.MAX_TRACKS), now);
  const written = encoder.encode(list);
  if (decoder.decode(written) !== list) throw new Error('the list is not what was written');
  return {
    recent: written,
    snapshot: encoder.encode(snapshot),
    held: [members, recent, memories, urls, answers, merged, list, snapshot],
  };
}
