// What the Worker answers about a list: the page with the list in it, card, feeds and text, from the
// real modules.

import { createAnswerer } from '../../scripts/site/answer.js';
import { TEST_SECRETS } from '../secrets/scan.js';
import '../secrets/watch-core.js';
import { kNow } from './samples.js';

/**
 * @typedef {object} Given
 * @property {import('./site-server.js').Reply} reply   the list, as the API gives it
 * @property {number | null} [renderedAt]   Unix milliseconds, kNow when absent; null: the page does not say
 * @property {Record<string, string>} [settings]   of the Worker
 */

const { LASTFM_API_KEY, LISTENBRAINZ_TOKEN } = TEST_SECRETS;
const secrets = { LASTFM_API_KEY, LISTENBRAINZ_TOKEN };
const answer = createAnswerer();

/**
 * @param {string} url
 * @param {Given} [given]   nothing: before the first refresh
 */
export function served(url, { reply, renderedAt = kNow, settings = {} } = { reply: {} }) {
  const stored = {
    list: listOf(reply),
    error: errorOf(reply),
    now: renderedAt ?? kNow,
    settings: { ...secrets, ...settings },
  };
  const { status, headers, body } = answer(url, stored);
  const text = Buffer.from(body).toString();
  const shown = renderedAt === null ? text.replace(/ data-rendered="[^"]*"/, '') : text;
  return { status, headers, body: shown };
}

/** Why the API could read nothing. @param {import('./site-server.js').Reply} reply */
function errorOf({ body }) {
  if (body === undefined) return undefined;
  const { lastUpdated, staleReason } = JSON.parse(body);
  return lastUpdated === null && staleReason !== undefined ? 'KV GET failed: 503' : undefined;
}

/** The stored list that the API would make the reply of. @param {import('./site-server.js').Reply} reply */
function listOf({ body }) {
  if (body === undefined) return null;
  const { data, lastUpdated } = JSON.parse(body);
  return lastUpdated === null ? null : JSON.stringify({ version: 2, lastUpdated, tracks: data });
}
