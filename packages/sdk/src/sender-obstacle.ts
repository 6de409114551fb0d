import { readdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ControlRecord } from './control-record.js';
import { randomUuid } from './random-uuid.js';
import { isLeaseHeld } from './sender-lease.js';
import { readSenderSettings, type SenderSettings, sameDestination } from './sender-settings.js';
import {
  formatSpoolFileName,
  parseSpoolFileName,
  type SpoolFileName,
  unsentEvents,
} from './spool-file-name.js';
import { readSpoolState } from './spool-state.js';

/** Above the 10 MB at which a sender drops the oldest events and accounts for them. */
const bytesWithoutSender = 11_000_000;

/** To look at thousands of files takes longer than all else that a run does at its end. */
const shareOfRunsThatLook = 1 / 32;

/**
 * Drops the oldest files of a spool that has grown too large, and leaves a file that tells how many
 * events that were.
 */
function dropOldest(directory: string): void {
  const ready = readdirSync(directory)
    .map((name) => ({ name, file: parseSpoolFileName(name) }))
    .filter(({ file }) => file?.state === 'ready')
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  let bytes = ready.reduce((sum, { file }) => sum + (file?.bytes ?? 0), 0);
  let dropped = 0;
  for (const { name, file } of ready) {
    if (bytes <= bytesWithoutSender) break;
    unlinkSync(join(directory, name));
    bytes -= file?.bytes ?? 0;
    if (file !== undefined && file.events > 0) dropped += unsentEvents(file);
  }
  if (dropped === 0) return;
  const loss: ControlRecord = { control: 'loss', dropped: { size: dropped } };
  const told: SpoolFileName = {
    state: 'ready',
    openedAt: Date.now(),
    pid: process.pid,
    invocationId: randomUuid(),
    events: 0,
    bytes: 0,
    offset: 0,
    claimedAt: 0,
    claimedBy: 0,
  };
  writeFileSync(join(directory, formatSpoolFileName(told)), `${JSON.stringify(loss)}\n`, {
    mode: 0o600,
  });
}

/** What keeps a sender that is due from being started; undefined when nothing does. */
export function findObstacle(options: {
  directory: string;
  settings: SenderSettings;
  isInline: boolean;
}): string | undefined {
  const { directory, settings, isInline } = options;
  const { retryAt } = readSpoolState(directory);
  if (retryAt > Date.now()) {
    const known = readSenderSettings(directory);
    if (known !== undefined && sameDestination(known, settings)) {
      if (Math.random() < shareOfRunsThatLook) dropOldest(directory);
      return `the last delivery failed, the next is tried at ${new Date(retryAt).toISOString()}`;
    }
  }
  dropOldest(directory);
  return !isInline && isLeaseHeld(directory) ? 'a sender is at work' : undefined;
}
