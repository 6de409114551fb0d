import type { StoredLoss } from './records.js';

/** Columns of an inserted row, in order, with the types as which the engine reads them. */
export const lossColumns: readonly (readonly [name: string, type: string])[] = [
  ['project', 'String'],
  ['batch_id', 'String'],
  ['received_at', 'Int64'],
  ['recorded', 'UInt64'],
  ['sent', 'UInt64'],
  ['dropped', 'Map(String, UInt64)'],
];

/** One line of `JSONCompactEachRow`, without a line break. */
export function encodeLoss(loss: StoredLoss): string {
  const { project, batch_id, received_at, recorded, sent, dropped } = loss;
  return JSON.stringify([
    project.toWellFormed(),
    batch_id.toWellFormed(),
    received_at,
    recorded,
    sent,
    dropped,
  ]);
}
