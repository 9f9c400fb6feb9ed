// What the music service sends back, whichever API it was asked through.

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {Record<string, string>} headers
 * @property {string} body
 * @property {boolean} hangs the headers and this much of the body come, then nothing more
 */

/**
 * @param {number} status
 * @param {string} type of the body
 * @param {string} body
 * @returns {Answer}
 */
export function answer(status, type, body) {
  return { status, headers: { 'content-type': `${type}; charset=utf-8` }, body, hangs: false };
}

/**
 * @param {number} status
 * @param {unknown} value
 */
export function json(status, value) {
  return answer(status, 'application/json', JSON.stringify(value));
}

/** @param {string} beginning of a body of JSON whose rest never comes */
export function hanging(beginning) {
  return { ...answer(200, 'application/json', beginning), hangs: true };
}
