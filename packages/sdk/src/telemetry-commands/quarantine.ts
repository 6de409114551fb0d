import { readChunks } from '../spool/spool-reader.js';

/** A line of a quarantine file, in which a sender keeps events that the collector refused. */
export interface QuarantinedEvent {
  quarantined_at: string;
  code: string;
  event: unknown;
}

/** At most this many bytes of a file are shown, from its start. */
const shownBytes = 1_000_000;

const newline = 10;

/** Counts the events in quarantine files. Holds one chunk in memory at a time. */
export function countQuarantined(paths: readonly string[]): number {
  let count = 0;
  for (const path of paths) {
    try {
      for (const chunk of readChunks(path)) {
        for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, at + 1)) {
          count += 1;
        }
      }
    } catch {}
  }
  return count;
}

function parse(line: string): QuarantinedEvent[] {
  try {
    const entry: Partial<QuarantinedEvent> = JSON.parse(line);
    return typeof entry.code === 'string' ? [entry as QuarantinedEvent] : [];
  } catch {
    return [];
  }
}

/** Reads quarantined events from the first megabyte of each file. Unreadable files are left out. */
export function readQuarantine(paths: readonly string[]): QuarantinedEvent[] {
  return paths.flatMap((path) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    try {
      for (const chunk of readChunks(path)) {
        chunks.push(Buffer.from(chunk));
        bytes += chunk.length;
        if (bytes > shownBytes) break;
      }
    } catch {}
    return Buffer.concat(chunks).toString('utf8').split('\n').flatMap(parse);
  });
}
