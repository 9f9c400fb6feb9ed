// Looks for secrets in what comes out of the Worker. Whatever tests see of it passes by here: in
// workerd (tests/worker/inside.js) and in calls of the module (watch-core.js). It imports nothing,
// since it runs in workerd too.

/** What the tests set the secrets to. Nothing else looks like these. */
export const TEST_SECRETS = {
  LASTFM_API_KEY: 'k3y-of-the-tests',
  LISTENBRAINZ_TOKEN: 't0ken-of-the-tests',
  INTERNAL_API_SECRET: 's3cret+of/the-tests=0123456789abcdef',
};
const SECRET_SETTINGS = Object.keys(TEST_SECRETS);

// Shorter ones are found where nobody put them.
const LEAST_LENGTH = 12;
// Characters before and after what was found.
const SHOWN = 200;

// base64 of JSON, a dot, and an HMAC in hexadecimal: what X-Internal-Token holds.
const REQUEST_TOKEN = /eyJ[\w+/=%-]*\.[0-9a-f]{64}/i;

/**
 * @typedef {'log lines' | 'replies' | 'pages' | 'stored values' | 'decisions' | 'effects'} Kind pages may hold a
 *     request token: their script needs one
 *
 * @typedef {object} Report
 * @property {number} secrets that were looked for
 * @property {Record<string, number>} counts of texts, by kind
 * @property {number} characters
 * @property {string[]} findings
 */

export class SecretScan {
  /** @type {Map<string, {name: string, forms: Map<string, string>}>} by value */
  #secrets = new Map();
  /** @type {Record<string, number>} */
  #counts = {};
  #characters = 0;
  /** @type {string[]} */
  #findings = [];

  /** @param {Record<string, unknown>} settings of which the secrets are looked for from now on */
  learn(settings) {
    for (const name of SECRET_SETTINGS) {
      const value = settings[name];
      if (typeof value !== 'string' || value.trim() === '' || this.#secrets.has(value)) continue;
      if (value.length < LEAST_LENGTH) {
        this.#findings.push(`${name} is "${value}", too short to be looked for`);
      }
      this.#secrets.set(value, { name, forms: formsOf(value) });
    }
  }

  /** @param {Kind} kind @param {string} text @returns {string[]} what was found */
  look(kind, text) {
    this.#counts[kind] = (this.#counts[kind] ?? 0) + 1;
    this.#characters += text.length;
    const lowered = text.toLowerCase();
    const found = [...this.#secrets.values()].flatMap(({ name, forms }) => {
      const form = [...forms].find(([written]) => lowered.includes(written));
      return form
        ? [`${name}, ${form[1]}, in ${kind}: ${around(text, lowered.indexOf(form[0]))}`]
        : [];
    });
    const token = kind === 'pages' ? null : REQUEST_TOKEN.exec(text);
    if (token) found.push(`a request token in ${kind}: ${around(text, token.index)}`);
    this.#findings.push(...found);
    return found;
  }

  /** @returns {Report} of everything so far; findings are told once */
  report() {
    const findings = this.#findings;
    this.#findings = [];
    return {
      secrets: this.#secrets.size,
      counts: this.#counts,
      characters: this.#characters,
      findings,
    };
  }
}

/**
 * Every way in which the secret may be written, without regard to capitals.
 * @param {string} secret
 * @returns {Map<string, string>} the names of the forms, by what is written
 */
export function formsOf(secret) {
  const json = JSON.stringify(secret).slice(1, -1);
  const percent = encodeURIComponent(secret);
  const forms = [
    ['as it is', secret],
    ['percent-encoded', percent],
    ['percent-encoded as a form has it', new URLSearchParams([['', secret]]).toString().slice(1)],
    [
      'percent-encoded to the last letter',
      [...utf8(secret)].map((byte) => `%${hex(byte)}`).join(''),
    ],
    ['escaped in JSON', json],
    ['escaped in JSON, slashes too', json.replaceAll('/', '\\/')],
    ['escaped in JSON twice', JSON.stringify(json).slice(1, -1)],
    ['escaped in markup', inMarkup(secret)],
    ['in hexadecimal', [...utf8(secret)].map(hex).join('')],
    ...[0, 1, 2].flatMap((before) => {
      const written = base64Within(secret, before);
      const url = written.replaceAll('+', '-').replaceAll('/', '_');
      return [
        [`in base64, ${before} bytes on`, written],
        [`in base64 for URLs, ${before} bytes on`, url],
        [`in base64, ${before} bytes on, percent-encoded`, encodeURIComponent(written)],
      ];
    }),
  ];
  // Of names for the same, the first one stays.
  return new Map(
    forms
      .map(([name = '', written = '']) => /** @type {const} */ ([written.toLowerCase(), name]))
      .reverse(),
  );
}

/** @param {string} text @param {number} at */
const around = (text, at) => text.slice(Math.max(0, at - SHOWN), at + SHOWN);

/** @param {string} text */
const utf8 = (text) => new TextEncoder().encode(text);

/** @param {number} byte */
const hex = (byte) => byte.toString(16).padStart(2, '0');

/** @param {string} text */
function inMarkup(text) {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/**
 * What base64 of a longer text shows of the secret, whatever stands around it.
 * @param {string} secret
 * @param {number} before bytes in front of it, of each three
 */
function base64Within(secret, before) {
  const bytes = [...new Uint8Array(before), ...utf8(secret)];
  const whole = btoa(String.fromCharCode(...bytes));
  return whole.slice(Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6));
}
