// The pictures that README and docs show are files that a browser can open: SVG must be well-formed.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { SaxesParser } from 'saxes';
import { inRoot } from '../../scripts/setup/root.js';

/**
 * @param {string} text
 * @returns {string | null} what is wrong first, after its line and column; null when nothing is
 */
function faultIn(text) {
  /** @type {string | null} */
  let first = null;
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', ({ message }) => {
    first ??= message;
  });
  parser.write(text).close();
  return first;
}

test('each SVG of docs/ is well-formed XML', () => {
  const names = readdirSync(inRoot('docs')).filter((name) => name.endsWith('.svg'));
  assert.ok(names.length >= 4, names.join());
  for (const name of names)
    assert.equal(faultIn(readFileSync(inRoot(`docs/${name}`), 'utf8')), null, name);
});

const SVG = '<svg xmlns="http://www.w3.org/2000/svg">';
for (const { name, text, fault } of [
  { name: 'an unclosed tag', text: `${SVG}<g></svg>`, fault: /unexpected close tag/ },
  { name: 'an element without an end', text: `${SVG}<g/>`, fault: /unclosed tag: svg/ },
  { name: 'an entity of HTML', text: `${SVG}&nbsp;</svg>`, fault: /undefined entity/ },
  { name: 'a bare ampersand', text: `${SVG}a & b</svg>`, fault: /unclosed tag: svg/ },
  { name: 'two roots', text: `${SVG}</svg>${SVG}</svg>`, fault: /only one root/ },
  { name: 'a prefix that is not declared', text: `${SVG}<x:a/></svg>`, fault: /unbound/ },
  { name: 'a control character', text: `${SVG}\u0001</svg>`, fault: /disallowed character/ },
  { name: 'an empty file', text: '', fault: /root element/ },
]) {
  test(`not well-formed: ${name}`, () => {
    assert.match(faultIn(text) ?? 'no fault', fault);
  });
}
