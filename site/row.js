// One member's row. Its nodes are made once and live as long as the member is listed; showing
// another listen changes only what differs.

import { createCover } from './cover.js';
import { element, setText, timeElement } from './element.js';

/** @import { Listen, Row, TimeWords } from './types.js' */

/** @param {TimeWords} words @returns {Row} */
export function createRow(words) {
  const nodes = buildRow();
  /** @type {Listen | null} */
  let shown = null;

  /** @param {number} now */
  function tick(now) {
    const time = nodes.when.querySelector('time');
    if (time && shown?.playedAt != null) setText(time, words.relative(shown.playedAt, now));
  }

  return {
    element: nodes.row,
    show(listen, now) {
      const before = shown;
      if (JSON.stringify(listen) === JSON.stringify(before)) return false;
      /** @param {(keyof Listen)[]} fields */
      const differs = (...fields) => fields.some((field) => listen[field] !== before?.[field]);

      showNames(nodes, listen);
      if (differs('image', 'artist', 'album'))
        nodes.row.firstChild?.replaceWith(createCover(listen));
      if (differs('nowPlaying', 'playedAt'))
        nodes.when.replaceChildren(...whenParts(listen, words));
      nodes.row.classList.toggle('playing', listen.nowPlaying);
      shown = listen;
      tick(now);
      return true;
    },
    tick,
  };
}

/** Every name sits in a `<bdi>`, so that its direction stays its own. */
function buildRow() {
  const title = element('bdi', '');
  const link = element('a', '', title);
  const track = element('p', 'track', link);
  const artist = element('bdi', 'artist');
  const byArtist = element('span', '', unseen('by '), artist);
  // The first space holds: a line may end with the dot, not begin with it.
  const dot = element('span', '', '\u00a0· ');
  dot.ariaHidden = 'true';
  const album = element('bdi', 'album');
  const fromAlbum = element('span', '', dot, unseen('from '), album);
  const by = element('p', 'by', byArtist, fromAlbum);
  const member = element('bdi', 'member');
  const person = element('span', 'person', unseen('played by '), member);
  const when = element('span', 'when');
  const who = element('p', 'who', person, ' ', when);
  const row = element(
    'li',
    'listen',
    element('div', 'cover'),
    element('div', 'what', track, by),
    who,
  );
  return {
    row,
    track,
    link,
    title,
    by,
    byArtist,
    artist,
    dot,
    fromAlbum,
    album,
    person,
    member,
    when,
  };
}

/** @param {ReturnType<typeof buildRow>} nodes @param {Listen} listen */
function showNames(nodes, { track, artist, album, member, url }) {
  // Without a track's name the artist's takes its place; no name is made up.
  const title = track || artist;
  const by = track && artist;
  setText(nodes.title, title);
  nodes.track.title = title;
  if (url) nodes.link.href = url;
  else nodes.link.removeAttribute('href');
  nodes.link.rel = 'noopener noreferrer';
  setText(nodes.artist, by);
  setText(nodes.album, album);
  nodes.byArtist.hidden = !by;
  nodes.fromAlbum.hidden = !album;
  nodes.dot.hidden = !by;
  nodes.by.hidden = !by && !album;
  nodes.by.title = [by, album].filter(Boolean).join(' · ');
  setText(nodes.member, member);
  nodes.person.title = member;
  nodes.person.hidden = !member;
}

/** Nothing when the time is unknown. @param {Listen} listen @param {TimeWords} words */
function whenParts(listen, words) {
  if (!listen.nowPlaying)
    return listen.playedAt === null ? [] : [timeElement(listen.playedAt, words)];
  const bars = element('span', 'bars', element('i', ''), element('i', ''), element('i', ''));
  bars.ariaHidden = 'true';
  return [bars, new Text('Now playing')];
}

/** Words that only a screen reader needs. @param {string} text */
function unseen(text) {
  return element('span', 'unseen', text);
}
