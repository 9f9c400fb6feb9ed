// Signs of life: a line when a step begins, something that moves while it runs, its time at the end.

const REDRAW_MS = 1000;
const REPEAT_MS = 10_000; // without a terminal to redraw on, one line every ten seconds

/**
 * @template Result
 * @param {string} title what is being done, as in "Building the core"
 * @param {(sign: (text: string) => void) => Promise<Result>} action gets a function that takes the
 *   latest sign of life, for instance a line of the command's output
 * @returns {Promise<Result>}
 */
export async function step(title, action) {
  const began = Date.now();
  let latest = '';
  print(`${title} …`);
  const timer = setInterval(
    () => tick(began, latest),
    process.stdout.isTTY ? REDRAW_MS : REPEAT_MS,
  );
  timer.unref();
  try {
    const result = await action((text) => {
      latest = text.trim();
    });
    clearInterval(timer);
    print(`  done in ${secondsSince(began)} s`);
    return result;
  } catch (error) {
    clearInterval(timer);
    print(`  failed after ${secondsSince(began)} s`);
    throw error;
  }
}

/** @param {string} text a line of its own, clear of a ticking one */
export function print(text) {
  process.stdout.write(`${process.stdout.isTTY ? '\r\u001b[K' : ''}${text}\n`);
}

/**
 * @param {number} began
 * @param {string} latest
 */
function tick(began, latest) {
  const line = `  … ${Math.round((Date.now() - began) / 1000)} s${latest === '' ? '' : `: ${latest}`}`;
  if (!process.stdout.isTTY) {
    process.stdout.write(`${line.slice(0, 160)}\n`);
    return;
  }
  process.stdout.write(`\r\u001b[K${line.slice(0, (process.stdout.columns || 80) - 1)}`);
}

/** @param {number} began */
function secondsSince(began) {
  return ((Date.now() - began) / 1000).toFixed(1);
}
