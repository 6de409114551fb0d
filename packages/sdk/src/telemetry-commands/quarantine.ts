import { readChunks } from '../spool/spool-reader.js';

/** A line of a quarantine file, with an event that the collector refused. */
export interface QuarantinedEvent {
  quarantined_at: string;
  code: string;
  event: unknown;
}

/** Only this many bytes at the start of a file are shown. */
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

/** Reads quarantined events from the first megabyte of each file. Skips unreadable files. */
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
