// What must be ended before this process may end, however it is asked to: Ctrl-C (SIGINT), SIGTERM,
// or a closed terminal (SIGHUP). Must not know what the actions are.

/**
 * @typedef {'SIGINT' | 'SIGTERM' | 'SIGHUP'} StopSignal
 * @typedef {(signal: StopSignal) => (void | Promise<void>)} StopAction
 */

/** @type {Record<StopSignal, number>} */
const SIGNALS = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 };

/** @type {Set<StopAction>} */
const actions = new Set();
let listening = false;
let stopping = false;
/** @type {(signal: StopSignal) => number} */
let exitCodeFor = (signal) => 128 + SIGNALS[signal];

/**
 * Registers an action to run before the process ends on a signal.
 * @param {StopAction} action
 * @returns {() => void} takes the registration back
 */
export function atStop(action) {
  listen();
  actions.add(action);
  return () => {
    actions.delete(action);
  };
}

/** From now on Ctrl-C is how the user ends a run that went well: exit code 0. */
export function ctrlCMeansDone() {
  exitCodeFor = (signal) => (signal === 'SIGINT' ? 0 : 128 + SIGNALS[signal]);
}

/**
 * Runs every action, newest first. A second call, from a second Ctrl-C, changes nothing.
 * @param {StopSignal} [signal]
 */
export async function stopEverything(signal = 'SIGTERM') {
  if (stopping) return;
  stopping = true;
  for (const action of [...actions].reverse()) await action(signal);
}

export function isStopping() {
  return stopping;
}

function listen() {
  if (listening) return;
  listening = true;
  for (const signal of /** @type {StopSignal[]} */ (Object.keys(SIGNALS))) {
    process.on(signal, async () => {
      if (stopping) return;
      await stopEverything(signal);
      process.exit(exitCodeFor(signal));
    });
  }
  // A terminal that is gone turns every write into an error event; ending cleanly comes first.
  process.stdout.on('error', endWithoutReader);
  process.stderr.on('error', () => {});
}

async function endWithoutReader() {
  if (stopping) return;
  await stopEverything('SIGHUP');
  process.exit(128 + SIGNALS.SIGHUP);
}
