// A body as Last.fm answers it to limit=1.

const SIZES = ['small', 'medium', 'large', 'extralarge'];

/** @param {string} user */
export function lastfmBody(user) {
  const image = SIZES.map((size, i) => ({
    size,
    '#text': `https://lastfm.freetls.fastly.net/i/u/${34 * (i + 1)}s/d83c5d906703a8c8042285d0902d9cf4.png`,
  }));
  const track = {
    artist: { mbid: '95e1ead9-4d31-4808-a7ac-32c3614c116b', '#text': 'The Invented' },
    streamable: '0',
    image,
    mbid: '0268842d-7e27-4443-af74-a8bba51b08cd',
    album: { mbid: '044ef3c8-6b25-4fac-8f88-5c982df90a72', '#text': 'An Album of Theirs' },
    name: `The Song that ${user} Likes`,
    url: 'https://www.last.fm/music/The+Invented/_/The+Song',
    date: { uts: '1764857000', '#text': '04 Dec 2025, 14:03' },
  };
  const attributes = { user, totalPages: '60', page: '1', perPage: '1', total: '60' };
  return JSON.stringify({ recenttracks: { track: [track], '@attr': attributes } });
}
