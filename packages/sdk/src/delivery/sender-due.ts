import { readdirSync } from 'node:fs';
import { parseSpoolFileName } from '../spool/spool-file-name.js';
import { isAlive } from '../surroundings/process-identity.js';

/** Events wait no longer than this once the tool is run again. */
const maxWaitMs = 60_000;

/**
 * Whether enough events wait, or one long enough, for a sender to be started; undefined when so, else
 * what waits. Looks at names only: it runs at the end of every run of a tool.
 */
export function whyNotDue(options: {
  directory: string;
  flushAt: number;
  isInline: boolean;
}): string | undefined {
  const { directory, flushAt, isInline } = options;
  let events = 0;
  for (const name of readdirSync(directory)) {
    const file = parseSpoolFileName(name);
    if (file === undefined || file.state === 'flushed') continue;
    // Of a run that died nothing says how many events there are; one that goes on is none of ours.
    if (file.state === 'open' && isAlive(file.pid)) continue;
    events += file.events || 1;
    // Thousands of files may wait while the endpoint is away.
    if (isInline || events >= flushAt || Date.now() - file.openedAt > maxWaitMs) return undefined;
  }
  return `${events} of ${flushAt} events wait`;
}
