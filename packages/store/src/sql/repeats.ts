import { repeatMs } from '@sonde/analytics';
import { toolOfRow } from './base-filters.js';

/** Rows of invocations, in which repeated attempts are looked for. */
export interface Attempted {
  /** Statement that selects the rows. */
  rows: string;
  /** Expression: the hash of the person; 0 for none. */
  person: string;
  soleTool: string;
}

/** Adds `is_repeat` to rows, as `findRepeats` says. Needs the parameter of `filterBase`. */
export function withRepeats(attempted: Attempted): string {
  return `
  SELECT *, 0 AS is_repeat FROM (${withHash(attempted)}) WHERE NOT ${isClose(attempted)}
  UNION ALL ${closeAttempts(attempted)}`;
}

/** The same, of attempts that are so close together that some are repeats: usually few. */
export function closeAttempts(attempted: Attempted): string {
  return `
  SELECT * EXCEPT (began_before, number_of_attempt),
    number_of_attempt > 1 AND began - began_before <= ${repeatMs} AS is_repeat
  FROM (
    SELECT *, lagInFrame(began) OVER same AS began_before, row_number() OVER same AS number_of_attempt
    FROM (SELECT * FROM (${withHash(attempted)}) WHERE ${isClose(attempted)})
    WINDOW same AS (PARTITION BY attempts_hash ORDER BY began, invocation_id))`;
}

/** Adds a hash of the person, tool and command. */
function withHash({ rows, person, soleTool }: Attempted): string {
  return `
    SELECT *, cityHash64(${person}, ${toolOfRow(soleTool)}, ifNull(command, '')) AS attempts_hash
    FROM (${rows})`;
}

function isClose(attempted: Attempted): string {
  const close = `
    SELECT groupArray(attempts_hash) FROM (
      SELECT attempts_hash, arraySort(groupArray(began)) AS begins FROM (${withHash(attempted)})
      WHERE ${attempted.person} != 0 AND ifNull(command, '') != '' GROUP BY attempts_hash)
    WHERE arrayExists(wait -> wait <= ${repeatMs}, arrayPopFront(arrayDifference(begins)))`;
  // A scalar subquery: servers get its result, and do not run joins of their own.
  return `attempts_hash IN (SELECT arrayJoin((${close})))`;
}
