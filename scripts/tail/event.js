// One event of `wrangler tail --format json`, as far as it is of use here: a TraceItem of
// @cloudflare/workers-types. Nothing of its form is taken for granted. Pure.

/**
 * @typedef {object} Line that the Worker logged
 * @property {string} level a method of console
 * @property {string} text
 *
 * @typedef {object} Thrown
 * @property {string} name
 * @property {string} message
 * @property {string} stack
 *
 * @typedef {object} Request
 * @property {'request'} kind
 * @property {string} method
 * @property {string} url
 * @property {number | null} status null: no response was made
 *
 * @typedef {object} Refresh
 * @property {'refresh'} kind
 * @property {number | null} scheduledFor
 *
 * @typedef {object} Notice of the tail itself, that it leaves events out for instance
 * @property {'notice'} kind
 * @property {string} type
 * @property {string} message
 *
 * @typedef {{ kind: 'other', name: string }} Other
 *
 * @typedef {object} TailEvent
 * @property {Request | Refresh | Notice | Other} what
 * @property {number | null} at milliseconds since 1970
 * @property {string} outcome
 * @property {string} version of the Worker, its id; '' when it is not said
 * @property {Line[]} lines
 * @property {Thrown[]} thrown
 * @property {boolean} isTruncated the platform left out some of its lines
 * @property {number | null} cpuMs
 * @property {number | null} wallMs
 * @property {string[]} misread fields of another type than they should have, taken for absent
 */

const LATEST_MS = 8.64e15; // of a Date

/** How a kind of event that this Worker does not have is told from the others. */
const OTHERS = [
  ['queue', 'queue'],
  ['mailFrom', 'email'],
  ['rpcMethod', 'RPC'],
  ['consumedEvents', 'tail'],
  ['scheduledTime', 'alarm'],
];

/**
 * @param {unknown} value
 * @returns {TailEvent | null} null: it is no event
 */
export function readEvent(value) {
  if (!isObject(value) || !looksLikeEvent(value)) return null;
  const fields = new Fields(value);
  const event = fields.object('event');
  const outcome = fields.text('outcome');
  const lines = fields.list('logs');
  const thrown = fields.list('exceptions');
  return {
    what: readWhat(event ?? {}, fields),
    at: fields.time('eventTimestamp'),
    outcome: outcome ?? 'unknown',
    version: new Fields(fields.object('scriptVersion') ?? {}, fields).text('id') ?? '',
    lines: lines.flatMap((line) => readLine(line, fields)),
    thrown: thrown.flatMap((one) => readThrown(one, fields)),
    isTruncated: value.truncated === true,
    cpuMs: fields.number('cpuTime'),
    wallMs: fields.number('wallTime'),
    misread: [...fields.misread],
  };
}

/**
 * Most of what every event has, as it should be.
 * @param {Record<string, unknown>} value
 */
function looksLikeEvent({ event, outcome, logs }) {
  const signs = [
    event === null || isObject(event),
    typeof outcome === 'string',
    Array.isArray(logs),
  ];
  return signs.filter(Boolean).length >= 2;
}

/**
 * @param {Record<string, unknown>} event
 * @param {Fields} all
 * @returns {TailEvent['what']}
 */
function readWhat(event, all) {
  const fields = new Fields(event, all);
  if ('request' in event) {
    const request = new Fields(fields.object('request') ?? {}, all);
    const response = new Fields(fields.object('response') ?? {}, all);
    return {
      kind: 'request',
      method: request.text('method') ?? '?',
      url: request.text('url') ?? '',
      status: response.number('status'),
    };
  }
  if ('cron' in event) return { kind: 'refresh', scheduledFor: fields.time('scheduledTime') };
  if ('type' in event && 'message' in event) {
    return {
      kind: 'notice',
      type: fields.text('type') ?? '',
      message: fields.text('message') ?? '',
    };
  }
  const [, name = 'unknown'] = OTHERS.find(([field = '']) => field in event) ?? [];
  return { kind: 'other', name };
}

/**
 * @param {unknown} value
 * @param {Fields} all
 * @returns {Line[]} none when it is no line
 */
function readLine(value, all) {
  if (!isObject(value)) return all.wrong('logs', []);
  const message = value.message ?? [];
  const words = Array.isArray(message) ? message : [message];
  return [
    { level: new Fields(value, all).text('level') ?? 'log', text: words.map(word).join(' ') },
  ];
}

/** @param {unknown} value */
function word(value) {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/**
 * @param {unknown} value
 * @param {Fields} all
 * @returns {Thrown[]}
 */
function readThrown(value, all) {
  if (!isObject(value)) return all.wrong('exceptions', []);
  const fields = new Fields(value, all);
  return [
    {
      name: fields.text('name') ?? 'Error',
      message: typeof value.message === 'string' ? value.message : word(value.message ?? ''),
      stack: fields.text('stack') ?? '',
    },
  ];
}

/** Fields of an object by the type that they should have; null and absent are no fault. */
class Fields {
  #of;
  /** @type {Set<string>} */
  misread;

  /**
   * @param {Record<string, unknown>} object
   * @param {Fields} [whole] the object that it is a part of, which gathers what is wrong
   */
  constructor(object, whole) {
    this.#of = object;
    this.misread = whole?.misread ?? new Set();
  }

  /**
   * @template Nothing
   * @param {string} name
   * @param {Nothing} nothing
   */
  wrong(name, nothing) {
    this.misread.add(name);
    return nothing;
  }

  /** @param {string} name @returns {Record<string, unknown> | null} */
  object(name) {
    const value = this.#of[name] ?? null;
    return value === null || isObject(value) ? value : this.wrong(name, null);
  }

  /** @param {string} name @returns {unknown[]} */
  list(name) {
    const value = this.#of[name] ?? [];
    return Array.isArray(value) ? value : this.wrong(name, []);
  }

  /** @param {string} name @returns {string | null} */
  text(name) {
    const value = this.#of[name] ?? null;
    return value === null || typeof value === 'string' ? value : this.wrong(name, null);
  }

  /** @param {string} name @returns {number | null} */
  number(name) {
    const value = this.#of[name] ?? null;
    return value === null || typeof value === 'number' ? value : this.wrong(name, null);
  }

  /** @param {string} name @returns {number | null} */
  time(name) {
    const value = this.number(name);
    return value === null || Math.abs(value) <= LATEST_MS ? value : this.wrong(name, null);
  }
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
