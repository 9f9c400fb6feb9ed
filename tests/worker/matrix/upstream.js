// The matrix's rows: the music service in trouble.

import { Response } from 'miniflare';
import { lastfmBody, lastfmError, saysOnly, userOf } from '../music.js';
import { MEMBERS, plays, ROUNDS } from './plays.js';
import { confirmed, kept, NOTE, notesOfWrite, refreshed } from './row.js';

/**
 * @typedef {import('./row.js').Row} Row
 * @typedef {import('../music.js').Upstream} Upstream
 */

/** Refreshes with this service. @param {Upstream} upstream @returns {Row['befalls']} */
const refreshWith = (upstream) => async (platform) => {
  platform.music.upstream = upstream;
  await platform.tick();
};

const LISTED = 10;
const AT_ONCE = 6;

/** @param {(position: number) => string} words of each member's answer */
function noAnswers(words) {
  const listed = MEMBERS.slice(0, LISTED).map(({ username }, i) => `${username} (${words(i)})`);
  return `[CRON] WARNING: No answer about ${MEMBERS.length} accounts, keeping what is known of them: ${listed.join(', ')} and ${MEMBERS.length - LISTED} more`;
}

/** Everybody's answer is the same. @param {string} words */
const everybody = (words) => noAnswers(() => words);

/** After the first answers nobody else is asked about. @param {string} words */
const stopped = (words) => noAnswers((position) => (position < AT_ONCE ? words : 'not sent'));

/** Of the third round. @param {import('./row.js').Counts} counts */
function someAsked(counts) {
  const [running, , ...others] = notesOfWrite(ROUNDS.third, counts);
  const notes = [
    /** @type {string} */ (running),
    NOTE.found(),
    `[CRON] Asking about ${counts.asked} of 14 accounts`,
    ...others,
  ];
  return { runs: [confirmed(counts)], notes };
}

/** @type {Row[]} */
const NO_NEWS = [
  {
    fault: 'all answer HTTP 500',
    befalls: refreshWith(saysOnly('', 500)),
    during: kept(everybody('service error, HTTP 500')),
  },
  {
    fault: 'all answer HTTP 429',
    befalls: refreshWith(saysOnly('slow down', 429)),
    during: kept(
      '[CRON] WARNING: Last.fm was asked too often (HTTP 429): it is left alone for a while. Lower POLL_BUDGET if this goes on.',
      stopped('rate limited, HTTP 429'),
    ),
    after: {
      ...kept(
        '[CRON] WARNING: Last.fm is left alone until 2025-12-04T14:35:00.000Z: it was asked too often, or has too much to do.',
      ),
      ...someAsked({ asked: 0, learned: 0, failed: 0, kept: 14, tracks: 14 }),
    },
  },
  {
    fault: 'all answer error 8 on HTTP 200',
    befalls: refreshWith(saysOnly(lastfmError(8))),
    during: kept(everybody('service error, error 8')),
  },
  {
    fault: 'all answer HTML on HTTP 200',
    befalls: refreshWith(saysOnly('<!DOCTYPE html><title>Last.fm</title>')),
    during: kept(everybody('unreadable answer, not JSON')),
  },
  {
    fault: 'all bodies are empty',
    befalls: refreshWith(saysOnly('')),
    during: kept(everybody('unreadable answer, empty')),
  },
  {
    fault: 'all answer error 10, the key is refused',
    befalls: refreshWith(saysOnly(lastfmError(10), 403)),
    during: kept(
      '[CRON] WARNING: Last.fm refuses LASTFM_API_KEY (error 10): set another with `wrangler secret put LASTFM_API_KEY`. Until then it gets one request a refresh.',
      stopped('key refused, error 10'),
    ),
    // One is asked about, to see whether the key is right again: the first who was not before.
    after: {
      shown: (user) => (user === MEMBERS[AT_ONCE]?.username ? 'third' : 'first'),
      ...someAsked({ asked: 1, learned: 1, failed: 0, kept: 13, tracks: 14 }),
    },
  },
  {
    fault: "all answers are another user's tracks",
    befalls: refreshWith(() => new Response(lastfmBody({ user: 'someone_else' }))),
    during: kept(
      noAnswers(
        (position) =>
          `another user's tracks, "someone_else" instead of "${MEMBERS[position]?.username}"`,
      ),
    ),
  },
  {
    fault: 'all answers have no track, and a `total` above 0',
    befalls: refreshWith((request) => {
      const { recenttracks } = JSON.parse(lastfmBody({ user: userOf(request) }));
      const attributes = { ...recenttracks['@attr'], total: '4711' };
      return Response.json({ recenttracks: { track: [], '@attr': attributes } });
    }),
    during: kept(everybody('unreadable answer, no track, but total is 4711')),
  },
];

