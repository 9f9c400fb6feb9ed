// Many members at once, from a file: all of it is checked before any of it is written.

import { readFileSync } from 'node:fs';
import { Failure } from '../failure.js';
import { whereGiven } from '../setup/root.js';
import { cautions } from './cautions.js';
import { changesFor, isChange, statementFor } from './changes.js';
import { readMembersFile } from './csv.js';
import { runAll } from './database.js';
import { importText, linesText, NEXT_REFRESH, warning } from './report.js';
import { membersIn, ourMembers } from './table.js';
import { shown } from './text.js';

/**
 * @param {Extract<import('./options.js').Command, { does: 'import' }>} command
 * @param {(text: string) => void} say gets whole lines
 */
export async function importFile({ place, file, isPrivate, isDryRun }, say) {
  const { wishes, complaints, doubts } = readMembersFile(contentsOf(file));
  if (complaints.length > 0) {
    throw new Failure(`${shown(file)} cannot be imported; nothing was written.`, {
      output: linesText(complaints),
      advice: ['mend these lines, and run the same command again.'],
    });
  }
  const members = await ourMembers(place);
  const changes = changesFor(members, wishes, isPrivate ? 'private' : 'public');
  const known = changes.filter(({ before }) => before !== null).length;
  say(importText(changes, members.length - known));
  for (const { line, text } of doubts) say(warning(`line ${line}: ${text}`));
  say(cautions(place, members, changes));
  const wanted = changes.filter(isChange);
  if (isDryRun) return say('Nothing was written (--dry-run).\n');
  if (wanted.length === 0) return say('There is nothing to write.\n');
  await runAll(place, wanted.map(statementFor));
  const after = await membersIn(place);
  const missing = changesFor(after, wishes, 'public').filter(isChange);
  if (missing.length > 0) {
    const names = missing.map((change) => shown(change.after.username)).join(', ');
    throw new Failure(`Written, but read back otherwise: ${names}.`, {
      advice: ['somebody else seems to change the table as well: run the same command again.'],
    });
  }
  say(`Written and read back.\n${NEXT_REFRESH}`);
}

/** @param {string} file */
function contentsOf(file) {
  try {
    return readFileSync(whereGiven(file));
  } catch (error) {
    throw new Failure(`${shown(file)} cannot be read.`, {
      output: error instanceof Error ? error.message : String(error),
    });
  }
}
