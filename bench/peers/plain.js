// The same jobs as one would write them in a Worker without further thought: parse, check, build,
// stringify.

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** @param {Uint8Array} value of the list's key */
export function reply(value) {
  const entry = JSON.parse(decoder.decode(value));
  if (entry.version !== 2 || !Array.isArray(entry.tracks)) throw new Error('not current');
  const body = JSON.stringify({
    data: entry.tracks,
    lastUpdated: entry.lastUpdated,
    cached: true,
    version: 2,
    stale: false,
  });
  return encoder.encode(body);
}

/**
 * @param {Uint8Array} body
 * @param {string} username
 */
export function readResponse(body, username) {
  const track = JSON.parse(decoder.decode(body)).recenttracks.track[0];
  return {
    username,
    artist: track.artist['#text'],
    album: track.album['#text'],
    track: track.name,
    image: track.image.at(-1)['#text'] || null,
    playedAt: track.date ? new Date(track.date.uts * 1000).toISOString() : null,
    nowPlaying: track['@attr']?.nowplaying === 'true',
    url: track.url,
    source: 'lastfm',
  };
}
