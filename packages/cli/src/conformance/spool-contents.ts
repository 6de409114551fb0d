import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { WireEvent } from '@sonde/protocol';

/** What lies in a spool directory, as anybody can read it. */
export interface SpoolContents {
  /** Events in files that wait, are written, or are with a sender. */
  waiting: WireEvent[];
  /** Events that an endpoint refused. */
  quarantined: WireEvent[];
  /** Of all files. */
  bytes: number;
}

/** A file that is larger is looked at no further; the kit itself has made it so. */
const readableBytes = 20_000_000;

function isEvent(value: unknown): value is WireEvent {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as WireEvent).event === 'string' &&
    typeof (value as WireEvent).insert_id === 'string'
  );
}

/** The events in a file, whatever else is in it. A quarantined one may be inside a record. */
function readEvents(path: string): WireEvent[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .slice(0, -1)
    .flatMap((line) => {
      try {
        const value: unknown = JSON.parse(line);
        if (isEvent(value)) return [value];
        const inside = Object.values(Object(value)).find(isEvent);
        return inside === undefined ? [] : [inside];
      } catch {
        return [];
      }
    });
}

/** Reads a spool, and those inside it for projects with an endpoint of their own. */
export function readSpool(directory: string): SpoolContents {
  const contents: SpoolContents = { waiting: [], quarantined: [], bytes: 0 };
  let names: string[];
  try {
    names = readdirSync(directory);
  } catch {
    return contents;
  }
  for (const name of names) {
    const path = join(directory, name);
    try {
      const stats = statSync(path);
      if (stats.isDirectory()) {
        const inside = name.startsWith('endpoint-') ? readSpool(path) : undefined;
        contents.waiting.push(...(inside?.waiting ?? []));
        contents.quarantined.push(...(inside?.quarantined ?? []));
        contents.bytes += inside?.bytes ?? 0;
        continue;
      }
      contents.bytes += stats.size;
      if (!name.endsWith('.jsonl') || name.endsWith('.flushed.jsonl')) continue;
      if (stats.size > readableBytes) continue;
      const events = readEvents(path);
      if (name.startsWith('quarantine-')) contents.quarantined.push(...events);
      else contents.waiting.push(...events);
    } catch {
      // Taken by a sender meanwhile.
    }
  }
  return contents;
}
