import type { Json } from '@sonde/protocol';
import type { QuarantinedEvent } from './records.js';

/** Columns of an inserted row, in order, with the types as which the engine reads them. */
export const quarantineColumns: readonly (readonly [name: string, type: string])[] = [
  ['project', 'String'],
  ['insert_id', 'String'],
  ['code', 'String'],
  ['received_at', 'Int64'],
  ['position', 'UInt32'],
  ['field', 'Nullable(String)'],
  ['message', 'String'],
  ['body', 'String'],
  ['tool', 'String'],
  ['event', 'String'],
  ['checked_at', 'Int64'],
];

/** One line of `JSONCompactEachRow`, without a line break. */
export function encodeQuarantined(problem: QuarantinedEvent): string {
  return JSON.stringify([
    toText(problem.project),
    // Without an id, only its body identifies a repeat.
    toText(problem.insert_id ?? ''),
    problem.code,
    problem.received_at,
    problem.index,
    problem.field === null ? null : toText(problem.field),
    toText(problem.message),
    JSON.stringify(problem.body),
    toText(problem.tool ?? ''),
    readName(problem.body),
    problem.checked_at ?? problem.received_at,
  ]);
}

const nameCharactersMax = 128;

/** The name of the event, as far as it has one. */
function readName(body: Json): string {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return '';
  const name = typeof body.event === 'string' ? body.event : '';
  return toText(name.slice(0, nameCharactersMax));
}

/** Lone surrogates have no UTF-8. */
function toText(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
