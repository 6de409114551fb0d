import { sharedIdPrefix } from '@sonde/analytics';
import { placeSql } from './place.js';

/** When the invocation began, in corrected time. */
export const startedSql = `argMin(corrected_time, ${placeSql})`;

const firstOf = (event: string) => `minIf(
      (sequence, timestamp, received_at, insert_id, vanished, user_cancelled, succeeded, exit_code, duration_ms, error_class),
      event = '${event}')`;

/**
 * The fold of invocations as a statement: one row an invocation, whatever has been merged. It says
 * what `foldSummary` says.
 *
 * Everything but `person`, which needs the links between ids. No name is a column's: the engine would
 * take it for the column's everywhere in the statement.
 */
export const summaryColumns = `
    ${startedSql} AS started,
    min(command) AS own_command,
    min(version) AS own_version,
    countIf(event = 'Command Completed') > 0 AS ended,
    ${firstOf('Command Completed')} AS completion,
    multiIf(
      NOT ended, 'running',
      ifNull(completion.5, false), 'vanished',
      ifNull(completion.6, false), 'cancelled',
      ifNull(completion.7, ifNull(completion.8, 0) = 0), 'succeeded',
      'failed') AS status,
    if(ended AND completion.9 >= 0, completion.9, NULL) AS duration,
    argMaxIf(user_id, ${placeSql}, user_id != '') AS own_user,
    minIf(anonymous_id, anonymous_id != '') AS own_anonymous,
    minIf(distinct_id, distinct_id != '') AS own_distinct`;

/** What only lists of invocations show. */
export const detailColumns = `
    min(cli_context) AS own_context,
    min(operating_system) AS own_system,
    max(ifNull(is_ci, false)) AS own_ci,
    if(ended, completion.8, NULL) AS exit,
    ifNull(if(ended, completion.10, NULL),
      if(countIf(event = 'Command Failed') > 0, ${firstOf('Command Failed')}.10, NULL)) AS failure,
    uniqExact(insert_id) AS events,
    max(sequence) - uniqExactIf(sequence, sequence > 0) AS missing`;

/** The user of each anonymous id, in the whole of the project's data. */
const identities = `
    SELECT anonymous_id, argMin(user_id, (first_time, user_id)) AS linked_user
    FROM
    (
      SELECT anonymous_id, user_id, min(corrected_time) AS first_time
      FROM sonde.events
      WHERE project = {project:String} AND anonymous_id != '' AND user_id != ''
      GROUP BY anonymous_id, user_id
    )
    WHERE NOT startsWith(anonymous_id, '${sharedIdPrefix}')
    GROUP BY anonymous_id`;

/**
 * Adds `person` to rows of {@link summaryColumns}.
 *
 * @param rows Statement that gives the rows.
 */
export function withPerson(rows: string): string {
  return `
  SELECT
    *,
    multiIf(own_user != '', own_user, linked_user != '', linked_user,
      own_anonymous != '', own_anonymous, own_distinct) AS person
  FROM (${rows}) AS invocations
  LEFT ANY JOIN (${identities}) AS links ON links.anonymous_id = invocations.own_anonymous`;
}
