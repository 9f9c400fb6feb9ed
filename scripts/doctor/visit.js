// One visit: reads, examines, and says what was found.

import { diagnose } from './diagnosis.js';
import { examine, keyOfValue, ourKeys, served, settingsProblems } from './examine.js';
import { absentKey } from './keys.js';
import { builtModules } from './modules.js';
import { readKeys, readSaved, requireState } from './read.js';
import { jsonOf, painted, reportOf } from './report.js';
import { configured, deployments } from './worker.js';

/**
 * @param {import('./options.js').DoctorOptions} options
 * @returns {Promise<number>} the exit status
 */
export async function visit(options) {
  const diagnosis = diagnose(await examined(options));
  const text = options.json
    ? `${JSON.stringify(jsonOf(diagnosis), null, 2)}\n`
    : reportOf(diagnosis, painted);
  process.stdout.write(text);
  return diagnosis.status;
}

/**
 * @param {import('./options.js').DoctorOptions} options
 * @returns {Promise<import('./case.js').Known>}
 */
async function examined({ place, saved, atMs }) {
  if (saved === null) requireState(place);
  const modules = await builtModules();
  if (saved !== null) {
    const stored = readSaved(saved, (value) => keyOfValue(modules, value));
    const nowMs = atMs ?? Date.now();
    return {
      ...{ nowMs, place, isSavedValue: true, keys: [examine(modules, stored, nowMs)] },
      ...{ served: null, settings: [], crons: null, deployed: null },
    };
  }
  const deployed = place.isRemote ? await deployments(place) : null;
  const ours = ourKeys(modules);
  const [stored, worker] = await Promise.all([
    // Without a Worker there need not be a namespace that could be asked.
    deployed?.live.length === 0 ? ours.map(absentKey) : readKeys(place, ours),
    configured(place),
  ]);
  // Read after the keys, lest they be of the future.
  const nowMs = atMs ?? Date.now();
  return {
    ...{ nowMs, place, isSavedValue: false, deployed, crons: worker.crons },
    keys: stored.map((one) => examine(modules, one, nowMs)),
    served: served(modules, stored, worker, nowMs),
    settings: settingsProblems(modules, worker),
  };
}
