/** Cloudflare's rate limiting, where a site has bound it. */

import { within } from './within.js';

/**
 * @param {RateLimit | undefined} limiter
 * @param {string} who asks
 * @param {number} timeoutMs
 * @returns {Promise<boolean>} whether that is too often; not, when it cannot be told
 */
export async function isLimited(limiter, who, timeoutMs) {
  if (limiter === undefined) return false;
  try {
    const { success } = await within(timeoutMs, limiter.limit({ key: who }));
    return success === false;
  } catch {
    return false;
  }
}
