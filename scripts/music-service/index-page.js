// The music service's own page: who plays what now, and the switch that makes it flake. Pure.

import { FLAKE_MODES } from './flake.js';
import { heard } from './listening.js';
import { MEMBERS } from './members.js';
import { SERVICES } from './services.js';

/**
 * @param {number} now ms since 1970
 * @param {import('./flake.js').FlakeMode} flake
 * @returns {string} HTML
 */
export function indexPage(now, flake) {
  const rows = MEMBERS.flatMap(({ username, accounts }) =>
    accounts.map((account) => row(username, account, Math.floor(now / 1000))),
  ).join('\n');
  const services = SERVICES.map(({ title, path }) => `${title} at <code>${path}</code>`).join(', ');
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
td,th{padding:.25rem 1rem .25rem 0;vertical-align:top;text-align:left;overflow-wrap:anywhere}</style>
<h1>Local music service</h1>
<p>Stands in for the real ones while you work: ${services}</p>
<p>Flake: ${modes}</p>
<table>
<tr><th>Member<th>Service<th>Account<th>Plays
${rows}
</table>
</html>
`;
}

/**
 * @param {string} username
 * @param {import('./members.js').Account} account
 * @param {number} nowS
 */
function row(username, account, nowS) {
  const service = SERVICES.find(({ source }) => source === account.source)?.title;
  const name = asMarkup(account.registered);
  return `<tr><td>${asMarkup(username)}<td>${service}<td>${name}<td>${state(account, nowS)}`;
}

/**
 * @param {import('./members.js').Account} account
 * @param {number} nowS
 */
function state(account, nowS) {
  if (account.standing !== 'listens') return account.standing;
  const { playing, scrobbles } = heard(account, nowS, 1);
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
