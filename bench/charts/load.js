// Requests a second: each way to answer, beside constant bytes and plain JavaScript.

import { COLOURS, draw, INK, styled, whole } from './drawing.js';

const SIZES = [14, 50];
const BARS = /** @type {const} */ ([
  { name: 'constant bytes', colour: COLOURS.constant, of: 'constant', lane: 'cached' },
  { name: 'ours, cached', colour: COLOURS.ours, of: 'ours', lane: 'cached' },
  { name: 'ours, cached, 304', colour: COLOURS.faintest, of: 'ours', lane: 'revalidating' },
  { name: 'ours, cache off', colour: COLOURS.fainter, of: 'ours', lane: 'uncached' },
  { name: 'plain JavaScript', colour: COLOURS.plain, of: 'plain', lane: 'cached' },
]);

/** @param {import('../results.js').Measurement[]} measurements */
export function loadChart(measurements) {
  const rate = (/** @type {(typeof BARS)[number]} */ { of, lane }, /** @type {number} */ size) => {
    const id = `load-${lane}-${size}-requestsPerSecond`;
    const figures = measurements.find((measurement) => measurement.id === id)?.figures;
    return Math.round(figures?.[of]?.median ?? 0);
  };
  return draw('Requests a second, one workerd under full load', 340, {
    grid: { left: 70, right: 20, top: 82, bottom: 36 },
    xAxis: styled({ type: 'category', data: SIZES.map((size) => `list of ${size} tracks`) }),
    yAxis: styled({
      type: 'value',
      name: 'requests/s',
      nameGap: 50,
      splitLine: { show: false },
      axisLabel: { formatter: whole },
    }),
    series: BARS.map((bar) => seriesOf(bar, (size) => rate(bar, size))),
  });
}

/**
 * @param {(typeof BARS)[number]} bar
 * @param {(size: number) => number} rate
 */
const seriesOf = ({ name, colour }, rate) => ({
  type: 'bar',
  name,
  barGap: '15%',
  barCategoryGap: '25%',
  itemStyle: { color: colour, borderRadius: [3, 3, 0, 0] },
  label: {
    show: true,
    position: 'top',
    color: INK,
    fontSize: 11,
    formatter: (/** @type {any} */ { value }) => whole(value),
  },
  data: SIZES.map(rate),
});
