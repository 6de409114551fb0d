import { SondeError } from '@sonde/protocol';
import { readFlowCatalog } from '../../sql/flow-catalog.js';
import { flowRuns } from '../../sql/flow-runs.js';
import type { Condition } from '../../sql/range.js';
import { id, plain, type SqlView, selectColumns, selectNothing, text, time } from './sql-view.js';

/** Each has a statement of its own. */
export const mostFlows = 100;

export const flowRunsView: SqlView = {
  name: 'flow_runs',
  description: 'One run of a flow that began in the range',
  columns: [
    ['flow', 'String', 'Name of the flow', () => 'flow'],
    [
      'flow_run_id',
      text,
      'Id of a run that can be resumed by another invocation',
      () => id('flow_run_id'),
    ],
    ...plain('String', { invocation_id: 'The invocation in which it began' }),
    ['began', time, 'When it began', () => 'run_began'],
    [
      'outcome',
      'String',
      '`completed`, `failed`, `aborted`, `vanished` or `incomplete`',
      () => 'outcome',
    ],
    ...plain(text, {
      reason: 'Why it was aborted',
      error_class: 'Class of the error with which it failed',
      step: 'Step at which it stopped',
    }),
    ['duration_ms', 'Nullable(Float64)', 'Duration in milliseconds', () => 'duration'],
    ['tool', text, 'The tool of the invocation in which it began', () => id('run_tool')],
    ['version', text, 'Its version', () => id('run_version')],
  ],
  async select(options) {
    const { source, view, zone } = options;
    const catalog = await readFlowCatalog(source, view.project, {});
    const shapes = [...catalog.shapes.values()];
    if (shapes.length > mostFlows) {
      throw new SondeError('sql_invalid', {
        detail: `flow_runs holds the runs of at most ${mostFlows} flows, and this project has ${shapes.length}`,
      });
    }
    const columns = selectColumns(flowRunsView.columns, options);
    const statements = await Promise.all(
      shapes.map(async (shape, i) => {
        const runs = await flowRuns(source, view, {}, shape, catalog);
        return renameParameters(
          {
            sql: `SELECT ${columns} FROM
              (SELECT *, {flow_name:String} AS flow FROM (${runs.sql}))`,
            parameters: { ...runs.parameters, flow_name: shape.name },
          },
          `_of_${i}`,
        );
      }),
    );
    return {
      sql:
        statements.length === 0
          ? selectNothing(flowRunsView.columns, zone)
          : statements.map(({ sql }) => sql).join(' UNION ALL '),
      parameters: Object.assign({}, ...statements.map(({ parameters }) => parameters)),
    };
  },
};

/** So that several statements with the same parameters can be in one. */
function renameParameters({ sql, parameters }: Condition, suffix: string): Condition {
  return {
    sql: sql.replace(/\{(\w+):/g, (_, name) => `{${name}${suffix}:`),
    parameters: Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [`${name}${suffix}`, value]),
    ),
  };
}
