// Where the doctor looked, as a reader of its report knows it. Pure.

import { typedPlaceFlags } from '../cloudflare/place.js';
import { asTyped } from '../command.js';

/** @param {import('./case.js').Case} about */
export function placeInWords({ known: { place, isSavedValue } }) {
  if (isSavedValue) return 'a saved value';
  const site = place.site.length === 0 ? '' : ` (${asTyped(place.site)})`;
  if (place.isRemote) return `Cloudflare${site}`;
  const flags = typedPlaceFlags(place);
  return `local state${flags.includes('--persist-to') ? ` of ${place.state}` : ''}${site}`;
}
