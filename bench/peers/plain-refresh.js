// The cron in plain JavaScript, as one would write it for the same contract in an afternoon: whom to
// ask, what an answer means, and what to write. Without input and output.

import { isListen, newestFirst, parseJson, parseList, VERSION } from './plain-reply.js';

/**
 * @typedef {import('./plain-reply.js').Listen} Listen
 * @typedef {{username: string, account: string}} Member
 * @typedef {{askedAt: string | null, listen: Listen | null}} Memory
 * @typedef {{listen: Listen | null} | {failure: string}} Answer listen: null when there is none
 * @typedef {Record<string, string | undefined>} Settings
 */

/** @param {any[]} rows of the roster @returns {Member[]} */
export function membersOf(rows) {
  return rows
    .filter((row) => row.lastfm_username && row.profile_visibility !== 'private')
    .map((row) => ({ username: row.username, account: row.lastfm_username }));
}

/** @param {string | undefined} roster "alice=alice_fm, bob" */
export function rowsOfSetting(roster = '') {
  return roster
    .split(',')
    .map((entry) => entry.trim().split('='))
    .filter(([username]) => username)
    .map(([username, account = username]) => ({ username, lastfm_username: account }));
}

/** @param {string | null} text of the snapshot's key @returns {Map<string, Memory>} by account */
export function memoriesOf(text) {
  const snapshot = parseJson(text);
  if (snapshot?.version !== VERSION || !Array.isArray(snapshot.members)) return new Map();
  return new Map(
    snapshot.members.map((/** @type {any} */ { account, askedAt, listen }) => [
      account,
      { askedAt, listen: isListen(listen) ? listen : null },
    ]),
  );
}

/**
 * Everybody, or else those who have waited longest.
 * @param {Member[]} members
 * @param {Map<string, Memory>} memories
 * @param {number} budget
 */
export function whomToAsk(members, memories, budget) {
  if (members.length <= budget) return members;
  return members
    .map((member) => ({ member, askedAt: memories.get(member.account)?.askedAt ?? '' }))
    .sort((a, b) => (a.askedAt === b.askedAt ? 0 : a.askedAt < b.askedAt ? -1 : 1))
    .slice(0, budget)
    .map(({ member }) => member);
}

/** @param {string} account @param {Settings} settings */
export function urlFor(account, { LASTFM_API_URL = '', LASTFM_API_KEY = '' }) {
  const query = new URLSearchParams({
    method: 'user.getrecenttracks',
    user: account,
    api_key: LASTFM_API_KEY,
    format: 'json',
    limit: '1',
  });
  return `${LASTFM_API_URL}?${query}`;
}

/**
 * @param {string} username
 * @param {string} text of Last.fm's answer
 * @returns {Answer}
 */
export function readAnswer(username, text) {
  const body = parseJson(text);
  if (body === null) return { failure: 'no JSON' };
  if (body.error !== undefined) return { failure: `error ${body.error}` };
  const { track } = body.recenttracks ?? {};
  const play = Array.isArray(track) ? track[0] : track;
  if (play === undefined) return { listen: null };
  if (typeof play.name !== 'string') return { failure: 'no track' };
  return {
    listen: {
      username,
      artist: play.artist?.['#text'] ?? '',
      album: play.album?.['#text'] ?? '',
      track: play.name,
      image: play.image?.at(-1)?.['#text'] || null,
      playedAt: play.date ? new Date(Number(play.date.uts) * 1000).toISOString() : null,
      nowPlaying: play['@attr']?.nowplaying === 'true',
      url: play.url ?? '',
      source: 'lastfm',
    },
  };
}

/**
 * Who failed, or was not asked, keeps the last known listen.
 * @param {Member[]} members
 * @param {Map<string, Memory>} memories
 * @param {Map<string, Answer>} answers by account
 * @param {string} now
 */
export function merge(members, memories, answers, now) {
  return members.map(({ username, account }) => {
    const memory = memories.get(account) ?? { askedAt: null, listen: null };
    const answer = answers.get(account);
    if (answer === undefined) return { username, account, ...memory };
    const listen = 'failure' in answer ? memory.listen : answer.listen;
    return { username, account, askedAt: now, listen };
  });
}

/**
 * @param {ReturnType<typeof merge>} members
 * @param {number} maxTracks
 * @param {string} now
 * @returns {{list: string, snapshot: string, count: number}} what to write, and the list's tracks
 */
export function valuesOf(members, maxTracks, now) {
  const listens = members.flatMap(({ listen }) => (listen === null ? [] : [listen]));
  const tracks = newestFirst(listens).slice(0, maxTracks);
  const head = { version: VERSION, lastUpdated: now };
  return {
    list: JSON.stringify({ ...head, tracks }),
    snapshot: JSON.stringify({ ...head, members }),
    count: tracks.length,
  };
}

/**
 * Whether the list must stay as it is: nobody answered, and there is one.
 * @param {Map<string, Answer>} answers
 * @param {string | null} recent
 */
export function mustKeep(answers, recent) {
  return [...answers.values()].every((answer) => 'failure' in answer) && parseList(recent) !== null;
}
