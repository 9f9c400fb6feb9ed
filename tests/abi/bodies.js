// Bodies and values for the core to read.

/** A roster of three, as D1 gives it. */
export const ROWS = new TextEncoder().encode(
  JSON.stringify(
    ['anna', 'björn', 'chloé'].map((username) => ({
      username,
      lastfm_username: username,
      profile_visibility: 'public',
    })),
  ),
);

/** An answer of Last.fm about one play. @param {string} user @param {string} [track] */
export function lastfmBody(user, track = 'Jóga') {
  const play = {
    artist: { mbid: '', '#text': 'Björk' },
    image: [
      { size: 'small', '#text': 'https://lastfm.example/34s/c.jpg' },
      { size: 'extralarge', '#text': 'https://lastfm.example/300x300/c.jpg' },
    ],
    album: { mbid: '', '#text': 'Homogenic' },
    name: track,
    url: 'https://www.last.fm/music/Bj%C3%B6rk/_/J%C3%B3ga',
    date: { uts: '1764856000', '#text': '04 Dec 2025, 13:46' },
  };
  return JSON.stringify({ recenttracks: { track: [play], '@attr': { user, total: '1' } } });
}

/** An answer of ListenBrainz about one listen. @param {string} user */
export function listenbrainzBody(user) {
  const metadata = {
    additional_info: { artist_name: 'Nobody' },
    artist_name: 'Björk',
    mbid_mapping: {
      caa_id: 29000000123,
      caa_release_mbid: '0a0a0a0a-0000-4000-8000-0000000000c1',
    },
    release_name: 'Homogenic',
    track_name: 'Jóga',
  };
  const listen = { listened_at: 1764856000, track_metadata: metadata, user_name: user };
  return JSON.stringify({ payload: { count: 1, listens: [listen], user_id: user } });
}

/** ListenBrainz's answer about an account that plays nothing now. @param {string} user */
export const nothingPlayingBody = (user) =>
  JSON.stringify({ payload: { count: 0, listens: [], playing_now: true, user_id: user } });

/** Last.fm's answers of other shapes, and what is no answer at all. */
export const ODD_BODIES = [
  '{"recenttracks":{"track":[],"@attr":{"user":"anna","total":0}}}',
  '{"recenttracks":{"track":{"artist":{"#text":"A"},"name":"T","@attr":{"nowplaying":"true"}}}}',
  '{"recenttracks":{"#text":"\\n","user":"anna","total":"0"}}',
  '{"recenttracks":{"track":["first",42,null,[[]],{}]}}',
  '{"error":{"#text":"Invalid resource specified","code":"7"}}',
  '\ufeff{"message":"Invalid API key","links":[],"error":10}',
  '{"recenttracks":{"track":[{"artist":{"#text":"\\ud800"},"name":"\\u0000\\udc00\u0001"}]}}',
  '<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head></html>',
  '',
  'null',
];

/** Entries as other writers make them, or as nobody does. */
export const ODD_VALUES = [
  '{"tracks":[{"username":"u","artist":"a","album":"","track":"t","image":null,"playedAt":null,"nowPlaying":true}],"lastUpdated":"2025-12-04T14:20:00.000Z","version":2}',
  '{"version":2,"lastUpdated":"2025-12-04T14:20:00.000Z","members":[{"username":"u","account":"u","lastAnswer":"listened","failures":0,"learnedAt":"2025-12-04T14:20:00.000Z","listen":{"username":"u","artist":"a","track":"t"}}]}',
  '[]',
  '[{"username":"u"}]',
  '{"version":3}',
  '{"version":2,"tracks":{},"lastUpdated":0}',
  '',
];
