// Events as the platform makes them where the local one cannot: limits, hang-ups, notices of the tail.
// The shape is that of fixtures/day.txt, and of TraceItem in @cloudflare/workers-types.

const AT = Date.parse('2025-12-04T23:59:50.000Z');
const URL_OF_API = 'https://site.example/api/internal/user-listens';

/**
 * @param {Record<string, unknown>} fields instead of those of an event that went well
 * @returns {Record<string, unknown>}
 */
export function eventWith(fields) {
  return {
    wallTime: 12,
    cpuTime: 3,
    truncated: false,
    executionModel: 'stateless',
    outcome: 'ok',
    scriptName: 'user-listens',
    scriptVersion: { id: '3f2b8c1e-0d4a-4b6f-9a57-1c2d3e4f5a6b' },
    diagnosticsChannelEvents: [],
    exceptions: [],
    logs: [],
    eventTimestamp: AT,
    event: null,
    ...fields,
  };
}

/** @param {string} [url] @param {number | null} [status] */
export const request = (url = URL_OF_API, status = 200) => ({
  request: {
    url,
    method: 'GET',
    headers: { authorization: 'Bearer of-a-header', cookie: 'session=of-a-header' },
    cf: { colo: 'AMS', country: 'NL' },
  },
  ...(status !== null && { response: { status } }),
});

export const CRON = { cron: '*/5 * * * *', scheduledTime: AT + 10_000 };

/** @param {string} level @param {...unknown} message */
export const line = (level, ...message) => ({ level, message, timestamp: AT });

const THROWN = {
  name: 'TypeError',
  message: 'x is not a function',
  timestamp: AT,
  stack: '    at reply (worker.js:12:3)\n    at fetch (worker.js:40:5)',
};

/** @type {Record<string, unknown>[]} */
export const BAD_ENDS = [
  eventWith({ event: request() }),
  eventWith({ event: request(URL_OF_API, 500), outcome: 'exception', exceptions: [THROWN] }),
  eventWith({ event: request(URL_OF_API, null), outcome: 'canceled' }),
  eventWith({ event: request(URL_OF_API, 503), outcome: 'exceededCpu', cpuTime: 10, wallTime: 10 }),
  eventWith({
    event: CRON,
    outcome: 'exceededMemory',
    eventTimestamp: AT + 10_300,
    logs: [
      line('log', '[CRON] Running scheduled task at 2025-12-05T00:00:00.300Z'),
      line('log', '[CRON] Found 12000 users with Last.fm usernames'),
    ],
  }),
  eventWith({
    event: CRON,
    truncated: true,
    logs: [line('error', 'WARNING: CoreFailure: the core failed in step_refresh: RuntimeError: x')],
  }),
  eventWith({ event: request(URL_OF_API, null), outcome: 'somethingNew' }),
  eventWith({ event: CRON, eventTimestamp: CRON.scheduledTime + 75_300 }),
  eventWith({ event: { type: 'overload', message: 'Tail is currently in sampling mode.' } }),
  eventWith({ event: { queue: 'q', batchSize: 2 } }),
  eventWith({ event: { scheduledTime: '2025-12-05T00:00:00.000Z' }, outcome: 'exceededWallTime' }),
  eventWith({ event: null, logs: [line('warn', 'of', { nested: ['object'] }, 3, null)] }),
];
