import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseSpoolFileName, type SpoolFileName, unsentEvents } from '../spool/spool-file-name.js';

/** A file in which events lie. */
interface SpoolFile {
  path: string;
  name: SpoolFileName;
  bytes: number;
}

/** What lies in the spool of a tool. */
export interface SpoolContents {
  /** Not sent yet. */
  waiting: SpoolFile[];
  /** Refused by the collector; a file for each day, an event on each line. */
  quarantined: string[];
}

function list(directory: string) {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Looks into a spool; there is nothing in one that cannot be read. */
export function readSpoolContents(directory: string): SpoolContents {
  const contents: SpoolContents = { waiting: [], quarantined: [] };
  for (const entry of list(directory)) {
    if (!entry.isFile()) continue;
    const path = join(directory, entry.name);
    const name = parseSpoolFileName(entry.name);
    if (/^quarantine-.*\.jsonl$/.test(entry.name)) contents.quarantined.push(path);
    if (name === undefined || name.state === 'flushed') continue;
    // It may have been sent since the directory was read.
    const bytes = statSync(path, { throwIfNoEntry: false })?.size;
    if (bytes !== undefined) contents.waiting.push({ path, name, bytes });
  }
  return contents;
}

/** Events and bytes that wait, the events as near as names tell. */
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
