// The cron trigger, which `wrangler dev` never fires by itself.

const EVERY_MS = 5 * 60_000; // wrangler.toml, [triggers]
const PATH = '/cdn-cgi/handler/scheduled?cron=*/5+*+*+*+*';
const LONGEST_MS = 300_000; // a refresh has its own, shorter deadline: four minutes, and storage

/**
 * @typedef {object} CronOutcome
 * @property {string} line how it went, in one line
 * @property {boolean} answered false: nobody is listening at the address any more
 *
 * @param {string} address of the dev server
 * @returns {Promise<CronOutcome>}
 */
export async function fireCron(address) {
  const began = Date.now();
  const at = new Date(began).toISOString().slice(11, 19);
  try {
    const response = await fetch(address + PATH, { signal: AbortSignal.timeout(LONGEST_MS) });
    const outcome = (await response.text()).trim();
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    const line = response.ok
      ? `Cron fired at ${at} UTC: ${outcome} (${seconds} s)`
      : `Cron fired at ${at} UTC: FAILED with HTTP ${response.status}, ${outcome}`;
    return { line, answered: true };
  } catch (error) {
    const { message, cause } = error instanceof Error ? error : new Error(String(error));
    const why = cause instanceof Error ? cause.message : message;
    return {
      line: `Cron fired at ${at} UTC: FAILED, ${why}`,
      answered: !/ECONNREFUSED/.test(why),
    };
  }
}

/**
 * Fires on the clock, at :00, :05 and so on, until the process ends.
 * @param {() => void} fire
 */
export function onEveryTick(fire) {
  const next = EVERY_MS - (Date.now() % EVERY_MS);
  setTimeout(() => {
    fire();
    onEveryTick(fire);
  }, next);
}
