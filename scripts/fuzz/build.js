// Builds what tries the fuzz targets: the fuzzer, and the program that replays known inputs.

import { buildPreset } from '../cmake/preset.js';
import { Failure } from '../failure.js';
import { step } from '../progress.js';
import { findClangWith } from '../setup/machine.js';

export async function buildTargets() {
  if (findClangWith('fuzzer') === null) {
    throw new Failure('No clang with libFuzzer is here.', {
      advice: [
        'npm run setup -- fuzz installs it with apt or brew;',
        'elsewhere install clang with its runtime libraries (compiler-rt), on the PATH as clang++.',
      ],
    });
  }
  await step('Building the fuzz targets', (sign) => buildPreset('fuzz', sign));
}

export async function buildReplayer() {
  await step('Building the fuzz targets, to replay', (sign) =>
    buildPreset('debug', sign, ['fuzz_replay']),
  );
}
