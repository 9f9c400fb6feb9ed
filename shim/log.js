/**
 * Prints what the core has to say.
 * @param {{level: "log" | "warn" | "error", text: string}[]} lines
 */
export function print(lines) {
  for (const { level, text } of lines) console[level](text);
}
