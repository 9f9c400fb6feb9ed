// The pictures that README and docs show are files that a browser can open.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { inRoot } from '../../scripts/setup/root.js';
import { launchBrowser } from './chromium.js';

test('each SVG of docs/ is well-formed XML', async () => {
  const names = readdirSync(inRoot('docs')).filter((name) => name.endsWith('.svg'));
  assert.ok(names.length >= 4, names.join());
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    for (const name of names) {
      const fault = await page.evaluate(
        (text) =>
          new DOMParser().parseFromString(text, 'image/svg+xml').querySelector('parsererror')
            ?.textContent ?? null,
        readFileSync(inRoot(`docs/${name}`), 'utf8'),
      );
      assert.equal(fault, null, name);
    }
  } finally {
    await browser.close();
  }
});
