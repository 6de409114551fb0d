import { type FlowShape, funnelStages, milestoneName } from '@sonde/analytics';
import { eventsByRole, type FlowCatalog } from './flow-catalog.js';
import { placeSql, placeTime, startSql } from './place.js';
import { type Condition, type Reach, rowsInReach, scopeParts, toolOfRow } from './range.js';
import type { ScopeFilters } from './scope.js';

/** A statement that folds the runs of a flow. */
export interface FlowRuns extends Condition {
  /** Names of the milestones, in the order of the columns `passed_0`, `passed_1`, … */
  milestones: string[];
  /** Ids of the event-backed stages, in the order of the columns `time_0`, `time_1`, … */
  stageIds: string[];
}

/** How many undeclared milestones of a flow are considered. */
const mostUndeclared = 100;

/**
 * Folds the runs of one flow: one row per run that started in the range. Filters apply to the
 * invocation in which it began.
 *
 * The result equals that of `foldFlowRuns`. Every aggregate ignores repeated rows, so nothing has
 * to be merged first.
 *
 * Columns: `invocation_id`, `flow_run_id`, `outcome`, `reason`, `error_class`, `step`, `furthest`
 * (position of the latest declared step with a reported milestone), `edition`, `duration`, whether
 * each milestone was passed (`passed_<i>`), and when each event-backed stage was reported
 * (`time_<i>`, -1 if it was not). Names of milestones are parameters of the statement, never part
 * of its text.
 */
export function flowRuns(
  project: string,
  scope: ScopeFilters,
  reach: Reach,
  shape: FlowShape,
  catalog: FlowCatalog,
): FlowRuns {
  const condition = scopeParts(project, reach, scope);
  const roles = eventsByRole(shape, catalog.seen);
  const reported = groupByName(roles.milestone, shape);
  const milestones = [...reported.keys()];
  const stages = funnelStages(shape).filter(({ kind }) => kind !== 'step');
  const stagePositions = stages
    .filter(({ kind }) => kind === 'milestone')
    .map(({ name }) => milestones.indexOf(name));

  const parameters: Record<string, unknown> = {
    ...condition.parameters,
    flow: shape.name,
    started: roles.started,
    completed: roles.completed,
    failed: roles.failed,
    terminals: [...roles.completed, ...roles.aborted, ...roles.failed],
    steps: shape.steps,
  };
  milestones.forEach((name, i) => {
    parameters[`milestone_${i}`] = reported.get(name);
  });
  const stepPositions = milestones.map((name) => {
    const step = shape.milestones.find((milestone) => milestone.name === name)?.step ?? '';
    return shape.steps.indexOf(step ?? '') + 1;
  });
  const editions = numberEditions(shape);
  parameters.edition_keys = [...editions.keys()];
  parameters.edition_numbers = [...editions.values()];
  const columns: Columns = {
    steps: stepPositions,
    stages: stagePositions,
    tool: editions.size === 0 ? null : toolOfRow(reach),
  };
  const parts = shape.resumable
    ? joinedParts(partsSql(condition.rows, condition.filters, columns), columns)
    : `${partsSql([condition.rows, ...condition.filters].join(' AND '), [], columns)}
       HAVING ${within}`;
  return {
    sql: foldSql(parts, columns, shape.resumable ? null : reach),
    parameters,
    milestones,
    stageIds: stages.map(({ id }) => id),
  };
}

/** Edition of each version, by {@link versionKey}; empty if there is only one edition. */
function numberEditions({ editions }: FlowShape): Map<string, number> {
  const numbers = new Map<string, number>();
  if (editions.length < 2) return numbers;
  editions.forEach(({ versions }, i) => {
    for (const { tool, version } of versions) {
      const key = `${tool}\n${version}`;
      if (!numbers.has(key)) numbers.set(key, i);
    }
  });
  return numbers;
}

/** Key of the tool and version of rows, as in `numberEditions`. */
const versionKey = "concat(minIf(row_tool, row_tool != ''), '\n', ifNull(min(version), ''))";

/**
 * Events of each milestone: two events can have the same milestone name, one with the flow's prefix
 * and one without.
 */
function groupByName(events: readonly string[], shape: FlowShape): Map<string, string[]> {
  const byName = new Map<string, string[]>(shape.milestones.map(({ name }) => [name, []]));
  const most = byName.size + mostUndeclared;
  for (const event of events) {
    const name = milestoneName(shape, event);
    const known = byName.get(name);
    if (known !== undefined) known.push(event);
    else if (byName.size < most) byName.set(name, [event]);
  }
  return byName;
}

interface Columns {
  /** For each milestone, the position of its step from 1, or 0. */
  steps: readonly number[];
  /** For each stage that is a milestone, the index of the milestone. */
  stages: readonly number[];
  /** The tool of a row; null if the edition of a run is not needed. */
  tool: string | null;
}

/** Runs that began in the range. */
export const within = 'corrected_start >= {from:Int64} AND corrected_start < {to:Int64}';

/**
 * What each invocation contributes to a run; for a flow that ends with its invocation, the whole
 * run.
 *
 * @param filters The column `passes` says whether they match.
 */
