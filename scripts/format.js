// npm run format: writes every file as the formatters want it.

import { biome, clangFormat } from './checks/lints.js';
import { reportFailures } from './failure.js';
import { runParts } from './parts.js';
import { prepare } from './setup/prepare.js';

await reportFailures(async () => {
  await prepare('lint');
  const passed = await runParts([
    { name: 'biome', run: () => biome('write') },
    { name: 'clang-format', run: () => clangFormat('write') },
  ]);
  if (!passed) process.exitCode = 1;
});
