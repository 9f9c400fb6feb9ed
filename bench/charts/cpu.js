// CPU time of each call, as a multiple of what plain JavaScript takes for it.

import { ratioOf } from '../results.js';
import { COLOURS, draw, styled } from './drawing.js';

/** @typedef {{what: string, ratio: number, target: number | undefined}} Row */

/** @param {import('../results.js').Measurement[]} measurements */
export function cpuChart(measurements) {
  const rows = rowsOf(measurements);
  const times = (/** @type {Row} */ { ratio }) => `${Number(ratio.toPrecision(2))}×`;
  return draw('CPU time of a call, as a multiple of plain JavaScript’s', 110 + rows.length * 28, {
    legend: { data: ['ours', 'target, at most', 'plain JavaScript'] },
    grid: { left: 285, right: 60, top: 70, bottom: 48 },
    xAxis: styled({
      type: 'value',
      min: 0,
      name: 'times plain JavaScript’s (shorter is faster)',
      nameGap: 30,
      axisLabel: { formatter: (/** @type {number} */ value) => `${value}×` },
    }),
    // The numbers stand in a column of their own, where no bar and no line crosses them.
    yAxis: [rows.map(({ what }) => what), rows.map(times)].map((data) =>
      styled({ type: 'category', data, splitLine: { show: false } }),
    ),
    series: [bars(rows), targets(rows), lineAtOne()],
  });
}

/**
 * From bottom to top.
 * @param {import('../results.js').Measurement[]} measurements
 * @returns {Row[]}
 */
const rowsOf = (measurements) =>
  measurements
    .flatMap(({ id, what, figures, targets }) =>
      figures.plain === undefined || id.includes('-both-')
        ? []
        : [{ what, ratio: ratioOf(figures.ours, figures.plain), target: targets?.[0]?.atMost }],
    )
    .reverse();

/** @param {Row[]} rows */
const bars = (rows) => ({
  type: 'bar',
  name: 'ours',
  barWidth: 13,
  itemStyle: { color: COLOURS.ours, borderRadius: [0, 3, 3, 0] },
  data: rows.map(({ ratio }) => ratio),
});

/** @param {Row[]} rows */
const targets = (rows) => ({
  type: 'scatter',
  name: 'target, at most',
  symbol: 'rect',
  symbolSize: [3, 20],
  itemStyle: { color: COLOURS.target },
  data: rows.flatMap(({ target }, position) => (target === undefined ? [] : [[target, position]])),
  z: 5,
});

/** Across all rows. */
const lineAtOne = () => ({
  type: 'line',
  name: 'plain JavaScript',
  itemStyle: { color: COLOURS.plain },
  data: [],
  markLine: {
    symbol: 'none',
    silent: true,
    label: { show: false },
    lineStyle: { color: COLOURS.plain, type: 'solid', width: 2 },
    data: [{ xAxis: 1 }],
  },
});
