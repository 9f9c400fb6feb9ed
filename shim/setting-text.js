/**
 * wrangler.toml may hold numbers and arrays; every setting crosses as text.
 * @param {unknown} value
 * @returns {any} undefined when it is not set
 */
export function settingText(value) {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
