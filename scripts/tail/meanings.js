// What the Worker's warnings mean and what to do about them, and the same of the platform's
// outcomes. README.md, "Watch", has the first table too; tests/scripts/tail/meanings.test.js keeps
// both alike, and holds them against what wasm/ and shim/ log.

/**
 * @typedef {object} Meaning
 * @property {string[]} lines how the lines begin that it is about; "…" stands for any text
 * @property {string} meaning
 */

/** @type {readonly Meaning[]} */
export const MEANINGS = [
  {
    lines: ['[CRON] WARNING: No answer about'],
    meaning:
      'A service failed for these accounts; their last listen stays. Who and why is in the line. Nothing to do, unless the same names come back for hours.',
  },
  {
    lines: ['[CRON] WARNING: Nothing could be learned; keeping the list of'],
    meaning:
      'Nobody could be asked, or nobody answered; the list stays, with its true time. The warnings beside it say why.',
  },
  {
    lines: [
      '[CRON] WARNING: Nothing could be learned and nothing is stored yet',
      '[CRON] WARNING: The stored list could not be read and not everybody answered',
    ],
    meaning:
      'What is known is too little to write; what may be stored stays. The next refresh tries again; the warnings beside it say why.',
  },
  {
    lines: ['[CRON] WARNING: All members are private'],
    meaning:
      'The roster has members, but no public one, so the list is empty. If that is not meant, look at profile_visibility, or at ROSTER_SQL.',
  },
  {
    lines: ['[CRON] WARNING: … refuses'],
    meaning:
      'The key or token is wrong or suspended; the service gets one request a refresh until it is right. Set it anew with `npx wrangler secret put`.',
  },
  {
    lines: ['[CRON] WARNING: … was asked too often', '[CRON] WARNING: … is left alone until'],
    meaning:
      'The service wants fewer requests and is left alone, at first for as long as it asks (Last.fm does not say: ten minutes), then twice as long, up to an hour. If it goes on, lower POLL_BUDGET.',
  },
  {
    lines: ['[CRON] WARNING: Backing off from'],
    meaning:
      'A service refused these accounts, or told them to wait, while it answered others: the key and the pace are right. They are polled after 5, 10, 20, then every 30 minutes until they are answered. If it lasts for days, ask these members about their accounts.',
  },
  {
    lines: ['[CRON] WARNING: … calls all'],
    meaning:
      'One service says of every account that it is private or unknown; private ones have left the list. If that cannot be, the service or its address has changed: look at its status page, at its URL setting and at the names in the roster.',
  },
  {
    lines: ['[CRON] WARNING: The write is not confirmed'],
    meaning: 'KV still answers with an older copy; usually the next refresh is confirmed.',
  },
  {
    lines: ['[CRON] WARNING: Verification failed'],
    meaning:
      'Another writer wrote the same key; the line names it. Find it with `npx wrangler deployments list`, or among whoever has the namespace, and stop it.',
  },
  {
    lines: ['[CRON] WARNING: KV refused the list', '[CRON] WARNING: KV refused the snapshot'],
    meaning:
      'KV did not take the write; what was stored before stays, the next refresh tries again. 429 means too many writes: the free plan allows 1,000 a day.',
  },
  {
    lines: ['[CRON] WARNING: user-listens:v2:… could not be read'],
    meaning:
      'KV failed; the other key, or everybody’s answers, must do, or nothing is written. If it lasts, see https://www.cloudflarestatus.com.',
  },
  {
    lines: [
      '[CRON] WARNING: user-listens:v2:recent holds',
      '[CRON] WARNING: user-listens:v2:snapshot holds',
      '[CRON] WARNING: user-listens:v2:snapshot is corrupt',
    ],
    meaning:
      'The key holds another format, an empty list without a seal, a damaged value or one that is too large; the line names the writer if it is known. This refresh replaces it. If it comes back, another writer uses your keys.',
  },
  {
    lines: ['[CRON] WARNING: The stored snapshot still contains members who are hidden'],
    meaning:
      'Members who are private or gone are no longer in the list that was written, but the snapshot could not be written or was not to be replaced yet; the warnings beside it say why. While the list is lost, the snapshot may show them. The next refresh tries again.',
  },
  {
    lines: ['[CRON] WARNING: The snapshot would have'],
    meaning:
      'There are more members, or longer names, than fit. What is left out is heard again when its member is polled. List fewer members if it goes on.',
  },
  {
    lines: ['[CRON] WARNING: Standing down'],
    meaning:
      'A newer deployment is at work, another run was faster, or a clock is wrong; this one wrote nothing. Right after a deployment or a rollback nothing is to be done.',
  },
  {
    lines: ['[CRON] WARNING: user-listens:v2:… was written … by another writer'],
    meaning:
      'Somebody else writes your keys: compare the id with `npx wrangler deployments list`, and stop it.',
  },
  {
    lines: ['[CRON] WARNING: user-listens:v2:… is dated'],
    meaning:
      'The clock of the machine that wrote it was wrong. This refresh does not believe that time and replaces the value.',
  },
  {
    lines: ['[CRON] WARNING: Taking over'],
    meaning:
      'After a rollback: the newer deployment has been silent for its lease. If nobody rolled back, look why its cron is silent.',
  },
  {
    lines: [
      '[CRON] WARNING: The roster cannot be read',
      '[CRON] WARNING: The roster is empty',
      '[CRON] WARNING: The roster has members, but none',
    ],
    meaning:
      'The query failed, the roster is empty, or no member has an account to poll. The stored list stays; only members that the roster marks as private are removed. Check the migrations, ROSTER_SQL and the members.',
  },
  {
    lines: ['[CRON] WARNING: roster row', '[CRON] WARNING: accounts that are left out'],
    meaning:
      'These rows cannot be used, or are too many; all others are. What is known of a member whose row cannot be understood stays. Fix the rows that the line names.',
  },
  {
    lines: ['[CRON] WARNING: Setting'],
    meaning:
      'A setting is missing or makes no sense, or the roster that it leads to: a column is lost, rows are not understood, or more than half of the members are gone. The line says what holds instead.',
  },
  {
    lines: ['[API] WARNING: Cache has old format'],
    meaning: 'A version 1 Worker writes this key: find it and delete it.',
  },
  {
    lines: [
      '[API] WARNING: Cache has outdated',
      '[API] WARNING: Cache has newer',
      '[API] WARNING: Cache could not be read',
      '[API] WARNING: Cache is corrupt',
      '[API] WARNING: Cache has an empty list without a seal',
    ],
    meaning:
      'What stands under the list’s key, and why it is not served; the snapshot is served instead. If the next refresh does not mend it, somebody else writes your keys.',
  },
  {
    lines: ['[API] WARNING: The list cannot be read, and no copy'],
    meaning:
      'KV failed, and what this isolate had read before is too old to be shown, or it had read nothing yet. Readers are told that the list cannot be read; feeds get a 503, so that their readers keep what they have. If it lasts, see https://www.cloudflarestatus.com.',
  },
  {
    lines: ['[API] Cache MISS -'],
    meaning:
      'The list was not there, or not fit; what was served instead is in the line. Ordinary before the first refresh; later, look at the refreshes.',
  },
  {
    lines: ['WARNING: CoreFailure:'],
    meaning:
      'An input made the core fail; the lines after it say what was set aside, and the stored snapshot stays as long as not everybody has answered. Please report it.',
  },
];

