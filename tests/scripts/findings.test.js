// What a lint reports, out of the output of a build.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findingsIn } from '../../scripts/checks/findings.js';
import { inWords } from '../../scripts/cmake/clang-tool.js';

const SHADOWED = `wasm/base/url.cpp:42:9: error: declaration shadows a local variable [clang-diagnostic-shadow,-warnings-as-errors]
    int c = 1;
        ^
wasm/base/url.cpp:12:5: note: previous declaration is here
int c;
    ^`;
const NAMED = `wasm/base/url.h:7:5: error: invalid case style for function 'Do' [readability-identifier-naming,-warnings-as-errors]
int Do();
    ^~
    do_it`;
const COMPILED = `wasm/base/url.h:9:5: fatal error: no such file
compilation terminated.`;

/** @param {string} text */
const inCheckout = (text) => text.replaceAll('wasm/', '/home/u/listens/wasm/');

for (const { name, output, expected } of [
  {
    name: 'nothing',
    output: '[1/2] Building CXX object a.o\nninja: no work to do.\n',
    expected: [],
  },
  {
    name: 'one of a header, in two units',
    output: `[1/3] Building CXX object a.o
FAILED: a.o
/usr/bin/cmake -E __run_co_compile --tidy="clang-tidy" -- /usr/bin/c++ -c a.cxx
${inCheckout(NAMED)}
note: this fix will not be applied because it overlaps with another fix
1201 warnings generated.
[2/3] Building CXX object b.o
FAILED: b.o
${inCheckout(NAMED)}
${inCheckout(SHADOWED)}
1300 warnings generated.
ninja: build stopped: cannot make progress due to previous errors.
`,
    expected: [NAMED, SHADOWED],
  },
  {
    name: 'the compiler’s',
    output: `${inCheckout(COMPILED)}\n[3/3] Building CXX object c.o\n`,
    expected: [COMPILED],
  },
]) {
  test(`findings: ${name}`, () => {
    assert.deepEqual(findingsIn(output, '/home/u/listens/'), expected);
  });
}

test('the version that lints: ours, and another with what that may mean', () => {
  assert.equal(inWords('clang-tidy', '14.0.6'), 'clang-tidy 14.0.6');
  assert.match(inWords('clang-tidy', '19.1.7'), /^clang-tidy 19\.1\.7: .* others than 14/);
  assert.match(inWords('clang-format', '15.0.0'), /^clang-format 15\.0\.0: .* differently from 14/);
});
