// The 14 members of the local site, all invented: whom the database lists (scripts/local) and whom
// the music service knows. One table, so that the two cannot drift apart.

/**
 * How a listener spends the day. Hours are the day's in UTC, so a member who works in Tokyo has small ones.
 * @typedef {object} Habits
 * @property {number} startHour when the first session begins, give or take some minutes
 * @property {number} hours how long a session lasts, about
 * @property {number} everyDays 1: every day; 9: one day in nine
 * @property {boolean} scrobblesEarly the client reports a track while it still plays, so that the
 *   same play shows up twice: as playing and as the last scrobble
 *
 * @typedef {'listens' | 'private' | 'unknown' | 'silent'} Standing
 * @typedef {import('./services.js').Source} Source
 *
 * @typedef {object} Account
 * @property {Source} source the service it is on
 * @property {string} name as the member typed it into the site
 * @property {string} registered the account's own spelling, which the service's answers carry. With
 *   the habits it decides what is played: two accounts alike in both hear the same
 * @property {Standing} standing what the service says about the account
 * @property {Habits | null} habits null for those of whom nothing is heard
 *
 * @typedef {object} Member
 * @property {string} username the site's name
 * @property {readonly Account[]} accounts at most one a service
 */

/** When all accounts were registered, s since 1970: for their totals. */
export const REGISTERED_S = Date.UTC(2019, 2, 1) / 1000;

/**
 * @param {string} username
 * @param {Account[]} accounts
 * @returns {Member}
 */
function member(username, ...accounts) {
  return { username, accounts };
}

/**
 * @param {Source} source
 * @param {string} name
 * @param {string} registered
 * @param {Habits} habits
 * @returns {Account}
 */
function listens(source, name, registered, habits) {
  return { source, name, registered, standing: 'listens', habits };
}

/**
 * @param {Source} source
 * @param {string} name
 * @param {Exclude<Standing, 'listens'>} standing
 * @returns {Account}
 */
function unheard(source, name, standing) {
  return { source, name, registered: name, standing, habits: null };
}

/**
 * @param {number} startHour
 * @param {number} hours
 * @param {Partial<Habits>} [more]
 * @returns {Habits}
 */
function habits(startHour, hours, more = {}) {
  return { startHour, hours, everyDays: 1, scrobblesEarly: false, ...more };
}

/**
 * The first seven begin their long days 24/7 hours apart and keep at it for more than three such
 * steps: at any hour three of them are playing.
 * @type {readonly Member[]}
 */
export const MEMBERS = [
  member('harbourlight', listens('lastfm', 'harbourlight', 'HarbourLight', habits(0, 11.5))),
  member(
    'maren_k',
    listens('lastfm', 'Maren_K', 'Maren_K', habits(3.43, 11.5, { scrobblesEarly: true })),
  ),
  member('tofuquake', listens('listenbrainz', 'tofuquake', 'TofuQuake', habits(6.86, 11.5))),
  // A client that submits every play to both services.
  member(
    'velvet-otter',
    listens('lastfm', 'VelvetOtter88', 'VelvetOtter88', habits(10.29, 11.5)),
    listens('librefm', 'VelvetOtter88', 'VelvetOtter88', habits(10.29, 11.5)),
  ),
  member(
    'nadia.qasr',
    listens('lastfm', 'NADIAQASR', 'NadiaQasr', habits(13.71, 11.5, { scrobblesEarly: true })),
  ),
  member('pinwheel', listens('librefm', 'pinwheel-fm', 'Pinwheel-FM', habits(17.14, 11.5))),
  member('gustavsson', listens('lastfm', 'gustavsson_j', 'gustavsson_j', habits(20.57, 11.5))),
  // At home one player, on the way to work another: the later of the two is shown.
  member(
    'lumenfield',
    listens('lastfm', 'lumenfield', 'LumenField', habits(18, 3)),
    listens('listenbrainz', 'lumenfield-mobile', 'lumenfield-mobile', habits(6.5, 1)),
  ),
  member('早起き猫', listens('lastfm', 'hayaokineko', 'HayaokiNeko', habits(21.5, 2))),
  member(
    'quietriver',
    listens('listenbrainz', 'quiet river', 'quiet river', habits(6.5, 1.5, { everyDays: 2 })),
  ),
  member(
    'old_tapes',
    listens('lastfm', 'OldTapes1979', 'OldTapes1979', habits(15, 2.5, { everyDays: 9 })),
  ),
  member('closedcurtains', unheard('lastfm', 'closedcurtains', 'private')),
  member('typo-in-name', unheard('lastfm', 'typoinnnname', 'unknown')),
  member(
    'justregistered',
    unheard('lastfm', 'JustRegistered', 'silent'),
    unheard('librefm', 'JustRegistered', 'silent'),
    unheard('listenbrainz', 'JustRegistered', 'silent'),
  ),
];

/** @type {readonly Account[]} */
export const ACCOUNTS = MEMBERS.flatMap(({ accounts }) => accounts);

/**
 * @param {Source} source
 * @param {string} name in any spelling: no service tells capitals from small letters
 * @returns {{ place: number, account: Account | null }} the place in ACCOUNTS, -1 for nobody's; no
 *   account when the service does not know it
 */
export function accountNamed(source, name) {
  const place = ACCOUNTS.findIndex(
    (account) =>
      account.source === source && account.registered.toLowerCase() === name.toLowerCase(),
  );
  const account = ACCOUNTS[place];
  return { place, account: account && account.standing !== 'unknown' ? account : null };
}
