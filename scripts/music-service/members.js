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
 *
 * @typedef {object} Member
 * @property {string} username the site's name
 * @property {string} lastfmUsername as the member typed it into the site
 * @property {string} registered the account's own spelling, which the service's answers carry
 * @property {Standing} standing what the music service says about the account
 * @property {Habits | null} habits null for those of whom nothing is heard
 */

/**
 * @param {string} username
 * @param {string} lastfmUsername
 * @param {string} registered
 * @param {Habits} habits
 * @returns {Member}
 */
function listener(username, lastfmUsername, registered, habits) {
  return { username, lastfmUsername, registered, standing: 'listens', habits };
}

/**
 * @param {string} username
 * @param {string} lastfmUsername
 * @param {Exclude<Standing, 'listens'>} standing
 * @returns {Member}
 */
function unheard(username, lastfmUsername, standing) {
  return { username, lastfmUsername, registered: lastfmUsername, standing, habits: null };
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
  listener('harbourlight', 'harbourlight', 'HarbourLight', habits(0, 11.5)),
  listener('maren_k', 'Maren_K', 'Maren_K', habits(3.43, 11.5, { scrobblesEarly: true })),
  listener('tofuquake', 'tofuquake', 'tofuquake', habits(6.86, 11.5)),
  listener('velvet-otter', 'VelvetOtter88', 'VelvetOtter88', habits(10.29, 11.5)),
  listener('nadia.qasr', 'NADIAQASR', 'NadiaQasr', habits(13.71, 11.5, { scrobblesEarly: true })),
  listener('pinwheel', 'pinwheel-fm', 'Pinwheel-FM', habits(17.14, 11.5)),
  listener('gustavsson', 'gustavsson_j', 'gustavsson_j', habits(20.57, 11.5)),
  listener('lumenfield', 'lumenfield', 'LumenField', habits(18, 3)),
  listener('早起き猫', 'hayaokineko', 'HayaokiNeko', habits(21.5, 2)),
  listener('quietriver', 'quiet-river', 'quiet-river', habits(6.5, 1.5, { everyDays: 2 })),
  listener('old_tapes', 'OldTapes1979', 'OldTapes1979', habits(15, 2.5, { everyDays: 9 })),
  unheard('closedcurtains', 'closedcurtains', 'private'),
  unheard('typo-in-name', 'typoinnnname', 'unknown'),
  unheard('justregistered', 'JustRegistered', 'silent'),
];
