// Asks the API for the list and says what came of it. Knows its contract, nothing of the page.
// Every field comes from strangers, so each is checked before use; a wrong one counts as absent.

/** @import { Answer, Failed, Listen } from './types.js' */

export const kApiPath = '/api/internal/user-listens';
const kTimeoutMs = 10_000;
/** As many as the core gives any form of the list. */
export const kMaxListens = 50;
const kMaxTextLength = 1024;
const kMaxTextCharacters = 300;
const kMaxUrlLength = 2048;
const kUrl = /^https:\/\/[^\s\p{Cc}"<>\\@/?#:][^\s\p{Cc}"<>\\@/?#]*([/?#][^\s\p{Cc}"<>\\]*)?$/u;
const kIsoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/**
 * Never rejects. One timeout covers headers and body.
 * @param {string} address   of the API
 * @param {(address: string, how: RequestInit) => Promise<Response>} [fetchList]   in place of fetch
 * @returns {Promise<Answer>}
 */
export async function requestListens(address, fetchList = fetch) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), kTimeoutMs);
  try {
    // 'no-cache' sends If-None-Match: an unchanged list costs a 304, which fetch shows as 200.
    const response = await fetchList(address, { cache: 'no-cache', signal: abort.signal });
    if (response.status !== 200) return failed('status', response.status);
    return readAnswer(await response.text());
  } catch {
    return failed(abort.signal.aborted ? 'timeout' : 'unreachable');
  } finally {
    clearTimeout(timer);
  }
}

/** @param {string} body @returns {Answer} */
export function readAnswer(body) {
  let answer;
  try {
    answer = JSON.parse(body);
  } catch {
    return failed('unreadable');
  }
  if (typeof answer !== 'object' || answer === null) return failed('unreadable');
  const { data, lastUpdated, stale, staleReason } = /** @type {Record<string, unknown>} */ (answer);
  if (!Array.isArray(data)) return failed('unreadable');
  const updatedAt = readTime(lastUpdated);
  if (data.length === 0) {
    if (updatedAt !== null)
      return { kind: 'silent', lastUpdated: updatedAt, stale: stale === true };
    if (staleReason === 'unreadable') return failed('unlisted');
    // Only null says "not yet"; a time that cannot be read says nothing.
    return lastUpdated === null ? { kind: 'warming' } : failed('unreadable');
  }

  const listens = data
    .slice(0, kMaxListens)
    .map(readListen)
    .filter((listen) => listen !== null);
  // Rows of which none can be read are no list without listens.
  if (listens.length === 0) return failed('unreadable');
  return { kind: 'listed', listens, lastUpdated: updatedAt, stale: stale === true };
}

/**
 * @param {unknown} item
 * @returns {Listen | null} null when a reader would see nothing of artist or track
 */
export function readListen(item) {
  if (typeof item !== 'object' || item === null) return null;
  const fields = /** @type {Record<string, unknown>} */ (item);
  const artist = readText(fields.artist);
  const track = readText(fields.track);
  if (!isVisible(artist) || !isVisible(track)) return null;
  return {
    member: readText(fields.username),
    artist,
    album: readText(fields.album),
    track,
    image: readUrl(fields.image),
    url: readUrl(fields.url),
    nowPlaying: fields.nowPlaying === true,
    playedAt: readTime(fields.playedAt),
  };
}

/** As the core has it (wasm/base/visible.h). @param {string} text */
function isVisible(text) {
  return /[^\p{Default_Ignorable_Code_Point}\p{White_Space}\p{Cc}\u2800\ufff9-\ufffb\u{1d159}]/u.test(
    text,
  );
}

/**
 * Text fit for one line, as the server makes it for its page. Lone surrogates and noncharacters
 * become U+FFFD, runs of blanks and control characters one space. Embedding, override and isolate
 * characters go: one left open would turn around the text that follows it, and `<bdi>` already
 * gives every name its own direction.
 * @param {unknown} value
 */
export function readText(value) {
  if (typeof value !== 'string') return '';
  const line = value
    .slice(0, kMaxTextLength)
    .replace(/[\p{Cs}\ufffe\uffff]/gu, '\ufffd')
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
  const characters = [...line];
  if (characters.length <= kMaxTextCharacters) return line;
  return `${characters.slice(0, kMaxTextCharacters - 1).join('')}\u2026`;
}

/**
 * As strict as the core: the scheme to the letter, no user, no blank and no quotes.
 * @param {unknown} value
 */
function readUrl(value) {
  if (typeof value !== 'string' || value.length > kMaxUrlLength || !kUrl.test(value)) return null;
  try {
    return new URL(value).href;
  } catch {
    return null;
  }
}

/** ISO 8601 only: `Date.parse` alone would make a year of "7". @param {unknown} value */
export function readTime(value) {
  if (typeof value !== 'string' || !kIsoTime.test(value)) return null;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : at;
}

/** @param {Failed['cause']} cause @returns {Failed} */
function failed(cause, status = 0) {
  return { kind: 'failed', cause, status };
}
