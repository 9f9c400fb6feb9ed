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
    print([{ level: 'error', text: `WARNING: ${failure}` }]);
    return settingAside([() => next(failure), ...rest]);
  }
}
