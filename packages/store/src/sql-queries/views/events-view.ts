import { base, ids, tool } from './shared-columns.js';
import { id, plain, type SqlView, selectColumns, text, time } from './sql-view.js';

export const events: SqlView = {
  name: 'events',
  description: 'One event that happened in the range',
  columns: [
    ['event', 'String', 'Name of the event', () => 'event'],
    ['time', time, 'When it happened, corrected for a wrong clock', () => 'corrected_time'],
    ...plain('String', { invocation_id: 'Its invocation' }),
    ...plain('UInt64', { sequence: 'Its place in the invocation, from 1; 0 if unknown' }),
    ...plain('String', { insert_id: 'Its own id' }),
    ...ids,
    tool,
    ...base,
    ...plain(text, { runtime_version: 'Version of the runtime' }),
    ...plain(
      text,
      { flow: 'Flow that it is part of', flow_run_id: 'Run of a resumable flow' },
      (name) => id(name),
    ),
    ...plain(text, {
      step: 'Step of the flow',
      reason: 'Why the flow or command ended',
      error_class: 'Class of the error',
      error_source: 'Where the error came from',
    }),
    ...plain('Nullable(Int64)', { http_status: 'Status of a response', exit_code: 'Exit code' }),
    ...plain('Nullable(Float64)', { duration_ms: 'Duration in milliseconds' }),
    ...plain('Nullable(Bool)', {
      succeeded: 'Of Command Completed',
      user_cancelled: 'Of Command Completed',
      vanished: 'Whether the run ended without reporting it',
    }),
    ['flags', 'Array(String)', 'Names of the given flags', () => 'flags'],
    ['properties', 'String', 'All other properties, as a JSON object', () => 'properties'],
    ['received_at', time, 'When the collector received it', () => 'received_at'],
  ],
  async select(options) {
    const { view } = options;
    return {
      sql: `SELECT ${selectColumns(events.columns, options)} FROM sonde.events FINAL
        WHERE project = {project:String}
          AND corrected_time >= {from:Int64} AND corrected_time < {to:Int64}`,
      parameters: { project: view.project, from: view.from, to: view.to, sole_tool: view.soleTool },
    };
  },
};
