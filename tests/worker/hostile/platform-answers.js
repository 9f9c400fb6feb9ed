// What workerd says to a request before the Worker sees it. Measured: none of it is ours, and all of
// it differs from our own replies by its headers.

/**
 * @typedef {'malformed' | 'no host' | 'unknown method' | 'very long URL' | 'very large headers' | 'CONNECT'} PlatformAnswer
 */

/** @type {Record<PlatformAnswer, {status: number, body: RegExp}>} */
const PLATFORM_ANSWERS = {
  malformed: {
    status: 400,
    body: /^invalid (HTTP method|HTTP version|HTTP header|URI|content-length|transfer-encoding)( parsed)?$/,
  },
  'no host': { status: 400, body: /^Bad Request$/ },
  'unknown method': { status: 501, body: /^ERROR: Unrecognized request method\.$/ },
  'very long URL': { status: 414, body: /^URI too long$/ },
  'very large headers': { status: 431, body: /^message head is too large$/ },
  // A Worker without a handler for it; on Cloudflare it does not come this far.
  CONNECT: { status: 500, body: /^Internal Server Error$/ },
};

/** What workerd logs of CONNECT, and of nothing else. */
export const CONNECT_LOG =
  /^Received a connect event but we lack a handler|Handler does not export a connect\(\) function/;

/** Every reply of the Worker has this header. @param {import('../platform.js').Answer} answer */
export const isOurs = ({ headers }) => headers.has('x-content-type-options');

/**
 * @param {import('../platform.js').Answer} answer not ours
 * @returns {PlatformAnswer[]} what it may be
 */
export function platformAnswersIn({ status, text }) {
  const names = /** @type {PlatformAnswer[]} */ (Object.keys(PLATFORM_ANSWERS));
  return names.filter((name) => {
    const one = PLATFORM_ANSWERS[name];
    // To HEAD there is no body.
    return status === one.status && (text === '' || one.body.test(text));
  });
}
