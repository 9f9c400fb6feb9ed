// The parts of `npm run bench`, by the names that they have there.

import { measureCold } from './cold.js';
import { measureColdTick } from './cold-tick.js';
import { measureCpu } from './cpu.js';
import { measureGrowth } from './growth.js';
import { measureLoad } from './load.js';
import { measureRefresh } from './refresh.js';

/**
 * @typedef {object} Orders
 * @property {number} [rounds] instead of the part's own number
 * @property {boolean} isLong
 * @property {Record<import('./bundles.js').Contestant, number>} sizes of the uploads, KiB
 * @property {(text: string) => void} sign of life
 *
 * @typedef {(orders: Orders) => Promise<import('./results.js').PartResults>} Part
 */

/** @type {Record<import('./options.js').PartName, Part>} */
export const MEASURES = {
  load: measureLoad,
  cpu: measureCpu,
  cold: measureCold,
  'cold-tick': measureColdTick,
  refresh: measureRefresh,
  growth: measureGrowth,
};
