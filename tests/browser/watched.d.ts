// What the browser tests keep on the page's `window`. For the type checker only.

interface Window {
  /** Set up by reader.js before the page's own scripts. */
  watched: {
    shifts: string[];
    violations: string[];
    visibility: DocumentVisibilityState;
  };
  /** Set by hostile text, should it ever run. */
  pwned?: unknown;
  /** refresh.test.js: each member's row before the update, and who was touched by it. */
  rows: Record<string, Element>;
  touched: string[];
  /** served.test.js: the nodes that the page came with. */
  served: Element[];
  /** embed-life.test.js */
  events: Array<{ detail: object; target: string }>;
  timers: Set<number>;
  embed: Element;
}
