import type { StoredLoss } from './records.js';

/** Columns of an inserted row, in order. */
export const lossColumns: readonly string[] = [
  'project',
  'batch_id',
  'received_at',
  'recorded',
  'sent',
  'dropped',
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
