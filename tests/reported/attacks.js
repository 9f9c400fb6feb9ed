// The scripts of reported cases, with what each must say.

import { verdict } from './verdicts.js';

/**
 * @typedef {import('./verdicts.js').Script} Script
 * @typedef {import('./verdicts.js').Verdict} Verdict
 */

const NEEDS_WRITE_ACCESS =
  'SECURITY.md: with write access to the namespace anyone can forge a seal';
const OTHER_WRITERS =
  'SECURITY.md: a list of version 2 without a seal is served until the next refresh';
const LIKE_A_FIRST_START =
  'SECURITY.md: if KV says that it has neither key, that looks like the first refresh';
const NOT_YET_ERASED =
  'SECURITY.md: while KV takes no list or no snapshot, until it accepts a write again';
const ONE_SITE_EACH = 'docs/operating.md: sites in one account have a namespace each';

/** Generous to a busy machine: what was reported took 8 s, and 220 ms of CPU. */
const MOST_MS_OF_SAFE_TEXT = 500;
const MOST_CPU_MS = 100;

/** @type {Script[]} */
export const SCRIPTS = [
  { name: 'a1-logic', verdicts: 12, documented: { A4: LIKE_A_FIRST_START } },
  {
    name: 'b1-foreign',
    verdicts: 12,
    documented: {
      B2: NEEDS_WRITE_ACCESS,
      B3: NEEDS_WRITE_ACCESS,
      B4: NEEDS_WRITE_ACCESS,
      B6: OTHER_WRITERS,
    },
  },
  { name: 'c1-cost', verdicts: 19, judge: costs },
  { name: 'd1-requests', verdicts: 13 },
  {
    name: 'e1-schedules',
    verdicts: 12,
    documented: { E2: NOT_YET_ERASED, E3: NOT_YET_ERASED, E4: NOT_YET_ERASED },
  },
  { name: 'f1-sizes', verdicts: 7 },
  { name: 'f4-memory', args: ['control', '400', '470'], verdicts: 6, judge: manyLongNames },
  {
    name: 'h1-more',
    verdicts: 10,
    documented: {
      H2: ONE_SITE_EACH,
      H5: 'SECURITY.md: an old value with its seal, until the next refresh',
    },
  },
  { name: 'h2-pause', verdicts: 7 },
  { name: 'i1-roster', verdicts: 7 },
  { name: 'j2-slow', verdicts: 1, isSlow: true },
  { name: 'redos', verdicts: 11, judge: times },
];

/** "API, list = 4 MiB of …: 45 ms wall, 20 ms CPU of workerd, … 200 n=14 …": of replies. @param {string} output */
function costs(output) {
  const measured = output.matchAll(/^(.+?): \d+ ms wall, (-?\d+) ms CPU of workerd, (.*)$/gm);
  let list = '';
  return [...measured].flatMap(([, name = '', cpu, rest = '']) => {
    const isOfBefore = name.startsWith(' ') || name === 'API again';
    if (!isOfBefore) list = name;
    // A refresh has 30 s of CPU, and 20 requests at once have 20 times that of one.
    if (/cron|at once/.test(name)) return [];
    // KV's stand-in is in the same process, and takes long over 25 MiB: of those only the answer counts.
    const isCheap = /25(?:\.0)? MiB/.test(list) || Number(cpu) <= MOST_CPU_MS;
    const title = isOfBefore ? `${list}, ${name.trim()}` : name;
    const isAnswered = /\b(?:200|503) n=/.test(rest);
    return [verdict(title, isCheap && isAnswered, `${cpu} ms CPU, ${rest}`)];
  });
}

/** "control n=470: core failed in 1 refreshes; …" @param {string} output */
function manyLongNames(output) {
  const told = output.matchAll(
    /^(\w+ n=\d+): core failed in (\d+) refreshes; (.*member7 in it (\w+); .*member7 shown (\w+);.*)$/gm,
  );
  return [...told].flatMap(([, name, failures, rest = '', isStored, isShown]) => [
    verdict(`${name}: the core does not fail`, failures === '0', rest),
    verdict(`${name}: who is hidden is not in the snapshot`, isStored === 'false', rest),
    verdict(`${name}: who is hidden is not shown`, isShown === 'false', rest),
  ]);
}

/** "base64 4000 31.5 ms" @param {string} output */
function times(output) {
  return [...output.matchAll(/^(.+?) ([\d.]+)(?: ms)?$/gm)].map(([, name = '', ms]) =>
    verdict(name.trim(), Number(ms) <= MOST_MS_OF_SAFE_TEXT, `${ms} ms`),
  );
}
