import { count, isoTime } from '@sonde/analytics';
import { lifecycleEvents } from '@sonde/protocol';
import { Type } from 'typebox';
import { filterBase, toolOfRow } from '../sql/base-filters.js';
import { readRange } from '../sql/range.js';
import { scopeParameters } from '../sql/scope.js';
import { defineQuery } from './query.js';

const listedRejections = 20;

const Rejections = Type.Object({
  runs: count('Runs whose arguments were refused; they are no invocations'),
  reasons: Type.Array(
    Type.Object({
      tool: Type.String({ description: 'Name of the tool; empty if unknown' }),
      command: Type.String({ description: 'The command that was found, without what was refused' }),
      kind: Type.String({
        description: '`unknown_command`, `unknown_flag`, `missing_argument` or `invalid_value`',
      }),
      nearest: Type.String({
        description: 'A command or flag within two edits of what was typed, else `none`',
      }),
      runs: count('Refused runs'),
      last_seen: isoTime('The newest of them'),
      last_invocation_id: Type.String({ description: 'Id of the newest' }),
    }),
    { description: `The ${listedRejections} most frequent, most frequent first` },
  ),
});

interface RejectionRow {
  tool_name: string;
  command_name: string;
  kind: string;
  nearest: string;
  runs: number;
  last_seen: number;
  last_invocation_id: string;
  all_runs: number;
}

/** Runs whose arguments a tool refused; only tools whose catalog says `usageErrors` report them. */
export const rejections = defineQuery({
  path: '/api/v1/rejections',
  operation: 'getRejections',
  summary: 'Runs whose arguments were refused, by command and reason',
  access: { project: 'member' },
  parameters: scopeParameters,
  response: { name: 'Rejections', description: 'What was refused', schema: Rejections },
  async read(source, input, now) {
    const { project } = input;
    const range = readRange(input, now);
    const soleTool = await source.catalogs.soleTool(project);
    const filters = filterBase(input, soleTool);
    const conditions = [
      'project = {project:String}',
      `event = '${lifecycleEvents.rejected}'`,
      'corrected_time >= {from:Int64} AND corrected_time < {to:Int64}',
      filters.sql,
    ];
    // An event may be stored twice.
    const rows = await source.db.rows<RejectionRow>(
      `SELECT ${toolOfRow(soleTool)} AS tool_name, ifNull(command, '') AS command_name,
         JSONExtractString(properties, 'kind') AS kind,
         JSONExtractString(properties, 'nearest') AS nearest,
         uniqExact(invocation_id) AS runs, max(corrected_time) AS last_seen,
         argMax(invocation_id, (corrected_time, invocation_id)) AS last_invocation_id,
         sum(runs) OVER () AS all_runs
       FROM sonde.events
       WHERE ${conditions.join(' AND ')}
       GROUP BY tool_name, command_name, kind, nearest
       ORDER BY runs DESC, tool_name, command_name, kind, nearest
       LIMIT ${listedRejections}`,
      { project, ...range, ...filters.parameters },
    );
    return {
      runs: rows[0]?.all_runs ?? 0,
      reasons: rows.map(({ tool_name, command_name, all_runs: _, last_seen, ...row }) => ({
        ...{ tool: tool_name, command: command_name, ...row },
        last_seen: new Date(last_seen).toISOString(),
      })),
    };
  },
});