/**
 * Some members' answers fail; of them the first round is shown, of the others the second.
 * @param {object} given
 * @param {string} given.fault
 * @param {string[]} given.failing
 * @param {(user: string) => Response | Promise<Response>} given.answer
 * @param {string} given.words
 * @param {string[]} [given.warnings] before the usual one
 * @returns {Row}
 */
function someFail({ fault, failing, answer, words, warnings = [] }) {
  const failed = failing.length;
  const counts = { asked: 14, learned: 14 - failed, failed, kept: failed, tracks: 14 };
  const listed = failing.map((user) => `${user} (${words})`).join(', ');
  return {
    fault,
    befalls: refreshWith(
      plays('second', (user) => (failing.includes(user) ? answer(user) : undefined)),
    ),
    during: {
      ...refreshed('second'),
      shown: (user) => (failing.includes(user) ? 'first' : 'second'),
      runs: [confirmed(counts)],
      notes: notesOfWrite(ROUNDS.second, counts),
      warnings: [
        ...warnings,
        `[CRON] WARNING: No answer about ${failed} accounts, keeping what is known of them: ${listed}`,
      ],
    },
  };
}

/**
 * A service turns one account away, by an error that could concern all of them, and answers the others.
 * @param {string} error
 * @param {() => Response} answer
 * @param {string} words
 */
function oneTurnedAway(error, answer, words) {
  return someFail({
    fault: `one of 14 answers ${error}`,
    failing: ['member2'],
    answer,
    words,
    warnings: [
      `[CRON] WARNING: Backing off from 1 account while others on the same service are answered: member2 (${words})`,
    ],
  });
}

/** A body that begins like any other. @param {string} user */
const beginning = (user) => new TextEncoder().encode(lastfmBody({ user }).slice(0, 40));

const MEGABYTE = new TextEncoder().encode('{"a":'.repeat(200_000)).slice(0, 1e6);
const FLOOD_MEGABYTES = 50;

/** A body of 50 MB, as fast as it is taken. */
function flood() {
  let sent = 0;
  return new ReadableStream({
    pull(body) {
      if (sent === FLOOD_MEGABYTES) return body.close();
      sent += 1;
      return body.enqueue(MEGABYTE);
    },
  });
}

/** @type {Row[]} */
const SOME_NEWS = [
  someFail({
    fault: '3 of 14 answer HTTP 500',
    failing: ['member2', 'member7', 'member11'],
    answer: () => new Response('', { status: 500 }),
    words: 'service error, HTTP 500',
  }),
  someFail({
    fault: 'one sends 50 MB',
    failing: ['member4'],
    answer: () => new Response(flood()),
    words: 'answer too large',
  }),
  oneTurnedAway(
    'error 10, as if the key were refused',
    () => new Response(lastfmError(10), { status: 403 }),
    'key refused, error 10',
  ),
  oneTurnedAway(
    'error 29, as if all had been asked too often',
    () => new Response(lastfmError(29), { status: 429 }),
    'rate limited, error 29',
  ),
  oneTurnedAway(
    'HTTP 503 with Retry-After: 3600',
    () => new Response('', { status: 503, headers: { 'retry-after': '3600' } }),
    'service error, HTTP 503',
  ),
];

export const UPSTREAM = [...NO_NEWS, ...SOME_NEWS];

/** An answer of the second round, five seconds later. @type {Upstream} */
async function slowly(request) {
  await new Promise((resolve) => setTimeout(resolve, 5000));
  return plays('second')(request);
}

/** These take real time: the 8 s that a request may last, and three rounds of slow answers. */
export const HANGING = [
  { fault: 'each answer takes 5 s', befalls: refreshWith(slowly), during: refreshed('second') },
  someFail({
    fault: 'one hangs before its headers',
    failing: ['member3'],
    answer: () => new Promise(() => {}),
    words: 'timeout',
  }),
  someFail({
    fault: 'one hangs in its body',
    failing: ['member3'],
    answer: (user) =>
      new Response(new ReadableStream({ start: (body) => body.enqueue(beginning(user)) })),
    words: 'timeout',
  }),
];
