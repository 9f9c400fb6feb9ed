// The music service's own page: who plays what now, and the switch that makes it flake. Pure.

import { FLAKE_MODES } from './flake.js';
import { heard } from './listening.js';
import { MEMBERS } from './members.js';

/**
 * @param {number} now ms since 1970
 * @param {import('./flake.js').FlakeMode} flake
 * @returns {string} HTML
 */
export function indexPage(now, flake) {
  const rows = MEMBERS.map((member) => row(member, Math.floor(now / 1000))).join('\n');
  const modes = FLAKE_MODES.map((mode) =>
    mode === flake
      ? `<strong>${mode}</strong>`
      : `<a href="/flake?mode=${mode}&amp;back=1">${mode}</a>`,
  ).join(' · ');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Local music service</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
td{padding:.25rem 1rem .25rem 0;vertical-align:top;overflow-wrap:anywhere}</style>
<h1>Local music service</h1>
<p>Stands in for Last.fm while you work: <code>/2.0/?method=user.getrecenttracks&amp;…</code></p>
<p>Flake: ${modes}</p>
<table>
${rows}
</table>
</html>
`;
}

/**
 * @param {import('./members.js').Member} member
 * @param {number} nowS
 */
function row(member, nowS) {
  return `<tr><td>${asMarkup(member.registered)}<td>${state(member, nowS)}`;
}

/**
 * @param {import('./members.js').Member} member
 * @param {number} nowS
 */
function state(member, nowS) {
  if (member.standing !== 'listens') return member.standing;
  const { playing, scrobbles } = heard(member, nowS, 1);
  const last = playing ?? scrobbles[0];
  if (last === undefined) return 'nothing yet';
  const what = `${asMarkup(last.album.artist)}: ${asMarkup(last.track.title)}`;
  if (playing !== null) return `▶ ${what}`;
  return `${what} (${new Date(last.startedAt * 1000).toISOString().slice(0, 16).replace('T', ' ')})`;
}

/** @param {string} text */
function asMarkup(text) {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
