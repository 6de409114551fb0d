import type { QuarantinedEvent } from './records.js';

/** Columns of an inserted row, in order. */
export const quarantineColumns: readonly string[] = [
  'project',
  'insert_id',
  'code',
  'received_at',
  'position',
  'field',
  'message',
  'body',
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
  ]);
}

/** Lone surrogates have no UTF-8. */
function toText(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
