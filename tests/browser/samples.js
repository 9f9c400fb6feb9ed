// Lists as the API gives them, made up for the browser tests.

/** The moment every browser test begins at. */
export const kNow = Date.parse('2025-12-04T14:25:30.000Z');

/** @param {number} minutes before kNow */
export function ago(minutes) {
  return new Date(kNow - minutes * 60_000).toISOString();
}

/** Covers come from here; reader.js answers for the host. */
export const kCovers = 'https://covers.example/';

/** @param {Record<string, unknown>} fields that differ from the ordinary */
export function sampleListen(fields = {}) {
  return {
    username: 'ada',
    artist: 'Nina Simone',
    album: 'Pastel Blues',
    track: 'Sinnerman',
    image: `${kCovers}pastel-blues.png`,
    playedAt: ago(5),
    nowPlaying: false,
    url: 'https://www.last.fm/music/Nina+Simone/_/Sinnerman',
    source: 'lastfm',
    ...fields,
  };
}

/** @type {Array<[string, string, string, string, number | null | undefined, string | null]>} minutes: null is now, undefined unknown */
const kPlays = [
  [
    'maren',
    'Alice Coltrane',
    'Journey in Satchidananda',
    'Journey in Satchidananda',
    null,
    'alice',
  ],
  ['tobi', 'Broadcast', 'Tender Buttons', 'I Found the F', null, null],
  ['ada', 'Nina Simone', 'Pastel Blues', 'Sinnerman', 3, 'nina'],
  ['jonas.k', '坂本龍一', '音楽図鑑', 'TIBETAN DANCE', 7, null],
  ['lea', 'فيروز', 'معرفتي فيك', 'خليك بالبيت', 12, 'fairuz'],
  ['finn', 'Stereolab', 'Dots and Loops', 'Miss Modular', 26, 'broken'],
  ['yuki', 'Sigur Rós', '', 'Svefn-g-englar', 41, null],
  [
    'priya',
    'Godspeed You! Black Emperor',
    'Lift Your Skinny Fists Like Antennas to Heaven',
    'Storm: Lift Yr. Skinny Fists, Like Antennas to Heaven… / Gathering Storm / Il Pleut à Mourir',
    95,
    'gybe',
  ],
  ['sam', 'Beverly Glenn-Copeland', 'Keyboard Fantasies', 'Ever New', 180, null],
  ['olga', 'Arthur Russell', 'World of Echo', 'Being It', 60 * 26, 'echo'],
  ['nuno', 'Gal Costa', 'Gal Costa', 'Baby', undefined, null],
];

/** A full, ordinary list: two playing, covers there, missing and broken, one time unknown. */
export function fullList() {
  return kPlays.map(([username, artist, album, track, minutes, cover]) =>
    sampleListen({
      username,
      artist,
      album,
      track,
      image: cover && `${kCovers}${cover}.png`,
      nowPlaying: minutes === null,
      playedAt: typeof minutes === 'number' ? ago(minutes) : null,
      url: `https://www.last.fm/music/${encodeURIComponent(artist)}`,
    }),
  );
}

/** Rows that lack something, or have what is no ordinary text. */
export const strangeRows = [
  sampleListen({ username: 'no track', track: '' }),
  sampleListen({ username: 'no artist', artist: '', album: '' }),
  sampleListen({ username: 'no visible track', track: '\u200b' }),
  sampleListen({ username: 'no visible artist', artist: '\u3164' }),
  sampleListen({ username: 'no album', album: '', url: '', image: null }),
  sampleListen({ username: '', playedAt: null }),
  sampleListen({
    username: 'controls',
    track: 'a\u0000b\u001bc\u009bd \t\n e',
    artist: ' blanks ',
  }),
  sampleListen({ username: 'turned \u202eright\u2066', track: '\u2067\u202dand back' }),
  sampleListen({ username: 'فيروز', track: 'خليك بالبيت', artist: '坂本龍一', album: '👩‍👩‍👧‍👦' }),
  sampleListen({ username: 'forbidden in XML', track: '\ufffe \uffff \ufffd' }),
];

/**
 * A hit of the API.
 * @param {unknown} data
 * @param {Record<string, unknown>} fields
 */
export function hit(data = fullList(), fields = {}) {
  const answer = { data, lastUpdated: ago(2), cached: true, version: 2, stale: false, ...fields };
  return { body: JSON.stringify(answer) };
}

export const kStale = hit(fullList(), {
  lastUpdated: ago(190),
  stale: true,
  staleReason: 'the recent list is missing; this is the last snapshot',
});

export const kWarming = {
  body: JSON.stringify({
    data: [],
    lastUpdated: null,
    cached: false,
    message: 'Cache warming in progress. Data will appear shortly.',
  }),
};

export const kUnreadable = {
  body: JSON.stringify({
    data: [],
    lastUpdated: null,
    cached: false,
    version: 2,
    stale: true,
    staleReason: 'unreadable',
    message: 'The list cannot be read at the moment. Try again in a minute.',
  }),
};

export const kNobody = hit([]);
