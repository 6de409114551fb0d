import { join, readdirSync, statSync, unlinkSync } from '../runtime/node-modules.js';
import type { ProcessIdentity } from '../runtime/process-identity.js';
import { estimateEvents } from './estimate-events.js';
import { ownFilesOf } from './own-files.js';
import { isClaimable } from './spool-claims.js';
import { parseSpoolFileName, unsentEvents } from './spool-file-name.js';

const dayMs = 24 * 3_600_000;

/** The limits of a spool: maximum ages in milliseconds, and the maximum size. */
export interface RetentionLimits {
  flushedMs: number;
  undeliveredMs: number;
  quarantinedMs: number;
  /** Size of the whole spool. */
  bytes: number;
}

const defaultRetention: RetentionLimits = {
  flushedMs: 2 * dayMs,
  undeliveredMs: 7 * dayMs,
  quarantinedMs: 30 * dayMs,
  bytes: 10_000_000,
};

interface KeptFile {
  path: string;
  /** Tag of the destination; empty for files without events. */
  destination: string;
  kind: 'flushed' | 'undelivered' | 'quarantine' | 'draft' | 'other';
  /** Milliseconds since 1970. */
  time: number;
  bytes: number;
  /** How many unsent events are lost if the file is deleted. */
  events: () => number;
}

function inspect(directory: string, entry: string, self: ProcessIdentity): KeptFile | undefined {
  const path = join(directory, entry);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined || !stats.isFile()) return undefined;
  const name = parseSpoolFileName(entry);
  const common = {
    path,
    bytes: stats.size,
    destination: name?.destination ?? '',
    events: () =>
      name?.state === 'open' ? estimateEvents(path, stats.size) : name ? unsentEvents(name) : 1,
  };
  if (name?.state === 'flushed') return { ...common, kind: 'flushed', time: stats.mtimeMs };
  if (name !== undefined) {
    // The file belongs to a running invocation or sender.
    const kind = isClaimable(directory, entry, name, self) ? 'undelivered' : 'other';
    return { ...common, kind, time: name.openedAt };
  }
  if (/^quarantine-.*\.jsonl$/.test(entry)) {
    return { ...common, kind: 'quarantine', time: stats.mtimeMs };
  }
  if (entry.endsWith('.tmp')) return { ...common, kind: 'draft', time: stats.mtimeMs };
  return { ...common, kind: 'other', time: stats.mtimeMs };
}

/**
 * Deletes files that are too old. If the spool is too large, also deletes the oldest copies, then the
 * oldest unsent events. Returns how many unsent events were dropped, by destination and reason.
 *
 * @param isKept Whether undelivered events of a destination are not dropped for their age.
 */
export function applyRetention(options: {
  directory: string;
  now: number;
  self: ProcessIdentity;
  isKept: (destination: string) => boolean;
  limits?: RetentionLimits;
}): Map<string, Record<string, number>> {
  const { directory, now, self, isKept, limits = defaultRetention } = options;
  const dropped = new Map<string, Record<string, number>>();
  const maxAge = {
    flushed: limits.flushedMs,
    undelivered: limits.undeliveredMs,
    quarantine: limits.quarantinedMs,
    draft: dayMs,
    other: Number.POSITIVE_INFINITY,
  };
  const remove = (file: KeptFile, reason: string): boolean => {
    // Counted first, since a deleted file cannot be counted.
    const events = file.kind === 'undelivered' ? file.events() : 0;
    try {
      unlinkSync(file.path);
    } catch {
      // The file belongs to another user, or is gone; the rest can still be sent.
      return false;
    }
    if (events > 0) {
      const reasons = dropped.get(file.destination) ?? {};
      reasons[reason] = (reasons[reason] ?? 0) + events;
      dropped.set(file.destination, reasons);
    }
    return true;
  };
  const isTooOld = (file: KeptFile): boolean =>
    now - file.time > maxAge[file.kind] &&
    !(file.kind === 'undelivered' && isKept(file.destination));
  const kept: KeptFile[] = [];
  // Counts only files that may be dropped: dropping events to offset other files gains nothing.
  let bytes = 0;
  const isOwn = ownFilesOf(directory);
  for (const entry of readdirSync(directory)) {
    if (!isOwn(entry)) continue;
    const file = inspect(directory, entry, self);
    if (file === undefined || file.kind === 'other') continue;
    if (isTooOld(file) && remove(file, 'age')) continue;
    kept.push(file);
    bytes += file.bytes;
  }
  if (bytes <= limits.bytes) return dropped;
  kept.sort((one, other) => one.time - other.time);
  for (const kind of ['flushed', 'quarantine', 'undelivered'] as const) {
    for (const file of kept) {
      if (bytes <= limits.bytes) return dropped;
      if (file.kind === kind && remove(file, 'size')) bytes -= file.bytes;
    }
  }
  return dropped;
}
