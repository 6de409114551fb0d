import { precedence } from './event-row.js';
import type { QuarantinedEvent } from './port.js';

/** Columns of an inserted row, in order. */
export const quarantineColumns: readonly string[] = [
  'project',
  'insert_id',
  'code',
  'precedence',
  'position',
  'field',
  'message',
  'body',
];

/** One line of `JSONCompactEachRow`, without a line break. */
export function encodeQuarantined(problem: QuarantinedEvent): string {
  return JSON.stringify([
    problem.project.toWellFormed(),
    // Without an id a repeat is known by its body alone.
    (problem.insert_id ?? '').toWellFormed(),
    problem.code,
    precedence(problem.received_at),
    problem.index,
    problem.field?.toWellFormed() ?? null,
    problem.message.toWellFormed(),
    JSON.stringify(problem.body),
  ]);
}
