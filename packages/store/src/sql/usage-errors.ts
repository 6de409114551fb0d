import type { AgentReport } from '@sonde/analytics';
import { lifecycleEvents } from '@sonde/protocol';
import { actorSql, isAgentSql } from './actor.js';
import { filterBase, toolOfRow } from './base-filters.js';
import type { Database } from './database.js';
import type { ScopeFilters } from './scope.js';
import type { View } from './source.js';

const listed = 50;

type UsageError = AgentReport['usage_errors'][number];

/** Runs whose arguments were refused, by the declared name that was nearest, and by who ran them. */
export async function readUsageErrors(
  db: Database,
  view: View,
  scope: ScopeFilters,
): Promise<UsageError[]> {
  const { project, from, to, soleTool } = view;
  const filters = filterBase(scope, soleTool);
  const runsBy = (actor: string) => `uniqExactIf(invocation_id, who = '${actor}') AS ${actor}`;
  // An event may be stored twice.
  const rows = await db.rows<Omit<UsageError, 'last_seen'> & { last_time: number }>(
    `SELECT tool_name AS tool, command_name AS command, kind, nearest,
       uniqExact(invocation_id) AS runs,
       ${['person', 'agent', 'ci', 'no_terminal', 'unknown'].map(runsBy).join(', ')},
       max(corrected_time) AS last_time,
       argMax(invocation_id, (corrected_time, invocation_id)) AS last_invocation_id
     FROM (
       SELECT invocation_id, corrected_time, ${toolOfRow(soleTool)} AS tool_name,
         ifNull(command, '') AS command_name, if(${isAgentSql}, 'agent', ${actorSql}) AS who,
         JSONExtractString(properties, 'kind') AS kind,
         JSONExtractString(properties, 'nearest') AS nearest
       FROM sonde.events
       WHERE project = {project:String} AND event = '${lifecycleEvents.rejected}'
         AND corrected_time >= {from:Int64} AND corrected_time < {to:Int64} AND ${filters.sql})
     GROUP BY tool_name, command_name, kind, nearest
     ORDER BY runs DESC, tool_name, command_name, kind, nearest
     LIMIT ${listed}`,
    { project, from, to, ...filters.parameters },
  );
  return rows.map(({ last_time, ...row }) => ({
    ...row,
    last_seen: new Date(last_time).toISOString(),
  }));
}
