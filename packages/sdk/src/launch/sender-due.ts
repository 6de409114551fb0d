import { readdirSync } from '../runtime/node-modules.js';
import { isAlive } from '../runtime/process-identity.js';
import { ownFilesOf } from '../spool/own-files.js';

/** Once an event has waited this long, a run sends. */
const maxWaitMs = 60_000;

/**
 * Why no sender is due: too few events are waiting, none of them for long. Undefined if one is due.
 *
 * Reads only file names, and no more of them than needed, since this runs at the end of every invocation.
 */
export function whyNotDue(options: {
  directory: string;
  flushAt: number;
  isInline: boolean;
}): string | undefined {
  const { directory, flushAt, isInline } = options;
  const isOwn = ownFilesOf(directory);
  let events = 0;
  for (const name of readdirSync(directory)) {
    const [base = '', state = '', extension] = name.split('.');
    const [openedAt, pid, invocationId, , count] = base.split('_');
    // Copies of sent events and files of other programs do not count.
    if (invocationId?.length !== 36 || extension !== 'jsonl') continue;
    // An open file counts only if its process has died; its name has no count.
    const isOpen = state === 'open';
    if (isOpen ? isAlive(Number(pid)) : state !== 'ready' && !state.startsWith('claimed_'))
      continue;
    // Another user's file cannot be sent.
    if (!isOwn(name)) continue;
    events += Number(count) || 1;
    // Thousands of files may be waiting if the endpoint is unreachable.
    if (isInline || events >= flushAt || Date.now() - Number(openedAt) > maxWaitMs)
      return undefined;
  }
  return `${events} of ${flushAt} events are waiting`;
}
