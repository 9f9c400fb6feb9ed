/** The texts that the core fills, by the names that the core has for them. */

import card from '../templates/card.svg';
import jsonFeed from '../templates/feed.json';
import rssFeed from '../templates/feed.rss';
import text from '../templates/list.txt';
import page from '../templates/page.html';

/** @type {Record<string, Uint8Array>} */
export const templates = Object.fromEntries(
  Object.entries({
    'card.svg': card,
    'feed.json': jsonFeed,
    'feed.rss': rssFeed,
    'list.txt': text,
    'page.html': page,
  }).map(([name, bytes]) => [name, new Uint8Array(bytes)]),
);
