// The last thing `npm start` prints before it only serves: where everything is. Pure.

import { FLAKE_MODES } from '../music-service/flake.js';
import { SERVICES } from '../music-service/services.js';

/**
 * @param {string} address of the Worker
 * @param {string | null} music the local music service's; null when live
 * @param {import('./options.js').StartOptions} options
 * @returns {string}
 */
export function closingBlock(address, music, options) {
  const source =
    music === null
      ? followed(options.members)
      : [
          `  Music     ${music}/  the local music service${options.flake === 'off' ? '' : ` (flake: ${options.flake})`}`,
          `            stands in for ${SERVICES.map(({ title }) => title).join(', ')}`,
          `  Flake     curl '${music}/flake?mode=mix'  (${FLAKE_MODES.join(', ')})`,
        ];
  return [
    '',
    `  Page      ${address}/`,
    `  Card      ${address}/user-listens.svg`,
    `  Feeds     ${address}/user-listens.json, ${address}/user-listens.rss`,
    `  Text      curl '${address}/user-listens.txt'`,
    `  API       ${address}/api/internal/user-listens`,
    `  Health    ${address}/api/internal/health`,
    ...source,
    '  Cron      every five minutes, on the clock',
    '  Stop      Ctrl-C',
    '',
  ].join('\n');
}

/**
 * @param {import('./options.js').StartOptions['members']} members
 * @returns {string[]} a line for each service that is asked
 */
function followed(members) {
  return SERVICES.flatMap(({ source, title }) => {
    const names = members.flatMap(({ accounts }) =>
      accounts.filter((account) => account.source === source).map(({ name }) => name),
    );
    return names.length === 0 ? [] : [`  ${title.padEnd(9)} the real one, for ${names.join(', ')}`];
  });
}