/** How the platform ended an event; "ok" needs no words. @type {ReadonlyMap<string, string>} */
export const OUTCOMES = new Map([
  ['exception', 'The Worker threw; the exception stands below. Please report it.'],
  ['canceled', 'Whoever asked hung up before the reply was complete. Nothing to do.'],
  [
    'responseStreamDisconnected',
    'Whoever asked hung up before the reply was complete. Nothing to do.',
  ],
  [
    'exceededCpu',
    'It took more CPU time than the plan allows. List fewer members, lower POLL_BUDGET, or take a plan with more.',
  ],
  [
    'exceededMemory',
    'The isolate ran out of its 128 MB; the next event begins with a fresh one. If it comes back, list fewer members, and report it.',
  ],
  ['exceededWallTime', 'It took longer than the platform waits. Something that it asked hangs.'],
  [
    'aborted',
    'The platform ended it before its time. If it comes back, see https://www.cloudflarestatus.com.',
  ],
  [
    'killSwitch',
    'Cloudflare has stopped this Worker: see the dashboard, and the mails to the account’s owner.',
  ],
  ['daemonDown', 'The platform was not there for it: see https://www.cloudflarestatus.com.'],
  ['loadShed', 'The platform was too busy for it: see https://www.cloudflarestatus.com.'],
  [
    'internalError',
    'The platform failed, not the Worker. If it comes back, see https://www.cloudflarestatus.com.',
  ],
  ['scriptNotFound', 'There is no Worker of that name any more: deploy it again.'],
  ['unknown', 'The platform does not say how it ended.'],
]);

const PATTERNS = MEANINGS.flatMap(({ lines, meaning }) =>
  lines.map((line) => ({ parts: line.split('…'), meaning })),
).sort((one, other) => fixedPart(other).length - fixedPart(one).length);

/** @param {{ parts: string[] }} pattern @returns {string} what stands before its first "…" */
function fixedPart({ parts: [first = ''] }) {
  return first;
}

/**
 * @param {string} line as it was logged
 * @returns {string | null} null: no warning of ours
 */
export function meaningOf(line) {
  return PATTERNS.find(({ parts }) => matches(line, parts))?.meaning ?? null;
}

/**
 * @param {string} line
 * @param {string[]} parts that stand in it in this order, the first at its beginning
 */
function matches(line, [first = '', ...others]) {
  if (!line.startsWith(first)) return false;
  let from = first.length;
  return others.every((part) => {
    const at = line.indexOf(part, from);
    from = at + part.length;
    return at >= 0;
  });
}
