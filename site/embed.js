// <user-listens>: the list on any page. A custom element whose shadow tree holds the rows; nothing
// but the page's font, its colour scheme and the custom properties of embed.css reaches in.

import { element, timeElement } from './element.js';
import css from './embed.css';
import { createList } from './list.js';
import { kApiPath, kMaxListens } from './listens-source.js';
import { createTimeWords } from './relative-time.js';
import { createSource } from './source.js';
import { wordingOf } from './view.js';

/** @import { Failed, Listed, Silent, View, Wording } from './types.js' */

const kTag = 'user-listens';
const kOrdinaryRows = 10;

/** What a page may style with `::part()`, by the class that row.js gives it. */
const kParts = Object.entries({
  listen: 'row',
  cover: 'cover',
  track: 'track',
  artist: 'artist',
  album: 'album',
  member: 'member',
  when: 'time',
});

const words = createTimeWords(navigator.languages);
const styles = new CSSStyleSheet();
styles.replaceSync(css);

/** @type {Map<string, ReturnType<typeof createSource>>} by the API's address */
const sources = new Map();
/** @type {Set<string>} */
const warned = new Set();

class UserListens extends HTMLElement {
  static observedAttributes = ['limit', 'src'];

  #root = this.attachShadow({ mode: 'open' });
  #rows = element('ol', 'listens');
  #list = createList(this.#rows, words);
  #address = '';
  /** What the last event told, as JSON. */
  #told = '';
  /** @type {View | null} */
  #view = null;
  #follower = {
    show: (/** @type {View} */ view) => this.#show(view),
    tick: (/** @type {number} */ now) => this.#list.tick(now),
  };

  constructor() {
    super();
    this.#rows.part.add('list');
    // Else Safari takes `list-style: none` for "no list".
    this.#rows.role = 'list';
    this.#root.adoptedStyleSheets = [styles];
    // What the page has put into the element stands there until there is a list.
    this.#root.append(element('slot', ''));
  }

  connectedCallback() {
    this.#address = addressOf(this.getAttribute('src'));
    sourceAt(this.#address).follow(this.#follower);
  }

  disconnectedCallback() {
    sourceAt(this.#address).leave(this.#follower);
  }

  /** @param {string} name */
  attributeChangedCallback(name) {
    if (!this.#address || !this.isConnected) return;
    if (name === 'src') {
      this.disconnectedCallback();
      this.connectedCallback();
    } else if (this.#view) this.#show(this.#view);
  }

  /** @param {View} view */
  #show(view) {
    this.#view = view;
    const { settled, latest } = view;
    if (settled) this.#showList(settled);
    else if (latest?.kind === 'failed') warnOfFailure(this.#address, latest);
    // Before there is a list, what the page has put here is worth more than a failure.
    if (settled || latest?.kind === 'warming') this.#showStatus(wordingOf(view));
  }

  /** @param {Listed | Silent} settled */
  #showList(settled) {
    this.#root.querySelector('slot')?.replaceWith(this.#rows);
    const all = settled.kind === 'listed' ? settled.listens : [];
    const listens = all.slice(0, limitOf(this.getAttribute('limit')));
    this.#list.show(listens, Date.now());
    for (const [className, part] of kParts)
      for (const each of this.#rows.getElementsByClassName(className)) each.part.add(part);
    const { lastUpdated, stale } = settled;
    const detail = {
      count: listens.length,
      playing: listens.filter(({ nowPlaying }) => nowPlaying).length,
      lastUpdated: lastUpdated === null ? null : new Date(lastUpdated).toISOString(),
      stale,
    };
    this.#tell(detail, JSON.stringify([detail, listens]));
  }

  /** @param {object} detail @param {string} all   that the page may want to know of */
  #tell(detail, all) {
    if (all === this.#told) return;
    this.#told = all;
    this.dispatchEvent(
      new CustomEvent('user-listens-update', { detail, bubbles: true, composed: true }),
    );
  }

  /** @param {Wording} wording */
  #showStatus(wording) {
    const before = this.#root.querySelector('.status');
    const line = statusLine(wording);
    if (before && line?.isEqualNode(before)) return;
    before?.remove();
    // Below the rows, which it must not move.
    if (line) this.#root.append(line);
  }
}

/** Nothing while all is well. @param {Wording} wording @returns {HTMLElement | null} */
function statusLine({ tone, panel, freshness }) {
  const line = element('p', 'status', panel ? `${panel.title}. ` : '');
  line.part.add('status');
  if (freshness && tone !== 'fresh') {
    line.append(freshness.lead);
    if (freshness.at !== null) {
      const time = timeElement(freshness.at, words);
      time.append(words[freshness.as](freshness.at, Date.now()));
      line.append(time, freshness.rest);
    }
  }
  return line.textContent ? line : null;
}

/** @param {string | null} value of the attribute */
function limitOf(value) {
  if (value === null) return kOrdinaryRows;
  const limit = Number(value);
  if (Number.isInteger(limit) && limit >= 1 && limit <= kMaxListens) return limit;
  warn(`limit="${value}" is no number from 1 to ${kMaxListens}; ${kOrdinaryRows} rows are shown.`);
  return kOrdinaryRows;
}

/** @param {string | null} src   any address of the Worker; else the one this script comes from */
function addressOf(src) {
  try {
    return new URL(kApiPath, new URL(src || import.meta.url, document.baseURI)).href;
  } catch {
    warn(`src="${src}" is no address; asking ${new URL(import.meta.url).origin}.`);
    return new URL(kApiPath, import.meta.url).href;
  }
}

/** @param {string} address */
function sourceAt(address) {
  const source = sources.get(address) ?? createSource(address);
  sources.set(address, source);
  return source;
}

/** @param {string} address @param {Failed} failure */
function warnOfFailure(address, { cause, status }) {
  warn(
    `no list from ${address} (${cause}${status ? ` ${status}` : ''}). Check that it answers, that its ` +
      `setting ALLOWED_ORIGINS names ${location.origin}, and that a Content-Security-Policy of this ` +
      'page allows it in connect-src. It is asked again.',
  );
}

/** Once for each message, however many elements there are. @param {string} message */
function warn(message) {
  if (warned.has(message)) return;
  warned.add(message);
  console.warn(`<${kTag}>: ${message}`);
}

// The script may be on the page twice.
if (!customElements.get(kTag)) customElements.define(kTag, UserListens);
