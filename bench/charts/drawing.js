// What all charts have in common: drawn by Apache ECharts as SVG, without a background, in colours that
// can be read on a light page and on a dark one.

import * as echarts from 'echarts';

export const INK = '#7a828c';
const LINE = 'rgba(122, 130, 140, 0.35)';
const WIDTH = 840;
// Without quotes, which would end the attribute that it is written into.
const FONT = 'system-ui, -apple-system, Segoe UI, sans-serif';

export const COLOURS = {
  ours: '#2f81f7',
  fainter: '#39a6b8',
  faintest: '#8f7be8',
  plain: '#e0803a',
  constant: '#8b949e',
  target: '#d0424c',
};

/**
 * @param {string} title
 * @param {number} height
 * @param {any} option in ECharts' terms
 * @returns {string} SVG
 */
export function draw(title, height, { legend, ...option }) {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  chart.setOption({
    animation: false,
    backgroundColor: 'transparent',
    textStyle: { fontFamily: FONT, color: INK },
    title: {
      text: title,
      left: 8,
      top: 4,
      textStyle: { color: INK, fontSize: 15, fontWeight: 600 },
    },
    legend: { top: 32, left: 8, itemGap: 18, textStyle: { color: INK, fontSize: 12 }, ...legend },
    ...option,
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${svg}\n`;
}

/** An axis in these colours. @param {any} axis */
export function styled({ axisLabel = {}, ...axis }) {
  return {
    axisLabel: { color: INK, fontSize: 12, ...axisLabel },
    axisLine: { lineStyle: { color: LINE } },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: LINE } },
    minorSplitLine: { show: false },
    nameLocation: 'middle',
    nameTextStyle: { color: INK, fontSize: 12 },
    ...axis,
  };
}

/** @param {number} value */
export const whole = (value) => value.toLocaleString('en', { maximumFractionDigits: 2 });
