// Builds the fuzzer, with all its targets.

import { buildPreset } from '../cmake/preset.js';
import { Failure } from '../failure.js';
import { step } from '../progress.js';
import { findClangWith } from '../setup/machine.js';

/** @param {(sign: string) => void} [sign] takes signs of life; without, they are printed */
export async function buildTargets(sign) {
  if (findClangWith('fuzzer') === null) {
    throw new Failure('No clang with libFuzzer is here.', {
      advice: [
        'npm run setup -- fuzz installs it with apt or brew;',
        'elsewhere install clang with its runtime libraries (compiler-rt), on the PATH as clang++.',
      ],
    });
  }
  if (sign !== undefined) await buildPreset('fuzz', sign);
  else await step('Building the fuzz targets', (shown) => buildPreset('fuzz', shown));
}
