// From answers to what the page says: every state and its wording. Pure.

/** @import { Answer, Failed, Freshness, Listed, Silent, View, Warming, Wording } from './types.js' */

/** @type {View} */
export const kFirstView = { settled: null, latest: null };

/**
 * A failure, or a server that has lost its list, takes nothing from the reader.
 * @param {View} view
 * @param {Answer} answer
 * @returns {View}
 */
export function viewAfter(view, answer) {
  const isGood = answer.kind === 'listed' || answer.kind === 'silent';
  return { settled: isGood ? answer : view.settled, latest: answer };
}

/** @type {Omit<Wording, 'tone'>} */
const kQuiet = { summary: '', freshness: null, panel: null, canRetry: false };

/** @param {View} view @returns {Wording} */
export function wordingOf({ settled, latest }) {
  if (settled === null || latest === null) return wordingWithoutList(latest);
  const panel = settled.kind === 'silent' ? kNobody : null;
  const summary = settled.kind === 'listed' ? summaryOf(settled) : '';
  if (latest.kind === 'failed' || latest.kind === 'warming') {
    const tone = latest.kind === 'failed' ? 'failed' : 'stale';
    return { tone, summary, freshness: troubleOf(latest, settled), panel, canRetry: true };
  }
  const tone = latest.stale ? 'stale' : 'fresh';
  return { ...kQuiet, tone, summary, freshness: freshnessOf(latest), panel };
}

const kNobody = {
  title: 'Nobody has listened to anything yet',
  text: 'The first track someone plays will show up here by itself.',
};

/** @type {Record<Failed['cause'], string>} */
const kCauses = {
  unreachable: 'Can’t reach the server.',
  timeout: 'The server took too long.',
  status: 'The server has a problem',
  unreadable: 'Can’t read the server’s answer.',
  unlisted: 'The list cannot be read at the moment.',
};

/** @param {View["latest"]} latest @returns {Wording} */
function wordingWithoutList(latest) {
  if (latest?.kind !== 'failed') {
    const freshness = line('The first list is on its way.');
    return { ...kQuiet, tone: 'warming', summary: 'Just a moment', freshness };
  }
  const text = `${causeOf(latest)} The page keeps trying by itself.`;
  const panel = { title: 'The list could not be loaded', text };
  return { ...kQuiet, tone: 'failed', panel, canRetry: true };
}

/** @param {Failed} failure */
function causeOf({ cause, status }) {
  return cause === 'status' ? `${kCauses.status} (${status}).` : kCauses[cause];
}

/** @param {Listed} listed */
function summaryOf({ listens }) {
  const playing = listens.filter((listen) => listen.nowPlaying).length;
  const people = listens.length === 1 ? '1 listener' : `${listens.length} listeners`;
  return playing ? `${people} · ${playing} playing now` : people;
}

/** @param {Failed | Warming} trouble @param {Listed | Silent} settled */
function troubleOf(trouble, { lastUpdated }) {
  const what = trouble.kind === 'failed' ? causeOf(trouble) : 'The server is preparing a new list.';
  const rest = `${what} Still showing the list`;
  return lastUpdated === null
    ? line(`${rest}.`)
    : line(`${rest} from `, lastUpdated, 'moment', '.');
}

/** @param {Listed | Silent} settled */
function freshnessOf({ lastUpdated, stale }) {
  if (lastUpdated === null)
    return line(stale ? 'Not refreshed for a while' : 'Last update unknown');
  if (!stale) return line('Updated ', lastUpdated);
  return line('Not refreshed since ', lastUpdated, 'moment', '. Showing the last list there is.');
}

/** @param {string} lead @param {number | null} at @param {Freshness['as']} as @returns {Freshness} */
function line(lead, at = null, as = 'relative', rest = '') {
  return { lead, at, as, rest };
}
