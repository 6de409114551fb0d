import { readdirSync } from 'node:fs';
import { uuidLength } from '../spool/spool-file-name.js';
import { isAlive } from '../surroundings/process-identity.js';

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
  const now = Date.now();
  let events = 0;
  for (const name of readdirSync(directory)) {
    const [openedAt, pid, invocationId, , count] = name.split('_');
    if (invocationId?.length !== uuidLength || name.endsWith('.flushed.jsonl')) continue;
    // Of a run that died nothing says how many events there are; one that goes on is none of ours.
    if (name.endsWith('.open.jsonl') && isAlive(Number(pid))) continue;
    events += Number(count) || 1;
    // Thousands of files may wait while the endpoint is away.
    if (isInline || events >= flushAt || now - Number(openedAt) > maxWaitMs) return undefined;
  }
  return `${events} of ${flushAt} events wait`;
}
