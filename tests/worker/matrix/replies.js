// The API's replies during the faults, each once, as golden/matrix.txt holds them. The browser tests
// show every one of them on the page.

/** @typedef {{faults: string[], body: string}} Reply */

const FAULT = '== ';

/** @param {import('./runner.js').SeenRow[]} rows @returns {Reply[]} */
export function repliesOf(rows) {
  const bodies = [...new Set(rows.map(({ during }) => during.body))];
  return bodies.map((body) => ({
    faults: rows.filter(({ during }) => during.body === body).map(({ fault }) => fault),
    body,
  }));
}

/** A track a line: JSON holds no line break of its own. @param {Reply[]} replies */
export function encodeReplies(replies) {
  return replies
    .map(({ faults, body }) => {
      const titles = faults.map((fault) => `${FAULT}${fault}\n`);
      return `${titles.join('')}${body.replaceAll('},{', '},\n{')}\n`;
    })
    .join('\n');
}

/** @param {string} text @returns {Reply[]} */
export function decodeReplies(text) {
  return text.split('\n\n').map((block) => {
    const lines = block.split('\n');
    const isTitle = (/** @type {string} */ line) => line.startsWith(FAULT);
    return {
      faults: lines.filter(isTitle).map((line) => line.slice(FAULT.length)),
      body: lines.filter((line) => !isTitle(line)).join(''),
    };
  });
}
