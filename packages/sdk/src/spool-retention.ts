import { readdirSync, statSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { parseSpoolFileName, unsentEvents } from './spool-file-name.js';

const dayMs = 24 * 3_600_000;

/** How long and how much a spool keeps. */
export interface RetentionLimits {
  flushedMs: number;
  undeliveredMs: number;
  quarantinedMs: number;
  /** Of the whole spool. */
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
  kind: 'flushed' | 'undelivered' | 'quarantine' | 'draft' | 'other';
  /** Milliseconds since 1970. */
  time: number;
  bytes: number;
  /** At least; a file of a run that died does not tell. */
  events: number;
}

function inspect(directory: string, entry: string): KeptFile | undefined {
  const path = join(directory, entry);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined || !stats.isFile()) return undefined;
  const name = parseSpoolFileName(entry);
  const common = {
    path,
    bytes: stats.size,
    events: name === undefined ? 1 : unsentEvents(name),
  };
  if (name?.state === 'flushed') return { ...common, kind: 'flushed', time: stats.mtimeMs };
  // A run that is still going on, or a sender at work: theirs.
  if (name?.state === 'open' || name?.state === 'claimed') {
    return { ...common, kind: 'other', time: name.openedAt };
  }
  if (name !== undefined) return { ...common, kind: 'undelivered', time: name.openedAt };
  if (/^quarantine-.*\.jsonl$/.test(entry)) {
    return { ...common, kind: 'quarantine', time: stats.mtimeMs };
  }
  if (entry.endsWith('.tmp')) return { ...common, kind: 'draft', time: stats.mtimeMs };
  return { ...common, kind: 'other', time: stats.mtimeMs };
}

/**
 * Deletes what is too old and, when the spool is too large, the oldest copies, then the oldest
 * undelivered events. Returns how many undelivered events were dropped, by reason.
 */
export function applyRetention(
  directory: string,
  now: number,
  limits: RetentionLimits = defaultRetention,
): Record<string, number> {
  const dropped: Record<string, number> = {};
  const maxAge = {
    flushed: limits.flushedMs,
    undelivered: limits.undeliveredMs,
    quarantine: limits.quarantinedMs,
    draft: dayMs,
    other: Number.POSITIVE_INFINITY,
  };
  let files = readdirSync(directory)
    .map((entry) => inspect(directory, entry))
    .filter((file) => file !== undefined)
    .sort((one, other) => one.time - other.time);
  const remove = (file: KeptFile, reason: string) => {
    try {
      unlinkSync(file.path);
    } catch {
      // Of another user, or gone: no reason not to send the rest.
      return;
    }
    if (file.kind === 'undelivered') dropped[reason] = (dropped[reason] ?? 0) + file.events;
    files = files.filter((other) => other !== file);
  };
  for (const file of files) if (now - file.time > maxAge[file.kind]) remove(file, 'age');
  // Only what can be dropped: nothing is gained by dropping events for the sake of anything else.
  let bytes = files.reduce((sum, file) => sum + (file.kind === 'other' ? 0 : file.bytes), 0);
  const order = ['flushed', 'quarantine', 'undelivered'] as const;
  for (const kind of order) {
    for (const file of files.filter((candidate) => candidate.kind === kind)) {
      if (bytes <= limits.bytes) return dropped;
      bytes -= file.bytes;
      remove(file, 'size');
    }
  }
  return dropped;
}
