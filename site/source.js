// Where lists come from: one source for all that show the same list on a page, one request for all
// of them, asked as long as somebody follows it and the page is looked at.

import { requestListens } from './listens-source.js';
import { createRefresher } from './refresher.js';
import { kFirstView, viewAfter } from './view.js';

/** @import { Answer, Follower } from './types.js' */

const kTickMs = 15_000;

/**
 * @param {string} address the API's
 * @param {(address: string, how: RequestInit) => Promise<Response>} [fetchList]   in place of fetch
 */
export function createSource(address, fetchList) {
  /** @type {Set<Follower>} */
  const followers = new Set();
  let view = kFirstView;
  let ticking = 0;
  const refresher = createRefresher({
    request: () => requestListens(address, fetchList),
    isVisible: () => followers.size > 0 && isVisible(),
    now: Date.now,
    setTimer: (run, delayMs) => setTimeout(run, delayMs),
    clearTimer: (timer) => clearTimeout(timer),
    onAsk: () => {
      for (const { showAsking } of followers) showAsking?.();
    },
    onAnswer: take,
  });

  /** @param {Answer} answer */
  function take(answer) {
    view = viewAfter(view, answer);
    for (const { show } of followers) show(view);
  }

  function tick() {
    if (isVisible()) for (const each of followers) each.tick(Date.now());
  }

  function onVisibility() {
    tick();
    refresher.schedule();
  }

  /** A connection that is back is worth a try only where the last one failed. */
  function onOnline() {
    if (view.latest?.kind === 'failed') void refresher.refreshNow();
  }

  function start() {
    document.addEventListener('visibilitychange', onVisibility);
    addEventListener('online', onOnline);
    ticking = setInterval(tick, kTickMs);
  }

  function stop() {
    document.removeEventListener('visibilitychange', onVisibility);
    removeEventListener('online', onOnline);
    clearInterval(ticking);
  }

  return {
    refreshNow: refresher.refreshNow,
    /** With an answer that came by other ways. @param {Answer} answer @param {number} due when to ask for the next */
    beginWith(answer, due) {
      refresher.startAt(due);
      take(answer);
    },
    /** Shows what there is at once, and asks when that is due. @param {Follower} follower */
    follow(follower) {
      if (followers.size === 0) start();
      followers.add(follower);
      if (view.latest) follower.show(view);
      refresher.schedule();
    },
    /** @param {Follower} follower */
    leave(follower) {
      followers.delete(follower);
      if (followers.size > 0) return;
      stop();
      refresher.schedule();
    },
  };
}

function isVisible() {
  return document.visibilityState === 'visible';
}
