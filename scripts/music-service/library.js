// What the members listen to: invented artists, with the names that break naive software among
// them (other scripts, emoji, markup, quotes, ampersands, very long ones).

/**
 * @typedef {'star' | 'none'} Cover star: Last.fm's grey placeholder; none: empty addresses.
 *   No real pictures: the local run works without a network, and nothing here exists.
 *
 * @typedef {object} Album
 * @property {string} artist
 * @property {string} title '' for tracks that belong to no album
 * @property {Cover} cover
 * @property {readonly Track[]} tracks
 *
 * @typedef {object} Track
 * @property {string} title
 * @property {number} seconds
 */

/**
 * @param {string} artist
 * @param {string} title
 * @param {Cover} cover
 * @param {readonly (readonly [title: string, length: string])[]} tracks length as "m:ss"
 * @returns {Album}
 */
function album(artist, title, cover, tracks) {
  return {
    artist,
    title,
    cover,
    tracks: tracks.map(([name, length]) => ({ title: name, seconds: inSeconds(length) })),
  };
}

/** @param {string} length as "m:ss" */
function inSeconds(length) {
  const [minutes = 0, seconds = 0] = length.split(':').map(Number);
  return minutes * 60 + seconds;
}

/** @type {readonly Album[]} */
export const ALBUMS = [
  album('The Paraffin Lanterns', 'Night Bus to Elsewhere', 'star', [
    ['Window Seat', '3:42'],
    ['Last Stop but One', '4:15'],
    ['Rain Check', '2:58'],
    ["Don't Wake the Driver", '3:31'],
    ['Depot', '5:47'],
  ]),
  album('Copperwater & Salt', 'Tide Tables', 'star', [
    ['High Water 06:12', '4:02'],
    ['Low Water 12:31', '3:55'],
    ['Salt & Rust & Rope', '3:18'],
    ['The Harbourmaster’s Daughter', '4:49'],
  ]),
  album('夜明けの自転車', '坂道のむこう', 'star', [
    ['始発', '4:08'],
    ['商店街の雨', '3:36'],
    ['自動販売機の光', '5:12'],
    ['また明日', '4:27'],
  ]),
  album('青い停留所', '雪國慢車', 'none', [
    ['第一班車', '3:49'],
    ['窗上的霧', '4:33'],
    ['終點站以後', '6:05'],
  ]),
  album('نجمة الميناء', 'رسائل من الساحل', 'star', [
    ['موجة أولى', '5:21'],
    ['قهوة بعد المطر', '4:12'],
    ['نافذة على البحر', '6:44'],
  ]),
  album('<b>Bold Claims</b>', 'Unclosed <i>Tags', 'none', [
    ['<script>alert("chorus")</script>', '2:47'],
    ['&amp; Again', '3:03'],
    ['</li></ul>', '2:22'],
    ['"Quoted" & \'Single\'', '3:29'],
  ]),
  album('🌵 Cactus Telephone', 'Ring 🔔 Ring', 'star', [
    ['☎️', '1:58'],
    ['Desert Line 🏜️', '3:44'],
    ['👩‍🚀 Calls Home', '4:20'],
  ]),
  album(
    'The Society for the Preservation of Long Afternoons and Associated Weather',
    'Minutes of the Forty-Third Annual General Meeting, Held Outdoors on Account of the Sunshine, with Amendments',
    'star',
    [
      [
        'Item 1: Apologies for Absence, Which Were Many, and the Reading of a Letter from a Member Who Had Moved to a Colder Country and Regretted It',
        '7:12',
      ],
      [
        'Item 2: The Question of the Deckchairs (in Four Movements, with an Interval for Lemonade)',
        '11:38',
      ],
      ['Item 3: Any Other Business', '4:56'],
    ],
  ),
  album('Żółw & Łódź', 'Późne śniadanie', 'none', [
    ['Zażółć gęślą jaźń', '3:14'],
    ['Herbata o świcie', '2:51'],
    ['Świerszcz', '4:03'],
  ]),
  album('Ögon på Måndag', 'Å ä ö', 'star', [
    ['Snöslask', '3:22'],
    ['Fika utan kaffe', '2:49'],
    ['Måndag igen', '4:41'],
    ['Pälsängel', '3:57'],
  ]),
  album('Null Island Choir', '', 'none', [
    ['0°N 0°E', '3:33'],
    ['undefined', '2:16'],
    ['100% Sure', '3:40'],
    ['C:\\Path\\Home', '3:05'],
  ]),
  album('Grandmother’s Modem', 'Handshake at 2400 Baud', 'star', [
    ['Carrier Detect', '2:24'],
    ['The Line Is Busy', '4:48'],
    ['Please Hang Up, I Need the Phone', '3:52'],
    ['Parity Error', '5:30'],
  ]),
  album('Slow Motion Ferry', 'Crossings', 'star', [
    ['Crossing I', '6:18'],
    ['Crossing II', '7:02'],
    ['Crossing III', '8:41'],
  ]),
  album('שעון קיץ', 'צל של עץ', 'none', [
    ['בוקר איטי', '3:48'],
    ['רכבת לחיפה', '4:26'],
  ]),
];
