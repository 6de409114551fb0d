import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseSpoolFileName, type SpoolFileName, unsentEvents } from '../spool-file-name.js';

/** A file in which events lie. */
export interface SpoolFile {
  path: string;
  name: SpoolFileName;
  bytes: number;
}

/** What lies in the spools of a tool. */
export interface SpoolContents {
  /** The spool, and those of projects with an endpoint of their own. */
  directories: string[];
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

/** Looks into the spools below `root`; there is nothing in one that cannot be read. */
export function readSpoolContents(root: string): SpoolContents {
  const inside = list(root)
    .filter((entry) => entry.isDirectory() && entry.name.startsWith('endpoint-'))
    .map((entry) => join(root, entry.name));
  const contents: SpoolContents = {
    directories: [root, ...inside],
    waiting: [],
    quarantined: [],
  };
  for (const directory of contents.directories) {
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
