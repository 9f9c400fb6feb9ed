// A listen's cover: a picture drawn from the names, and over it the service's image once it has
// loaded. A missing, slow or broken image therefore leaves no hole and moves nothing. The server
// draws the same picture (templates/), so both say it in attributes: a policy without
// unsafe-inline takes no style.

import { element } from './element.js';

/** @import { Listen } from './types.js' */

const kSvg = 'http://www.w3.org/2000/svg';
const kSize = 64;
const kFadeMs = 250;

/** The same names always get the same picture. @param {string} text @returns {number} 32 bits */
export function hashOf(text) {
  let hash = 7;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash, 31) + byte;
  // The low bits of neighbouring names are alike: spread them.
  return Math.imul(hash, 0x9e3779b1) >>> 0;
}

/** @param {Listen} listen */
export function createCover(listen) {
  const cover = element('div', 'cover');
  cover.ariaHidden = 'true';
  cover.append(drawPlaceholder(listen.artist, listen.album));
  if (listen.image !== null) cover.append(loadImage(listen.image));
  return cover;
}

/** What fails, or has failed already, uncovers the drawing. @param {HTMLImageElement} image */
export function removeWhenBroken(image) {
  if (image.complete && image.naturalWidth === 0) image.remove();
  else image.addEventListener('error', () => image.remove());
}

/** @param {string} artist @param {string} album */
export function drawPlaceholder(artist, album) {
  const hash = hashOf(`${artist}\n${album}`);
  const hue = (hash >>> 5) % 360;
  const at = { cx: 8 + ((hash >>> 9) % 48), cy: 8 + ((hash >>> 15) % 48) };
  const ink = { fill: `hsl(${(hue + 40) % 360} 46% 60%)`, 'fill-opacity': '.5' };
  const drawing = shape('svg', { viewBox: '0 0 64 64', width: kSize, height: kSize });
  drawing.append(
    shape('rect', { width: kSize, height: kSize, fill: `hsl(${hue} 32% 44%)` }),
    shape('circle', { ...at, r: 40, ...ink }),
    shape('circle', { ...at, r: 22, ...ink }),
  );
  return drawing;
}

/** @param {string} address */
function loadImage(address) {
  const image = element('img', '');
  image.alt = '';
  image.width = kSize;
  image.height = kSize;
  image.loading = 'lazy';
  image.decoding = 'async';
  image.referrerPolicy = 'no-referrer';
  // Last: what comes after it no longer holds for the request it starts.
  image.src = address;
  removeWhenBroken(image);
  fadeIn(image);
  return image;
}

/** As an animation, which leaves no trace in attributes. @param {HTMLImageElement} image */
function fadeIn(image) {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const fade = image.animate({ opacity: [0, 1] }, kFadeMs);
  fade.pause();
  image.addEventListener('load', () => fade.play());
}

/**
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number>} attributes
 */
function shape(tag, attributes) {
  const made = document.createElementNS(kSvg, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  return made;
}
