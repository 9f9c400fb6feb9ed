// wrangler's output as the person at the terminal wants it: the Worker's own lines as they were
// logged, build messages as they are, and nothing about each request. Pure.

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
const COLOUR = /\u001b\[[0-9;]*m/g;

/** Blank lines and one line a request. */
const NOISE = [/^\s*$/, /^\[wrangler:info\] [A-Z]+ \//];

/** @param {string} line */
export function withoutColour(line) {
  return line.replace(COLOUR, '').trimEnd();
}

/**
 * @param {string} line of wrangler's output
 * @returns {string | null} null: not worth showing
 */
export function readableLine(line) {
  const text = withoutColour(line);
  if (NOISE.some((pattern) => pattern.test(text)) || isOfWorkerd(text)) return null;
  // wrangler sets console.warn and console.error apart with signs of its own.
  return text.replace(/^\s*[▲✘] \[(?:WARNING|ERROR)\] (?=\[(?:CRON|API)\])/, '');
}

/** Addresses of workerd's own functions: "stack: …/workerd@…". @param {string} text */
function isOfWorkerd(text) {
  const [, word = ''] = text.match(/^\s*stack: (\S*)/) ?? [];
  const name = word.indexOf('workerd');
  return name >= 0 && word.includes('@', name);
}
