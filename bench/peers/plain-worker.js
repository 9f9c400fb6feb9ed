// The whole Worker in plain JavaScript: the input and output around plain-reply.js and
// plain-refresh.js.

import {
  membersOf,
  memoriesOf,
  merge,
  mustKeep,
  readAnswer,
  rowsOfSetting,
  urlFor,
  valuesOf,
  whomToAsk,
} from './plain-refresh.js';
import {
  listOfSnapshot,
  parseList,
  RECENT,
  readRequest,
  replyWith,
  SNAPSHOT,
} from './plain-reply.js';

const ROSTER_SQL =
  "SELECT username, lastfm_username, profile_visibility FROM users WHERE profile_visibility = 'public'";
const SNAPSHOT_TTL = 7 * 24 * 3600;

/** @typedef {import('./plain-refresh.js').Settings & {CACHE: any, DB?: any}} Env */

/** @param {Env} env @param {string} key @returns {Promise<string | null>} */
const stored = async (env, key) => (await env.CACHE.getWithMetadata(key, 'text')).value;

/** @param {Request} request @param {Env} env */
async function answer(request, env) {
  const { method, url } = request;
  const asked = { method, url, ifNoneMatch: request.headers.get('if-none-match') };
  const reading = readRequest(asked);
  if ('refusal' in reading) return reading.refusal;
  const recent = parseList(await stored(env, RECENT));
  const list = recent ?? listOfSnapshot(await stored(env, SNAPSHOT));
  return replyWith(asked, reading.limit, {
    list,
    isFallback: recent === null,
    nowMs: Date.now(),
  });
}

/** @param {string} username @param {string} url */
async function ask(username, url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(8000) });
    return readAnswer(username, await response.text());
  } catch (error) {
    return { failure: String(error) };
  }
}

/** @param {Env} env */
async function refresh(env) {
  const now = new Date().toISOString();
  console.log(`[CRON] Running scheduled task at ${now}`);
  const rows = env.DB
    ? (await env.DB.prepare(ROSTER_SQL).all()).results
    : rowsOfSetting(env.ROSTER);
  const members = membersOf(rows);
  console.log(`[CRON] Found ${members.length} users with Last.fm usernames`);
  const [recent, snapshot] = await Promise.all([stored(env, RECENT), stored(env, SNAPSHOT)]);
  const memories = memoriesOf(snapshot);
  const asked = whomToAsk(members, memories, Number(env.POLL_BUDGET ?? 45));
  /** @type {[string, import('./plain-refresh.js').Answer][]} */
  const answered = await Promise.all(
    asked.map(async ({ username, account }) => [
      account,
      await ask(username, urlFor(account, env)),
    ]),
  );
  const answers = new Map(answered);
  if (mustKeep(answers, recent)) {
    console.warn('[CRON] WARNING: nobody answered, the list stays');
    return;
  }
  const merged = merge(members, memories, answers, now);
  await write(env, valuesOf(merged, Number(env.MAX_TRACKS ?? 50), now));
}

/** @param {Env} env @param {ReturnType<typeof valuesOf>} values */
async function write(env, { list, snapshot, count }) {
  const expirationTtl = Number(env.USER_LISTENS_TTL_MINUTES ?? 7) * 60;
  console.log(`[CRON] Caching ${count} tracks with TTL ${expirationTtl}s`);
  await env.CACHE.put(RECENT, list, { expirationTtl });
  const isThere = (await stored(env, RECENT)) === list;
  if (!isThere) console.warn('[CRON] WARNING: the list is not what was written');
  await env.CACHE.put(SNAPSHOT, snapshot, { expirationTtl: SNAPSHOT_TTL });
  console.log(`[CRON] Pre-warmed user listens cache with ${count} tracks`);
}

export default {
  /** @param {Request} request @param {Env} env */
  async fetch(request, env) {
    const { status, headers, body, log } = await answer(request, env);
    if (log) console.log(log);
    return new Response(body === '' ? null : body, { status, headers });
  },

  /** @param {unknown} _controller @param {Env} env */
  scheduled: (_controller, env) => refresh(env),
};
