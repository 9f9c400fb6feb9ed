// Puts the wording on the page: the lines under the heading, and the panel that stands in for a
// list. Tells screen readers of new states only; ticking times stay out of that.

import { element, setText, timeElement } from './element.js';
import { place } from './place.js';

/** @import { TimeWords, Wording } from './types.js' */

/** @param {TimeWords} words @param {() => void} onRetry */
export function createMasthead(words, onRetry) {
  const retry = element('button', 'retry', 'Try again');
  retry.type = 'button';
  retry.onclick = onRetry;
  /** @type {Wording | null} */
  let shown = null;

  /** @param {number} now */
  function tick(now) {
    const time = place('freshness').querySelector('time');
    const freshness = shown?.freshness;
    if (time && freshness?.at != null) setText(time, words[freshness.as](freshness.at, now));
  }

  return {
    /** @param {Wording} wording @param {number} now @param {number} changes rows that differ */
    show(wording, now, changes) {
      // Of the screen, not of `shown`: what came with the page has been read already.
      const isNewTone = wording.tone !== place('status').dataset.tone;
      if (JSON.stringify(wording) !== JSON.stringify(shown)) {
        fill(wording, words, retry);
        shown = wording;
        tick(now);
      }
      if (isNewTone) setText(place('announcer'), spoken(wording));
      else if (changes) setText(place('announcer'), `${changes} changed`);
    },
    tick,
    /** @param {boolean} isAsking */
    showAsking(isAsking) {
      // Not `disabled`, which would drop the focus.
      retry.ariaDisabled = String(isAsking);
      setText(retry, isAsking ? 'Trying…' : 'Try again');
    },
  };
}

/** @param {Wording} wording @param {TimeWords} words @param {HTMLElement} retry */
function fill({ tone, summary, freshness, panel, canRetry }, words, retry) {
  const hadFocus = document.activeElement === retry;
  const line = place('freshness');
  const stand = place('panel');
  place('status').dataset.tone = tone;
  place('status').hidden = !summary && !freshness;
  setText(place('summary'), summary);
  line.hidden = !freshness;
  line.replaceChildren(freshness?.lead ?? '');
  if (freshness?.at != null) line.append(timeElement(freshness.at, words), freshness.rest);
  stand.hidden = !panel;
  stand.replaceChildren();
  if (panel) stand.append(element('h2', '', panel.title), element('p', '', panel.text));
  if (canRetry) (freshness ? line : stand).append(' ', retry);
  // The button may be gone: a keyboard's reader goes on from the heading, not from nowhere.
  if (hadFocus) (retry.isConnected ? retry : place('heading')).focus({ preventScroll: true });
}

/** A state in one breath; how fresh a fresh list is goes unsaid. @param {Wording} wording */
function spoken({ tone, summary, panel }) {
  const line =
    tone === 'fresh' ? '' : (place('freshness').textContent ?? '').replace(/ Try.*$/, '');
  return [summary, panel?.title, panel?.text, line].filter(Boolean).join('. ');
}
