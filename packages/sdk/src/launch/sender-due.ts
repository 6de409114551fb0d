import { readdirSync } from 'node:fs';
import { isAlive } from '../runtime/process-identity.js';

/** Events wait no longer than this once the tool is run again. */
const maxWaitMs = 60_000;

/**
 * Whether enough events wait, or one long enough, for a sender to be started; undefined when so, else
 * what waits.
 *
 * Looks at names only, and at no more of them than it must: it runs at the end of every run of a tool,
 * and to read each name whole takes longer.
 */
export function whyNotDue(options: {
  directory: string;
  flushAt: number;
  isInline: boolean;
}): string | undefined {
  const { directory, flushAt, isInline } = options;
  let events = 0;
  for (const name of readdirSync(directory)) {
    const [base = '', state = '', extension] = name.split('.');
    const [openedAt, pid, invocationId, , count] = base.split('_');
    // A copy of what was sent does not wait, nor does what an editor or a user has made of one.
    if (invocationId?.length !== 36 || extension !== 'jsonl') continue;
    // Of a run that died nothing says how many events there are; one that goes on is none of ours.
    const isOpen = state === 'open';
    if (isOpen ? isAlive(Number(pid)) : state !== 'ready' && !state.startsWith('claimed_'))
      continue;
    events += Number(count) || 1;
    // Thousands of files may wait while the endpoint is away.
    if (isInline || events >= flushAt || Date.now() - Number(openedAt) > maxWaitMs)
      return undefined;
  }
  return `${events} of ${flushAt} events wait`;
}
