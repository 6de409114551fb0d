import { readdirSync } from '../runtime/node-modules.js';
import { isAlive } from '../runtime/process-identity.js';
import { ownFilesOf } from '../spool/own-files.js';

/** A run sends once an event has waited this long. */
const maxWaitMs = 60_000;

/**
 * Why no sender is due: too few events are waiting, and none for long. Undefined if a sender is due.
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
    // Copies of sent events do not wait, nor do files made by an editor or a user.
    if (invocationId?.length !== 36 || extension !== 'jsonl') continue;
    // A run that died left no count in the file name. The file of a running invocation does not wait.
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
