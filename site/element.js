// Makes elements. The only way this page puts text on screen: what
// it is given becomes text nodes and attributes, never markup.

/** @import { TimeWords } from './types.js' */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} className
 * @param {...(Node | string)} children
 */
export function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

/** An empty `<time>`, the exact time on hover. @param {number} at @param {TimeWords} words */
export function timeElement(at, words) {
  const time = element('time', '');
  time.dateTime = new Date(at).toISOString();
  time.title = words.exact(at);
  time.lang = words.lang;
  return time;
}

/** Leaves an element whose text is right untouched. @param {Element} target @param {string} text */
export function setText(target, text) {
  if (target.textContent !== text) target.textContent = text;
}
