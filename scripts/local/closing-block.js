// The last thing `npm start` prints before it only serves: where everything is. Pure.

import { FLAKE_MODES } from '../music-service/flake.js';

/**
 * @param {string} address of the Worker
 * @param {string | null} music the local music service's; null when live
 * @param {import('./options.js').StartOptions} options
 * @returns {string}
 */
export function closingBlock(address, music, options) {
  const source =
    music === null
      ? [`  Last.fm   the real one, for ${options.members.join(', ')}`]
      : [
          `  Music     ${music}/  the local music service${options.flake === 'off' ? '' : ` (flake: ${options.flake})`}`,
          `  Flake     curl '${music}/flake?mode=mix'  (${FLAKE_MODES.join(', ')})`,
        ];
  return [
    '',
    `  Page      ${address}/`,
    `  API       ${address}/api/internal/user-listens`,
    `  Health    ${address}/api/internal/health`,
    ...source,
    '  Cron      every five minutes, on the clock',
    '  Stop      Ctrl-C',
    '',
  ].join('\n');
}
