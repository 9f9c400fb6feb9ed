import { CoreFailure } from './core.js';
import { print } from './log.js';

/**
 * Asks the core, and asks again without what made it fail. Each failure is printed; only the last
 * attempt's is thrown.
 * @template T
 * @param {[() => T, ...((failure: CoreFailure) => T)[]]} attempts
 * @returns {T}
 */
export function settingAside([attempt, ...others]) {
  try {
    return attempt();
  } catch (failure) {
    const [next, ...rest] = others;
    if (!(failure instanceof CoreFailure) || !next) throw failure;
    // The message may quote input from outside: keep it on one line, as the core does.
    const text = `WARNING: ${failure}`.replace(/[^ -~]/g, ' ');
    print([{ level: 'error', text }]);
    return settingAside([() => next(failure), ...rest]);
  }
}

/**
 * Asks the core with as few of many inputs set aside as it takes: first without all of them, and then
 * with one part after another, the larger ones first. A part with which the core fails is halved.
 * @template T
 * @param {number} count of the inputs
 * @param {(aside: ReadonlySet<number>) => T} attempt without the inputs at these places
 * @param {number} most attempts after the first
 * @returns {T} of the last attempt that went well
 * @throws {CoreFailure} when it fails without any of them
 */
export function settingFewAside(count, attempt, most) {
  let aside = new Set(Array(count).keys());
  let best = attempt(aside);
  const parts = halvesOf(0, count);
  for (let left = most; left > 0; left--) {
    const part = parts.shift();
    if (part === undefined) break;
    const [from, to] = part;
    const fewer = new Set([...aside].filter((place) => place < from || place >= to));
    try {
      best = attempt(fewer);
      aside = fewer;
    } catch (failure) {
      if (!(failure instanceof CoreFailure)) throw failure;
      if (to - from > 1) parts.push(...halvesOf(from, to));
    }
  }
  return best;
}

/** @param {number} from @param {number} to @returns {[from: number, to: number][]} */
function halvesOf(from, to) {
  const middle = (from + to) >> 1;
  return [
    [from, middle],
    [middle, to],
  ];
}
