// Facts about a site at which all is well, but for what Cloudflare says.

/** @type {import('../../../scripts/deploy/facts.js').Site} */
export const SITE = { flags: [], env: undefined, config: 'wrangler.toml' };

/** @type {import('../../../scripts/deploy/configuration.js').Configuration} */
export const CONFIGURATION = {
  name: 'user-listens',
  vars: { MAX_TRACKS: '50', ALLOWED_ORIGINS: '' },
  bindings: ['CACHE', 'DB', 'CF_VERSION_METADATA'],
  crons: ['*/5 * * * *'],
  environments: [],
  shared: [],
};

/** The core's sentence, as long as it is not told the key: wrangler.toml has none. */
const KEY_MISSING =
  'LASTFM_API_KEY is not set: Last.fm is not asked. Set it with `wrangler secret put LASTFM_API_KEY`.';

/**
 * @param {any} [more] what differs; problems of settings come on top of the missing key
 * @returns {any} facts without what Cloudflare says
 */
export function facts(more = {}) {
  return {
    site: SITE,
    configuration: CONFIGURATION,
    checkout: { commit: 'abc1234', changed: 0 },
    ...more,
    settings: {
      known: ['MAX_TRACKS', 'ALLOWED_ORIGINS', 'ROSTER', 'ROSTER_SQL', 'LASTFM_API_KEY'],
      problems: [KEY_MISSING, ...(more.settings?.problems ?? [])],
    },
  };
}
