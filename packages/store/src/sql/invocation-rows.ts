import { sharedIdPrefix } from '@sonde/analytics';
import type { Aliases } from './aliases.js';
import { startSql } from './place.js';
import { type Reach, toolOfRow } from './range.js';

/**
 * Folds invocations: one row per invocation, merged or not. The result equals that of
 * `foldSummary`.
 *
 * Everything except the user and `person`, which needs the links between ids. No alias has the name
 * of a column: the engine would use the alias everywhere in the statement.
 */
export const summaryColumns = `
    ${startSql} AS began,
    min(command) AS own_command,
    min(version) AS own_version,
    minIf(ending, ending > 0) AS end_code,
    minIf(duration_ms, ending > 0 AND duration_ms >= 0) AS took,
    minIf(anonymous_id, anonymous_id != '') AS own_anonymous,
    minIf(distinct_id, distinct_id != '') AS own_distinct`;

/** The user of the last event with a user id. */
const lastUser = "argMaxIf(user_id, (sequence, timestamp, user_id), user_id != '') AS own_user";

/**
 * Much faster for many rows: any of the users if foreign events share a place, which is enough to
 * count people.
 */
export const countedUser = "argMaxIf(user_id, sequence, user_id != '') AS own_user";

/** Columns that only lists of invocations show. */
export const detailColumns = `
    ${lastUser},
    min(cli_context) AS own_context,
    min(operating_system) AS own_system,
    max(ifNull(is_ci, false)) AS own_ci,
    minIf(exit_code, ending > 0) AS own_exit_code,
    ifNull(minIf(error_class, ending > 0), minIf(error_class, event = 'Command Failed')) AS own_error_class,
    uniqExact(insert_id) AS arrived,
    max(sequence) - uniqExactIf(sequence, sequence > 0) AS missing`;

/** The tool of an invocation; empty if unknown. */
export function ownTool(reach: Reach): string {
  const tool = toolOfRow(reach);
  return `minIf(${tool}, ${tool} != '') AS own_tool`;
}

/** The status that `end_code` stands for. */
export const statusSql =
  "arrayElement(['running', 'failed', 'cancelled', 'succeeded', 'vanished'], 1 + end_code)";

/** The user of each anonymous id, from all data of the project. */
export const identities = `
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
 * Adds `person` to rows of {@link summaryColumns} and the user. Needs the parameters of the aliases.
 *
 * @param rows Statement that selects the rows.
 */
export function withPerson(rows: string, { personOf }: Aliases): string {
  const user = "if(own_user != '', own_user, linked_user)";
  return `
  SELECT
    *,
    multiIf(${user} != '', ${personOf(user)}, own_anonymous != '', own_anonymous, own_distinct) AS person
  FROM (${rows}) AS invocations
  LEFT ANY JOIN (${identities}) AS links ON links.anonymous_id = invocations.own_anonymous`;
}
