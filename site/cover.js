// A listen's cover: a picture drawn from the names, and over it the service's image once it has
// loaded. A missing, slow or broken image therefore leaves no hole and moves nothing.

import { element } from './element.js';

/** @import { Listen } from './types.js' */

const kSvg = 'http://www.w3.org/2000/svg';
const kSize = 64;

/** The same names always get the same picture. @param {string} text */
export function hashOf(text) {
  let hash = 7;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash, 31) + text.charCodeAt(i);
  // The low bits of neighbouring names are alike: spread them.
  return Math.imul(hash, 0x9e3779b1) >>> 0;
}

/** The first letter or digit as a reader counts them, else a note. @param {string} name */
export function initialOf(name) {
  const start = name.search(/[\p{L}\p{N}\p{Extended_Pictographic}]/u);
  if (start < 0) return '♪';
  const [first] = new Intl.Segmenter().segment(name.slice(start));
  return first ? first.segment.toUpperCase() : '♪';
}

/** @param {Listen} listen */
export function createCover(listen) {
  const cover = element('div', 'cover');
  cover.ariaHidden = 'true';
  cover.append(drawPlaceholder(listen));
  if (listen.image !== null) cover.append(loadImage(listen.image, cover));
  return cover;
}

/** @param {Listen} listen */
function drawPlaceholder(listen) {
  const hash = hashOf(`${listen.artist}\0${listen.album}`);
  const drawing = shape('svg', { viewBox: '0 0 64 64', width: kSize, height: kSize });
  drawing.style.setProperty('--hue', String((hash >>> 5) % 360));
  const disc = { cx: 8 + ((hash >>> 9) % 48), cy: 8 + ((hash >>> 15) % 48), class: 'disc' };
  const letter = shape('text', { x: 32, y: 33, class: 'letter' });
  letter.textContent = initialOf(listen.artist || listen.track);
  drawing.append(
    shape('rect', { width: 64, height: 64, class: 'ground' }),
    shape('circle', { ...disc, r: 40 }),
    shape('circle', { ...disc, r: 22 }),
    letter,
  );
  return drawing;
}

/** @param {string} address @param {HTMLElement} cover */
function loadImage(address, cover) {
  const image = element('img', '');
  image.alt = '';
  image.width = kSize;
  image.height = kSize;
  image.loading = 'lazy';
  image.decoding = 'async';
  image.referrerPolicy = 'no-referrer';
  image.addEventListener('load', () => cover.classList.add('loaded'));
  image.addEventListener('error', () => image.remove());
  // Last: what comes after it no longer holds for the request it starts.
  image.src = address;
  return image;
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
