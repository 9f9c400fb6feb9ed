// Signs of life: what is being done, something that moves while it runs, and its time at the end. On a
// terminal one line is drawn again and again; elsewhere a line is printed now and then, more and more
// rarely, so that a log stays short.

const REDRAW_MS = 1000;
const FIRST_REPEAT_MS = 20_000;
const LONGEST_REPEAT_MS = 120_000;

/**
 * @template Result
 * @param {string} title what is being done, as in "Building the core"
 * @param {(sign: (text: string) => void) => Promise<Result>} action gets a function that takes the
 *   latest sign of life, for instance a line of the command's output
 * @returns {Promise<Result>}
 */
export async function step(title, action) {
  const began = Date.now();
  print(`${title} …`);
  const life = signsOfLife(print);
  try {
    const result = await action(life.begin(''));
    life.stop();
    print(`  done in ${secondsSince(began)} s`);
    return result;
  } catch (error) {
    life.stop();
    print(`  failed after ${secondsSince(began)} s`);
    throw error;
  }
}

/**
 * Shows what the parts that run at the moment are at.
 * @param {(line: string) => void} write
 */
export function signsOfLife(write) {
  const began = Date.now();
  /** By part, '' for the only one. @type {Map<string, string>} */
  const running = new Map();
  const show = () => {
    if (running.size === 0) return;
    const parts = [...running].map(([name, sign]) => [name, sign].filter(Boolean).join(': '));
    const line = `  … ${Math.round((Date.now() - began) / 1000)} s  ${parts.join(' | ')}`;
    if (process.stdout.isTTY) draw(line.slice(0, (process.stdout.columns || 80) - 1));
    else write(line.slice(0, 160));
  };
  const stop = process.stdout.isTTY ? every(REDRAW_MS, show) : moreAndMoreRarely(show);
  return {
    /** @param {string} name @returns {(sign: string) => void} */
    begin(name) {
      running.set(name, '');
      return (sign) => running.set(name, sign.trim());
    },
    /** @param {string} name */
    end: (name) => running.delete(name),
    /** @param {string} line clear of what is drawn */
    print(line) {
      if (process.stdout.isTTY) draw('');
      write(line);
    },
    stop() {
      stop();
      if (process.stdout.isTTY) draw('');
    },
  };
}

/** @param {string} text a line of its own, clear of a ticking one */
export function print(text) {
  process.stdout.write(`${process.stdout.isTTY ? '\r\u001b[K' : ''}${text}\n`);
}

/** @param {string} line in place of the one on the terminal */
function draw(line) {
  process.stdout.write(`\r\u001b[K${line}`);
}

/** @param {number} ms @param {() => void} action @returns {() => void} ends it */
function every(ms, action) {
  const timer = setInterval(action, ms);
  timer.unref();
  return () => clearInterval(timer);
}

/** @param {() => void} action @returns {() => void} ends it */
function moreAndMoreRarely(action) {
  /** @type {NodeJS.Timeout} */
  let timer;
  const wait = (/** @type {number} */ ms) => {
    timer = setTimeout(() => {
      action();
      wait(Math.min(ms * 2, LONGEST_REPEAT_MS));
    }, ms);
    timer.unref();
  };
  wait(FIRST_REPEAT_MS);
  return () => clearTimeout(timer);
}

/** @param {number} began */
function secondsSince(began) {
  return ((Date.now() - began) / 1000).toFixed(1);
}
