// One member's row. It lives as long as the member is listed; showing another listen replaces the
// parts that differ. The server renders the same markup (templates/), which a row can take over:
// what it does not say is not there, so that no state hides in attributes.

import { createCover, removeWhenBroken } from './cover.js';
import { element, setText, timeElement } from './element.js';

/** @import { Listen, Row, ServedRow, TimeWords } from './types.js' */

/** @param {TimeWords} words @param {ServedRow} [served] @returns {Row} */
export function createRow(words, served) {
  const row = served?.element ?? buildRow();
  let shown = served?.listen ?? null;
  if (served) takeOver(served, words);

  /** @param {number} now */
  function tick(now) {
    const time = row.querySelector('time');
    if (time && shown?.playedAt != null) setText(time, words.relative(shown.playedAt, now));
  }

  return {
    element: row,
    show(listen, now) {
      const changed = changedFields(shown, listen);
      if (changed.size === 0) {
        tick(now);
        return false;
      }
      /** @param {(keyof Listen)[]} fields */
      const differs = (...fields) => fields.some((field) => changed.has(field));

      if (differs('artist', 'album', 'image'))
        partOf(row, '.cover').replaceWith(createCover(listen));
      if (differs('track', 'url')) showTrack(partOf(row, '.track'), listen);
      if (differs('artist', 'album')) showBy(partOf(row, '.what'), listen);
      if (differs('member', 'nowPlaying', 'playedAt'))
        partOf(row, '.who').replaceWith(createWho(listen, words, now));
      row.classList.toggle('playing', listen.nowPlaying);
      shown = listen;
      return true;
    },
    tick,
  };
}

/** @param {Listen | null} before @param {Listen} listen */
function changedFields(before, listen) {
  const fields = /** @type {(keyof Listen)[]} */ (Object.keys(listen));
  const changed = new Set(fields.filter((field) => listen[field] !== before?.[field]));
  // Not shown while playing, and so not known of a row that was served.
  if (listen.nowPlaying) changed.delete('playedAt');
  return changed;
}

/** The server knows neither the reader's language nor which image fails. @param {ServedRow} served @param {TimeWords} words */
function takeOver({ element: row, listen }, words) {
  const image = row.querySelector('img');
  if (image) removeWhenBroken(image);
  const time = row.querySelector('time');
  if (!time || listen.playedAt === null) return;
  time.title = words.exact(listen.playedAt);
  time.lang = words.lang;
}

function buildRow() {
  const link = element('a', '', element('bdi', ''));
  const what = element('div', 'what', element('p', 'track', link));
  return element('li', 'listen', element('div', 'cover'), what, element('p', 'who'));
}

/** @param {HTMLElement} row @param {string} selector of what every row has */
function partOf(row, selector) {
  return /** @type {HTMLElement} */ (row.querySelector(selector));
}

/** The link stays, and with it the focus. @param {HTMLElement} paragraph @param {Listen} listen */
function showTrack(paragraph, { track, url }) {
  const link = /** @type {HTMLAnchorElement} */ (partOf(paragraph, 'a'));
  paragraph.title = track;
  setText(partOf(link, 'bdi'), track);
  if (url === null) {
    link.removeAttribute('href');
    link.removeAttribute('rel');
    return;
  }
  link.href = url;
  link.rel = 'noopener noreferrer';
}

/** @param {HTMLElement} what @param {Listen} listen */
function showBy(what, { artist, album }) {
  what.querySelector('.by')?.remove();
  const by = element('p', 'by', element('span', '', unseen('by '), name('artist', artist)));
  by.title = [artist, album].filter(Boolean).join(' · ');
  if (album) by.append(element('span', '', dot(), unseen('from '), name('album', album)));
  what.append(by);
}

/** @param {Listen} listen @param {TimeWords} words @param {number} now */
function createWho(listen, words, now) {
  const who = element('p', 'who', ' ', element('span', 'when', ...whenParts(listen, words, now)));
  if (!listen.member) return who;
  const person = element('span', 'person', unseen('played by '), name('member', listen.member));
  person.title = listen.member;
  who.prepend(person);
  return who;
}

/** Nothing when the time is unknown. @param {Listen} listen @param {TimeWords} words @param {number} now */
function whenParts({ nowPlaying, playedAt }, words, now) {
  if (nowPlaying) return [bars(), 'Now playing'];
  if (playedAt === null) return [];
  const time = timeElement(playedAt, words);
  time.append(words.relative(playedAt, now));
  return [time];
}

function bars() {
  const made = element('span', 'bars', element('i', ''), element('i', ''), element('i', ''));
  made.ariaHidden = 'true';
  return made;
}

/** The first space holds: a line may end with the dot, not begin with it. */
function dot() {
  const made = element('span', '', '\u00a0· ');
  made.ariaHidden = 'true';
  return made;
}

/** In a `<bdi>`, so that its direction stays its own. @param {string} className @param {string} text */
function name(className, text) {
  return element('bdi', className, text);
}

/** Words that only a screen reader needs. @param {string} text */
function unseen(text) {
  return element('span', 'unseen', text);
}
