/** Cloudflare's rate limiting, where a site has bound it. */

/**
 * @param {RateLimit | undefined} limiter
 * @param {string} who asks
 * @returns {Promise<boolean>} whether that is too often; not, when it cannot be told
 */
export async function isLimited(limiter, who) {
  try {
    return limiter !== undefined && !(await limiter.limit({ key: who })).success;
  } catch {
    return false;
  }
}
