// npm run lint: formatting, lints and types; warnings are errors. Changes nothing; `npm run format`
// fixes the formatting.

import { biome, clangFormat, clangTidy, types } from './checks/lints.js';
import { reportFailures } from './failure.js';
import { runParts } from './parts.js';
import { prepare } from './setup/prepare.js';

await reportFailures(async () => {
  await prepare('lint');
  const passed = await runParts([
    { name: 'biome', run: () => biome('check') },
    { name: 'types', run: types },
    { name: 'clang-format', run: () => clangFormat('check') },
    { name: 'clang-tidy', run: clangTidy },
  ]);
  if (!passed) process.exitCode = 1;
});
