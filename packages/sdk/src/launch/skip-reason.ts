import { readdirSync, statSync, unlinkSync, writeFileSync } from '../runtime/node-modules.js';
import { isAlive } from '../runtime/process-identity.js';
import { randomUuid } from '../runtime/random-uuid.js';
import type { ControlRecord } from '../spool/control-record.js';
import { estimateEvents } from '../spool/estimate-events.js';
import { isLeaseHeld } from '../spool/sender-lease.js';
import {
  formatSpoolFileName,
  parseSpoolFileName,
  type SpoolFileName,
  unsentEvents,
} from '../spool/spool-file-name.js';
import { readSpoolState } from '../spool/spool-state.js';

/** Larger than the 10 MB at which a sender drops the oldest events and records the loss. */
const bytesWithoutSender = 11_000_000;

/** Checking thousands of files takes longer than everything else at the end of a run. */
const shareOfRunsThatLook = 1 / 32;

/** The size of a file that is no longer written; undefined for other files. */
function bytesOf(
  directory: string,
  name: string,
): { bytes: number; file: SpoolFileName } | undefined {
  const file = parseSpoolFileName(name);
  if (file?.state === 'ready') return { bytes: file.bytes, file };
  if (file?.state !== 'open' || isAlive(file.pid)) return undefined;
  const stats = statSync(`${directory}/${name}`, { throwIfNoEntry: false });
  return stats?.isFile() ? { bytes: stats.size, file } : undefined;
}

/**
 * Drops the oldest files of a spool that has grown too large, and writes a file that records how many
 * events were lost.
 */
function dropOldest(directory: string, names: readonly string[]): void {
  const waiting: { name: string; bytes: number; file: SpoolFileName }[] = [];
  for (const name of names) {
    const found = bytesOf(directory, name);
    if (found !== undefined) waiting.push({ name, ...found });
  }
  let bytes = waiting.reduce((sum, file) => sum + file.bytes, 0);
  if (bytes <= bytesWithoutSender) return;
  waiting.sort((one, other) => one.file.openedAt - other.file.openedAt);
  const dropped = new Map<string, number>();
  for (const { name, bytes: size, file } of waiting) {
    if (bytes <= bytesWithoutSender) break;
    const path = `${directory}/${name}`;
    const events = file.state === 'open' ? estimateEvents(path, size) : unsentEvents(file);
    unlinkSync(path);
    bytes -= size;
    // A file that only records a loss has no events.
    if (file.state === 'ready' && file.events === 0) continue;
    dropped.set(file.destination, (dropped.get(file.destination) ?? 0) + events);
  }
  for (const [destination, events] of dropped) {
    const loss: ControlRecord = { control: 'loss', dropped: { size: events } };
    const file: SpoolFileName = {
      state: 'ready',
      openedAt: Date.now(),
      pid: process.pid,
      invocationId: randomUuid(),
      destination,
      events: 0,
      bytes: 0,
      offset: 0,
      claimedAt: 0,
      claimedBy: 0,
      claimedIn: 0,
    };
    const path = `${directory}/${formatSpoolFileName(file)}`;
    writeFileSync(path, `${JSON.stringify(loss)}\n`, { mode: 0o600 });
  }
}

/** Time for the user to decide after the notice, which states it. */
const noticeMs = 5 * 60_000;

/**
 * The time before which nothing is sent, if the notice was just shown; otherwise undefined. A clock that was set
 * back does not extend it.
 */
export function findNoticeEnd(
  directory: string,
  names: readonly string[] = readdirSync(directory),
): Date | undefined {
  for (const name of names) {
    if (!name.startsWith('notice-')) continue;
    const shownAt = statSync(`${directory}/${name}`, { throwIfNoEntry: false })?.mtimeMs;
    if (shownAt !== undefined && Math.abs(Date.now() - shownAt) < noticeMs) {
      return new Date(shownAt + noticeMs);
    }
  }
  return undefined;
}

/** Why a sender that is due must not be started; undefined if it may. */
export function findSkipReason(options: {
  directory: string;
  tag: string;
  isInline: boolean;
  needsNotice: boolean;
  noticeDirectory: string;
}): string | undefined {
  const { directory, tag, isInline, needsNotice, noticeDirectory } = options;
  // Read once, since reading a directory of thousands of files is the slowest part.
  const names = readdirSync(directory);
  const isElsewhere = noticeDirectory !== directory;
  const end = needsNotice && findNoticeEnd(noticeDirectory, isElsewhere ? undefined : names);
  if (end) return `the notice was just shown; nothing is sent before ${end.toISOString()}`;
  const { retryAt } = readSpoolState(directory, tag);
  if (retryAt > Date.now()) {
    if (Math.random() < shareOfRunsThatLook) dropOldest(directory, names);
    return `the last delivery failed; next attempt at ${new Date(retryAt).toISOString()}`;
  }
  dropOldest(directory, names);
  return !isInline && isLeaseHeld(directory) ? 'another sender is running' : undefined;
}
