// The page with the list in it, as the Worker serves it: for the tests of what the script does with
// such a page. That the core renders it so has tests of its own.

import { hashOf } from '../../site/cover.js';
import { readAnswer } from '../../site/listens-source.js';
import { kFirstView, viewAfter, wordingOf } from '../../site/view.js';
import { kNow } from './samples.js';

/**
 * @import { Answer, Freshness, Listen } from '../../site/types.js'
 *
 * @typedef {object} Given
 * @property {import('./site-server.js').Reply} reply   the list, as the API gives it
 * @property {number | null} [renderedAt]   Unix milliseconds, kNow when absent; null: the page does not say
 */

/**
 * @param {string} html   index.html
 * @param {Given} given
 */
export function servedPage(html, { reply, renderedAt = kNow }) {
  const answer = readAnswer(reply.body ?? '');
  const { tone, summary, freshness, panel } = wordingOf(viewAfter(kFirstView, answer));
  const listens = answer.kind === 'listed' ? answer.listens : [];
  const parts = {
    status: `<div id="status" class="status" data-tone="${tone}" ${facts(answer, renderedAt)}>`,
    summary: `<p id="summary" class="summary">${escaped(summary)}</p>`,
    freshness: `<p id="freshness" class="freshness"${hiddenUnless(freshness)}>${lineOf(freshness)}</p>`,
    unstarted: '',
    skeleton: `<div id="skeleton" class="skeleton" aria-hidden="true"${hiddenUnless(tone === 'warming')}>`,
    panel: `<section id="panel" class="panel"${hiddenUnless(panel)}>${panel ? `<h2>${escaped(panel.title)}</h2><p>${escaped(panel.text)}</p>` : ''}</section>`,
    listens: `<ol id="listens" class="listens" aria-labelledby="heading"${hiddenUnless(listens.length)}>${listens.map(rowOf).join('')}</ol>`,
  };
  const whole = /^(summary|freshness|unstarted|panel|listens)$/;
  return Object.entries(parts).reduce(
    (page, [id, part]) => {
      const rest = whole.test(id) ? '[\\s\\S]*?</(?:p|section|ol)>' : '';
      const place = new RegExp(`<\\w+ id="${id}"[^>]*>${rest}`);
      if (!place.test(page)) throw new Error(`index.html has no #${id}`);
      return page.replace(place, () => part);
    },
    html.replace(/<noscript>[\s\S]*<\/noscript>/, ''),
  );
}

/** @param {Answer} answer @param {number | null} renderedAt */
function facts(answer, renderedAt) {
  if (answer.kind === 'failed') throw new Error('a page with a list needs a list');
  const updated = answer.kind === 'warming' ? null : answer.lastUpdated;
  const stale = answer.kind !== 'warming' && answer.stale;
  return [
    `data-state="${answer.kind}"`,
    `data-updated="${updated === null ? '' : iso(updated)}"`,
    `data-stale="${stale ? '1' : ''}"`,
    ...(renderedAt === null ? [] : [`data-rendered="${iso(renderedAt)}"`]),
  ].join(' ');
}

/** @param {Listen} listen */
function rowOf(listen) {
  const { track, album, member, image, url } = listen;
  const title = track || listen.artist;
  const artist = track && listen.artist;
  const by = [
    artist && `<span>${unseen('by ')}${bdi('artist', artist)}</span>`,
    album &&
      `<span>${artist && '<span aria-hidden="true">&nbsp;· </span>'}${unseen('from ')}${bdi('album', album)}</span>`,
  ].join('');
  const names = [artist, album].filter(Boolean).join(' · ');
  return [
    `<li class="listen${listen.nowPlaying ? ' playing' : ''}">`,
    `<div class="cover" aria-hidden="true">${drawing(listen)}`,
    image &&
      `<img alt="" width="64" height="64" loading="lazy" decoding="async" referrerpolicy="no-referrer" src="${escaped(image)}">`,
    `</div><div class="what"><p class="track" title="${escaped(title)}">`,
    `<a${url ? ` href="${escaped(url)}" rel="noopener noreferrer"` : ''}><bdi>${escaped(title)}</bdi></a></p>`,
    by && `<p class="by" title="${escaped(names)}">${by}</p>`,
    '</div><p class="who">',
    member &&
      `<span class="person" title="${escaped(member)}">${unseen('played by ')}${bdi('member', member)}</span>`,
    ` <span class="when">${whenOf(listen)}</span></p></li>`,
  ].join('');
}

/** @param {Listen} listen */
function drawing({ artist, album }) {
  const hash = hashOf(`${artist}\n${album}`);
  const hue = (hash >>> 5) % 360;
  /** @param {number} radius */
  const disc = (radius) =>
    `<circle cx="${8 + ((hash >>> 9) % 48)}" cy="${8 + ((hash >>> 15) % 48)}" r="${radius}" fill="hsl(${(hue + 40) % 360} 46% 60%)" fill-opacity=".5"></circle>`;
  return `<svg viewBox="0 0 64 64" width="64" height="64"><rect width="64" height="64" fill="hsl(${hue} 32% 44%)"></rect>${disc(40)}${disc(22)}</svg>`;
}

/** @param {Listen} listen */
function whenOf({ nowPlaying, playedAt }) {
  if (nowPlaying)
    return '<span class="bars" aria-hidden="true"><i></i><i></i><i></i></span>Now playing';
  return playedAt === null ? '' : time(playedAt);
}

/** @param {Freshness | null} freshness */
function lineOf(freshness) {
  if (freshness === null) return '';
  const at = freshness.at === null ? '' : time(freshness.at);
  return `${escaped(freshness.lead)}${at}${escaped(freshness.rest)}`;
}

/** In English and UTC, which is all that the server knows. @param {number} at */
function time(at) {
  const minutes = Math.floor((kNow - at) / 60_000);
  return `<time datetime="${iso(at)}" title="${iso(at).slice(0, 16)} UTC" lang="en">${minutes} min ago</time>`;
}

/** @param {number} at */
const iso = (at) => new Date(at).toISOString();
/** @param {unknown} isThere */
const hiddenUnless = (isThere) => (isThere ? '' : ' hidden');
/** @param {string} text */
const unseen = (text) => `<span class="unseen">${text}</span>`;
/** @param {string} className @param {string} text */
const bdi = (className, text) => `<bdi class="${className}">${escaped(text)}</bdi>`;
/** @param {string} text */
const escaped = (text) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
