import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { WireEvent } from '@sonde/protocol';

/** The content of a spool directory. */
export interface SpoolContents {
  /** Events in files that are waiting, being written, or claimed by a sender. */
  waiting: WireEvent[];
  /** Events that an endpoint refused. */
  quarantined: WireEvent[];
  /** Size of all files. */
  bytes: number;
}

/** Larger files are not read; only the kit itself creates them. */
const readableBytes = 20_000_000;

function isEvent(value: unknown): value is WireEvent {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as WireEvent).event === 'string' &&
    typeof (value as WireEvent).insert_id === 'string'
  );
}

/** The events in a file, whatever else it contains. A quarantined event may be inside a record. */
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

/** Reads a spool, and the spools inside it for projects with their own endpoint. */
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
      // A sender claimed it meanwhile.
    }
  }
  return contents;
}
