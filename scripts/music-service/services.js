// The music services that a member may have an account on, as the Worker names them, and where the
// local one speaks for each.

/**
 * @typedef {'lastfm' | 'librefm' | 'listenbrainz'} Source
 *
 * @typedef {object} Service
 * @property {Source} source as in the list's rows; the settings begin with "LASTFM_", the column in
 *   the database is "lastfm_username"
 * @property {string} title
 * @property {string} path of its API at the local music service
 */

/** @type {readonly Service[]} */
export const SERVICES = [
  { source: 'lastfm', title: 'Last.fm', path: '/2.0/' },
  { source: 'librefm', title: 'Libre.fm', path: '/gnufm/2.0/' },
  { source: 'listenbrainz', title: 'ListenBrainz', path: '/1/' },
];
