// Decides when the list is asked for: every minute while the page is visible, at once when the
// reader comes back to an old list, sooner while there is none, and never twice at a time.
// Clock and timers come in as arguments.

/** @import { Answer, Surroundings } from './types.js' */

export const kEveryMs = 60_000;
const kSoonMs = 15_000;

/**
 * How long to wait after an answer. Failures in a row double the pause up to the usual minute.
 * @param {Answer} answer
 * @param {number} failures   in a row, this one included
 * @returns {number} milliseconds
 */
export function pauseAfter(answer, failures) {
  if (answer.kind === 'failed') return Math.min(kEveryMs, kSoonMs * 2 ** (failures - 1));
  return answer.kind === 'warming' ? kSoonMs : kEveryMs;
}

/** @param {Surroundings} world */
export function createRefresher(world) {
  let asking = false;
  let failures = 0;
  let dueAt = world.now();
  /** @type {number | null} */
  let timer = null;

  async function refreshNow() {
    if (asking) return;
    asking = true;
    schedule();
    world.onAsk();
    const answer = await world.request();
    asking = false;
    failures = answer.kind === 'failed' ? failures + 1 : 0;
    dueAt = world.now() + pauseAfter(answer, failures);
    schedule();
    world.onAnswer(answer);
  }

  /** Sets the one timer to what is due. Call it whenever visibility changes. */
  function schedule() {
    if (timer !== null) world.clearTimer(timer);
    timer = null;
    if (asking || !world.isVisible()) return;
    const delayMs = dueAt - world.now();
    if (delayMs <= 0) void refreshNow();
    else timer = world.setTimer(refreshNow, delayMs);
  }

  /** For a first answer that came by other ways. @param {number} due when to ask for the next */
  function startAt(due) {
    dueAt = due;
    schedule();
  }

  return { refreshNow, schedule, startAt };
}