function partsSql(rows: string, filters: readonly string[], columns: Columns): string {
  const { steps, stages, tool } = columns;
  // Places are never 0, so 0, the minimum of no rows, means "none".
  const counts = (place: string) => `(${place} > 0 AND (terminal = 0 OR ${place} < terminal))`;
  const times = [
    `if(${counts('began')}, ${placeTime('began')}, -1)`,
    ...stages.map((i) => `if(passed_${i}, ${placeTime(`first_${i}`)}, -1)`),
    `if(terminal > 0 AND ending.1 = 1, ${placeTime('terminal')}, -1)`,
  ];
  return `
  SELECT
    invocation_id, flow_run_id,
    min(place) AS first,
    max(place) AS last,
    ${startSql} AS corrected_start,
    max(row_passes) AS passes,
    ${tool === null ? "''" : versionKey} AS version_key,
    minIf(place, event IN {started:Array(String)}) AS began,
    minIf(place, event IN {terminals:Array(String)}) AS terminal,
    ${steps.map((_, i) => `minIf(place, event IN {milestone_${i}:Array(String)}) AS first_${i}, `).join('\n    ')}
    argMinIf(
      tuple(multiIf(event IN {completed:Array(String)}, 1, event IN {failed:Array(String)}, 2, 3),
        step, reason, error_class, duration_ms),
      place, event IN {terminals:Array(String)}) AS ending,
    terminal > 0 AS ended,
    ${placeTime('first')} AS first_time,
    if(ended, ${placeTime('terminal')}, ${placeTime('last')}) AS last_time,
    ${steps.map((_, i) => `${counts(`first_${i}`)} AS passed_${i}, `).join('\n    ')}
    ${times.map((sql, i) => `${sql} AS time_${i}`).join(',\n    ')}
  FROM
  (
    SELECT invocation_id, flow_run_id, event, step, reason, error_class, duration_ms,
      sequence, corrected_time, ${placeSql} AS place,
      ${tool === null ? '' : `${tool} AS row_tool, version,`}
      ${['true', ...filters].join(' AND ')} AS row_passes
    FROM sonde.events
    WHERE ${rows} AND flow = {flow:String}
  )
  GROUP BY invocation_id, flow_run_id`;
}

/** Runs of a resumable flow: their parts in order, up to the part that ends the run. */
function joinedParts(parts: string, { steps, stages }: Columns): string {
  const passed = steps.map((_, i) => `passed_${i}`);
  const times = [...stages, -1, -1].map((_, i) => `time_${i}`);
  return `
  SELECT
    parts[1].2 AS invocation_id, flow_run_id, parts[1].1 AS corrected_start,
    arrayFirstIndex(part -> part.3, parts) AS end,
    if(end = 0, parts, arraySlice(parts, 1, end)) AS counted,
    end > 0 AS ended,
    parts[1].5 AS first_time,
    counted[-1].6 AS last_time,
    counted[-1].7 AS ending,
    parts[1].10 AS version_key,
    ${passed.map((name, i) => `arrayExists(part -> part.8[${i + 1}] = 1, counted) AS ${name}, `).join('\n    ')}
    ${times.map((name, i) => `ifNull(arrayFirstOrNull(time -> time >= 0, arrayMap(part -> part.9[${i + 1}], counted)), -1) AS ${name}`).join(',\n    ')}
  FROM
  (
    SELECT flow_run_id, arraySort(part -> (part.1, part.2), groupArray(tuple(
      corrected_start, invocation_id, ended, passes, first_time, last_time, ending,
      CAST([${passed.join(', ')}], 'Array(UInt8)'), [${times.join(', ')}], version_key))) AS parts
    FROM (${parts})
    GROUP BY flow_run_id, if(flow_run_id = '', invocation_id, '')
  )
  WHERE parts[1].4 AND ${within}`;
}

/**
 * @param parts Statement that selects the runs, with the columns of {@link partsSql}.
 * @param reach For runs that vanish with their invocation; null for runs of a resumable flow.
 */
function foldSql(parts: string, { steps, stages, tool }: Columns, reach: Reach | null): string {
  const furthest = steps.map((step, i) => `if(passed_${i}, ${step}, 0), `);
  return `
SELECT
  invocation_id, flow_run_id,
  ${steps.map((_, i) => `passed_${i}, `).join('')}
  greatest(0, 0, ${furthest.join('')} 0) AS furthest,
  ${outcomeSql(reach, 'ending.3')} AS outcome,
  if(outcome = 'aborted', ifNull(ending.3, 'unknown'), NULL) AS reason,
  if(outcome = 'failed', ifNull(ending.4, 'unknown'), NULL) AS error_class,
  multiIf(
    outcome = 'completed', NULL,
    ended AND isNotNull(ending.2), ending.2,
    furthest = 0, NULL,
    {steps:Array(String)}[furthest]) AS step,
  ${tool === null ? '-1' : editionSql} AS edition,
  multiIf(
    outcome = 'incomplete', NULL,
    ended AND ending.5 >= 0, ending.5,
    toFloat64(greatest(0, last_time - first_time))) AS duration,
  ${[...stages, -1, -1].map((_, i) => `time_${i}`).join(', ')}
FROM (${parts})`;
}

const editionSql =
  'transform(version_key, {edition_keys:Array(String)}, {edition_numbers:Array(Int32)}, -1)';

/**
 * The outcome of a run, from whether it has `ended` and the role in `ending.1`: 1 completed, 2
 * failed, 3 aborted.
 *
 * @param reach For runs that vanish with their invocation; null for runs of a resumable flow.
 */
export function outcomeSql(reach: Reach | null, reason: string): string {
  return `multiIf(
    NOT ended, ${reach === null ? "'incomplete'" : `if(invocation_id IN (${vanishedInvocations(reach)}), 'vanished', 'incomplete')`},
    ending.1 = 1, 'completed',
    ending.1 = 2, 'failed',
    ${reason} = 'vanished', 'vanished',
    'aborted')`;
}

/** Invocations whose process died. */
function vanishedInvocations(reach: Reach): string {
  return `
  SELECT invocation_id FROM sonde.events
  WHERE project = {project:String} AND event = 'Command Completed' AND vanished
    AND ${rowsInReach(reach).sql}`;
}
