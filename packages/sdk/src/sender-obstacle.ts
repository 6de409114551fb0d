import { readdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { isLeaseHeld } from './sender-lease.js';
import { readSenderSettings, type SenderSettings, sameDestination } from './sender-settings.js';
import { parseSpoolFileName } from './spool-file-name.js';
import { readSpoolState } from './spool-state.js';

/** Above the 10 MB at which a sender drops the oldest events and accounts for them. */
const bytesWithoutSender = 11_000_000;

/** Drops the oldest files of a spool that has grown too large: a sender that cannot run never does. */
function dropOldest(directory: string): void {
  const ready = readdirSync(directory)
    .map((name) => ({ name, file: parseSpoolFileName(name) }))
    .filter(({ file }) => file?.state === 'ready')
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  let bytes = ready.reduce((sum, { file }) => sum + (file?.bytes ?? 0), 0);
  for (const { name, file } of ready) {
    if (bytes <= bytesWithoutSender) return;
    unlinkSync(join(directory, name));
    bytes -= file?.bytes ?? 0;
  }
}

/** What keeps a sender that is due from being started; undefined when nothing does. */
export function findObstacle(options: {
  directory: string;
  settings: SenderSettings;
  isInline: boolean;
}): string | undefined {
  const { directory, settings, isInline } = options;
  dropOldest(directory);
  const { retryAt } = readSpoolState(directory);
  if (retryAt > Date.now()) {
    const known = readSenderSettings(directory);
    if (known !== undefined && sameDestination(known, settings)) {
      return `the last delivery failed, the next is tried at ${new Date(retryAt).toISOString()}`;
    }
  }
  return !isInline && isLeaseHeld(directory) ? 'a sender is at work' : undefined;
}
