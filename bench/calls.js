// npm run bench: what the core costs a call, against straightforward JavaScript for the same job.
//
// Ratios of medians within one run, rounds of both in turn: machines are shared and noisy, and a
// time alone says little. A ratio below 1 means that the core is faster.

import { readFileSync } from 'node:fs';
import { Core } from '../shim/core.js';
import { lastfmBody } from './peers/bodies.js';
import * as plain from './peers/plain.js';

const ROUNDS = 21;
const CALLS_A_ROUND = 400;

const core = new Core(
  new WebAssembly.Module(readFileSync(new URL('../build/wasm/core.wasm', import.meta.url))),
);
const encoder = new TextEncoder();
const nowMs = Date.parse('2025-12-04T14:25:10.000Z');
const times = { nowMs, startedMs: nowMs, scheduledMs: nowMs };
const settings = { LASTFM_API_KEY: 'key' };

/**
 * A list of tracks as the core writes it, with its seal.
 * @param {number} count of tracks
 */
function storedList(count) {
  const members = Array.from({ length: count }, (_, i) => `member${i}`);
  const rows = encoder.encode(
    JSON.stringify(members.map((username) => ({ username, lastfm_username: username }))),
  );
  const facts = { settings, ...times, hasCache: true, hasDatabase: true, reads: [{}, {}] };
  const answers = members.map((account) => {
    const question = { username: account, source: 'lastfm', account };
    const body = encoder.encode(lastfmBody(account));
    return core.call('read_response', { ...times, question, status: 200 }, body)[1];
  });
  const [{ write }, list] = core.call('finish_refresh', facts, rows, null, null, ...answers);
  return { list, metadata: write.metadata };
}

/** @param {number} count @param {boolean} isSealed */
function replyJob(count, isSealed) {
  const { list, metadata } = storedList(count);
  const facts = {
    settings,
    nowMs,
    hasCache: true,
    method: 'GET',
    url: 'https://site/api/internal/user-listens',
    reads: [{ metadata: isSealed ? metadata : null }],
  };
  return {
    name: `reply, ${count} tracks, ${isSealed ? 'sealed' : 'unsealed'}`,
    core: () => core.call('reply', facts, list),
    plain: () => plain.reply(list),
  };
}

function bodyJob() {
  const body = encoder.encode(lastfmBody('alice'));
  const question = { username: 'alice', source: 'lastfm', account: 'alice' };
  return {
    name: `one Last.fm answer, ${body.length} bytes`,
    core: () => core.call('read_response', { ...times, question, status: 200 }, body),
    plain: () => plain.readResponse(body, 'alice'),
  };
}

/** @param {() => unknown} job microseconds a call */
function round(job) {
  const from = performance.now();
  for (let i = 0; i < CALLS_A_ROUND; i++) job();
  return ((performance.now() - from) * 1000) / CALLS_A_ROUND;
}

/** @param {number[]} values */
function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

const jobs = [replyJob(14, true), replyJob(14, false), replyJob(50, true), bodyJob()];
console.log('| job | core, µs | plain JavaScript, µs | ratio |\n|---|---|---|---|');
for (const job of jobs) {
  round(job.core);
  round(job.plain);
  const times = Array.from({ length: ROUNDS }, () => [round(job.core), round(job.plain)]);
  const ours = median(times.map(([time]) => time ?? 0));
  const theirs = median(times.map(([, time]) => time ?? 0));
  console.log(
    `| ${job.name} | ${ours.toFixed(1)} | ${theirs.toFixed(1)} | ${(ours / theirs).toFixed(2)} |`,
  );
}
