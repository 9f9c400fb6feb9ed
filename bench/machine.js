// What the figures were measured on.

import { readFileSync } from 'node:fs';
import { cpus, release, type } from 'node:os';
import workerd from 'workerd';

/** @typedef {ReturnType<typeof thisMachine>} Machine */

export function thisMachine() {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown processor',
    cores: cpus().length,
    system: systemName(),
    node: process.version,
    workerd: workerd.version,
  };
}

function systemName() {
  try {
    const text = readFileSync('/etc/os-release', 'utf8');
    return text.match(/^PRETTY_NAME="?([^"\n]+)/m)?.[1] ?? `${type()} ${release()}`;
  } catch {
    return `${type()} ${release()}`;
  }
}

/** @param {Machine} machine */
export function inWords({ processor, cores, system, node, workerd }) {
  return `${processor}, ${cores} cores, ${system}, Node ${node.slice(1)}, workerd ${workerd}`;
}
