import { repeatMs } from '@sonde/analytics';
import { toolOfRow } from './base-filters.js';

/**
 * Adds `is_repeat` to rows of invocations, as `findRepeats` says. Needs the parameter of
 * `filterBase`.
 *
 * @param rows Statement that selects the rows.
 * @param person Expression: the hash of the person; 0 for none.
 */
export function withRepeats(rows: string, person: string, soleTool: string): string {
  return `
  SELECT *, who != 0 AND ifNull(command, '') != '' AND number_of_attempt > 1
    AND began - began_before <= ${repeatMs} AS is_repeat
  FROM (
    SELECT *, lagInFrame(began) OVER attempts AS began_before,
      row_number() OVER attempts AS number_of_attempt
    FROM (
      SELECT *, ${person} AS who,
        cityHash64(who, ${toolOfRow(soleTool)}, ifNull(command, '')) AS attempt_hash
      FROM (${rows}))
    WINDOW attempts AS (PARTITION BY attempt_hash ORDER BY began, invocation_id))`;
}
