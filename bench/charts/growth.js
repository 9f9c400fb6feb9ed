// Time and memory of a refresh against the size of the roster, both axes logarithmic.

import { COLOURS, draw, styled, whole } from './drawing.js';

const TITLE =
  'A refresh against the size of the roster: 1,500 asked at most, 12,000 remembered by ours';

/** @typedef {import('../growth.js').Size} Size */

/** @param {Size[]} sizes */
export function growthChart(sizes) {
  const line = lineOf(sizes);
  return draw(TITLE, 400, {
    legend: { itemWidth: 28 },
    grid: [66, 488].map((left) => ({ left, width: 330, top: 84, bottom: 48 })),
    xAxis: [0, 1].map((panel) =>
      logarithmic(panel, { name: 'members', nameGap: 28, min: 10, max: 100_000 }),
    ),
    yAxis: ['CPU time, ms', 'memory, MiB'].map((name, panel) =>
      logarithmic(panel, { name, nameGap: 44 }),
    ),
    series: [
      line(0, 'ours', COLOURS.ours, ({ oursMs }) => oursMs.median),
      line(0, 'of it: planning', COLOURS.fainter, ({ planMs }) => planMs.median, 'dashed'),
      line(0, 'of it: finishing', COLOURS.faintest, ({ finishMs }) => finishMs.median, 'dashed'),
      line(0, 'plain JavaScript', COLOURS.plain, ({ plainMs }) => plainMs.median),
      line(1, 'ours', COLOURS.ours, ({ coreMiB }) => coreMiB),
      line(1, 'plain JavaScript', COLOURS.plain, ({ plainMiB }) => plainMiB),
    ],
  });
}

/** @param {number} panel @param {any} axis */
const logarithmic = (panel, axis) =>
  styled({ type: 'log', gridIndex: panel, axisLabel: { formatter: whole }, ...axis });

/** @param {Size[]} sizes */
const lineOf =
  (sizes) =>
  (
    /** @type {number} */ panel,
    /** @type {string} */ name,
    /** @type {string} */ colour,
    /** @type {(size: Size) => number} */ pick,
    style = 'solid',
  ) => ({
    type: 'line',
    name,
    xAxisIndex: panel,
    yAxisIndex: panel,
    symbol: 'circle',
    symbolSize: 5,
    itemStyle: { color: colour },
    lineStyle: { color: colour, width: 2, type: style },
    // What is nothing, or less by the grain of the measurement, has no logarithm.
    data: sizes.map((size) => [size.members, pick(size)]).filter(([, value = 0]) => value > 0),
  });
