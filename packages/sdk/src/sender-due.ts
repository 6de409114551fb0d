import { readdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from './process-identity.js';
import { isLeaseHeld } from './sender-lease.js';
import { readSenderSettings, type SenderSettings, sameDestination } from './sender-settings.js';
import { parseSpoolFileName } from './spool-file-name.js';
import { readSpoolState } from './spool-state.js';

/** Events wait no longer than this once the tool is run again. */
const maxWaitMs = 60_000;

/** Above the 10 MB at which a sender drops the oldest events and accounts for them. */
const spoolBytesWithoutSender = 11_000_000;

/** Events that wait; more than the spool may hold are dropped, oldest first, since no sender may ever come. */
function countWaiting(directory: string): { events: number; oldest: number } {
  let events = 0;
  let oldest = Date.now();
  let bytes = 0;
  const ready: [string, number][] = [];
  for (const name of readdirSync(directory)) {
    const file = parseSpoolFileName(name);
    if (file === undefined || file.state === 'flushed') continue;
    // Of a run that died nothing says how many events there are; one that goes on is none of ours.
    if (file.state === 'open' && isAlive(file.pid)) continue;
    events += file.events || 1;
    bytes += file.bytes;
    oldest = Math.min(oldest, file.openedAt);
    if (file.state === 'ready') ready.push([name, file.bytes]);
  }
  if (bytes > spoolBytesWithoutSender) {
    for (const [name, size] of ready.sort()) {
      if (bytes <= spoolBytesWithoutSender) break;
      unlinkSync(join(directory, name));
      bytes -= size;
    }
  }
  return { events, oldest };
}

/** Why no sender is to be started now; undefined when one is due. */
export function whyNotDue(options: {
  directory: string;
  flushAt: number;
  settings: Pick<SenderSettings, 'url' | 'key'>;
  isInline: boolean;
}): string | undefined {
  const { directory, flushAt, isInline } = options;
  const { events, oldest } = countWaiting(directory);
  if (events === 0 || (!isInline && events < flushAt && Date.now() - oldest <= maxWaitMs)) {
    return `${events} of ${flushAt} events wait`;
  }
  const { retryAt } = readSpoolState(directory);
  if (retryAt > Date.now()) {
    const known = readSenderSettings(directory);
    if (known !== undefined && sameDestination(known, options.settings)) {
      return `the last delivery failed, the next is tried at ${new Date(retryAt).toISOString()}`;
    }
  }
  return !isInline && isLeaseHeld(directory) ? 'a sender is at work' : undefined;
}
