// What libFuzzer's output says. Pure: its text in, a line or a paragraph out.

/**
 * @param {string} output of a run with -print_final_stats=1
 * @returns {{ line: string, executions: number }}
 */
export function closingLine(output) {
  const stat = (/** @type {string} */ name) =>
    Number(output.match(new RegExp(`^stat::${name}:\\s+(\\d+)`, 'm'))?.[1] ?? 0);
  const executions = stat('number_of_executed_units');
  const seconds = output.match(/^Done \d+ runs in (\d+) second/m)?.[1];
  const state = [...output.matchAll(/\bcov: (\d+) ft: \d+ corp: (\d+)/g)].at(-1);
  const parts = [
    `${figure(stat('average_exec_per_sec'))} executions a second`,
    `${figure(executions)}${seconds === undefined ? '' : ` in ${seconds} s`}`,
    `coverage ${figure(Number(state?.[1] ?? 0))}`,
    `corpus ${figure(Number(state?.[2] ?? 0))} (${figure(stat('new_units_added'))} new)`,
  ];
  return { line: parts.join(', '), executions };
}

/**
 * @param {string} output of a run that broke
 * @returns {string} the report: the property or the sanitizer's complaint, with its stack
 */
export function whatBroke(output) {
  const begin = output.search(
    /^(?:Broken property: |terminate called |.*runtime error: |==\d+== ?ERROR: |ALARM: |=+$)/m,
  );
  const report = begin === -1 ? output : output.slice(begin);
  const end = report.search(/^(?:MS: |Base64: |stat::|NOTE: libFuzzer)/m);
  return report.slice(0, end === -1 ? undefined : end).trimEnd();
}

/** @param {number} number */
function figure(number) {
  return number.toLocaleString('en');
}
