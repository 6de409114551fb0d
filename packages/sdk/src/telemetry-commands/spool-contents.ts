import { join, readdirSync, statSync } from '../runtime/node-modules.js';
import { parseSpoolFileName, type SpoolFileName, unsentEvents } from '../spool/spool-file-name.js';

/** A file of events. */
interface SpoolFile {
  path: string;
  name: SpoolFileName;
  bytes: number;
}

/** The contents of a tool's spool. */
export interface SpoolContents {
  /** Events that are not sent yet. */
  waiting: SpoolFile[];
  /** Files of quarantined events: one file per day, one event per line. */
  quarantined: string[];
}

function list(directory: string) {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Lists a spool's files; none if the spool cannot be read. */
export function readSpoolContents(directory: string): SpoolContents {
  const contents: SpoolContents = { waiting: [], quarantined: [] };
  for (const entry of list(directory)) {
    if (!entry.isFile()) continue;
    const path = join(directory, entry.name);
    const name = parseSpoolFileName(entry.name);
    if (/^quarantine-.*\.jsonl$/.test(entry.name)) contents.quarantined.push(path);
    if (name === undefined || name.state === 'flushed') continue;
    // A sender may have deleted it in the meantime.
    const bytes = statSync(path, { throwIfNoEntry: false })?.size;
    if (bytes !== undefined) contents.waiting.push({ path, name, bytes });
  }
  return contents;
}

/** Counts waiting events and bytes. The event count is an estimate from the file names. */
export function countWaiting(contents: SpoolContents): { events: number; bytes: number } {
  return {
    events: contents.waiting.reduce((sum, { name }) => sum + unsentEvents(name), 0),
    bytes: contents.waiting.reduce((sum, { name, bytes }) => sum + bytes - name.offset, 0),
  };
}

/** `1 event`, `2 events`. */
export function countEvents(count: number): string {
  return count === 1 ? '1 event' : `${count} events`;
}
