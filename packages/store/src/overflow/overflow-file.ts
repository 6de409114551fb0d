import { createHash, randomUUID } from 'node:crypto';
import type { Batch } from '../records.js';

/** A batch as one line of an overflow file. */
export interface OverflowLine {
  text: string;
  /** Events and quarantined events. */
  events: number;
}

/** Raised when later versions write files that earlier ones cannot read. */
const format = 1;

export function encodeBatch(batch: Batch): OverflowLine {
  const events = batch.events.length + batch.quarantined.length;
  return { text: JSON.stringify(batch), events };
}

/** A file: a line with the checksum of the rest, then one line per batch. */
export function encodeFile(lines: readonly OverflowLine[]): string {
  const rest = lines.map(({ text }) => `${text}\n`).join('');
  return `${JSON.stringify({ format, sha256: digest(rest) })}\n${rest}`;
}

/** @throws an Error if the text is not exactly what {@link encodeFile} returned. */
export function decodeFile(text: string): Batch[] {
  const end = text.indexOf('\n') + 1;
  const head: unknown = JSON.parse(text.slice(0, end));
  const { format: itsFormat, sha256 } = (head ?? {}) as { format?: unknown; sha256?: unknown };
  if (itsFormat !== format) throw new Error('it has another format');
  const rest = text.slice(end);
  if (sha256 !== digest(rest)) throw new Error('it has another checksum');
  return rest
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Batch);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A name that sorts by time and says how many events wait in the file. */
export function nameFile(lines: readonly OverflowLine[], now: number): string {
  const events = lines.reduce((sum, line) => sum + line.events, 0);
  return `${String(now).padStart(13, '0')}-${randomUUID()}-${events}.jsonl`;
}

/** The number of events in the file of this name; undefined if it is no overflow file. */
export function countEvents(name: string): number | undefined {
  const events = /^\d{13}-[0-9a-f-]{36}-(\d+)\.jsonl$/.exec(name)?.[1];
  return events === undefined ? undefined : Number(events);
}
