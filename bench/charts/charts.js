// The charts of what was measured, by the names of their files.

import { cpuChart } from './cpu.js';
import { growthChart } from './growth.js';
import { loadChart } from './load.js';

/** @param {import('../results.js').Results} results @returns {Record<string, string>} SVG by name */
export function chartsOf({ parts }) {
  const { load, cpu, growth } = parts;
  return {
    ...(load && { 'bench-load': loadChart(load.measurements) }),
    ...(cpu && { 'bench-cpu': cpuChart(cpu.measurements) }),
    ...(growth && { 'bench-growth': growthChart(growth.details) }),
  };
}
