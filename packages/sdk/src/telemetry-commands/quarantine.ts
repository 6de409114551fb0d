import { readChunks } from '../spool/spool-reader.js';

/** A line of the files in which a sender keeps what the collector refused. */
export interface QuarantinedEvent {
  quarantined_at: string;
  code: string;
  event: unknown;
}

/** Shown at most, bytes of one file from its beginning. */
const shownBytes = 1_000_000;

const newline = 10;

/** Events in files of quarantine. However large one is, a piece of it is held. */
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

/** Reads what is in quarantine, the first megabyte of each file. What cannot be read is left out. */
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
