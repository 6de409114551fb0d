import { type FlowShape, funnelStages, milestoneName, type Scope } from '@sonde/analytics';
import { eventsByRole, type FlowCatalog } from './flow-catalog.js';
import { placeSql, placeTime, startSql } from './place.js';
import { type Condition, type Range, scopeCondition } from './range.js';

/** The fold of a flow's runs as a statement. */
export interface FlowRuns extends Condition {
  /** Names of the milestones, in the order of the columns `passed_0`, `passed_1`, … */
  milestones: string[];
  /** How many columns `time_0`, `time_1`, … there are: one for each event-backed stage. */
  stageIds: string[];
}

/** Milestones of a flow that are looked at beyond the declared ones. */
const mostUndeclared = 100;

/**
 * The fold of one flow's runs: one row a run that started in the range.
 *
 * It says what `foldInvocation` says. Every aggregate gives the same for repeated rows, so nothing
 * has to be merged first.
 *
 * Columns: `invocation_id`, `flow_run_id`, `outcome`, `reason`, `error_class`, `step`, `furthest`
 * (position of the latest declared step a milestone tells of), `duration`, whether each milestone
 * was passed (`passed_<i>`), and when each event-backed stage was reported (`time_<i>`, -1 where it
 * was not). Names of milestones reach the statement as parameters, never as text.
 */
export function flowRuns(
  project: string,
  scope: Scope,
  range: Range,
  shape: FlowShape,
  catalog: FlowCatalog,
): FlowRuns {
  const rows = scopeCondition(project, range, scope);
  const roles = eventsByRole(shape, catalog.seen);
  const reported = groupByName(roles.milestone, shape);
  const milestones = [...reported.keys()];
  const stages = funnelStages(shape, shape.steps).filter(({ kind }) => kind !== 'step');
  const stagePositions = stages
    .filter(({ kind }) => kind === 'milestone')
    .map(({ name }) => milestones.indexOf(name));

  const parameters: Record<string, unknown> = {
    ...rows.parameters,
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
  return {
    sql: foldSql(rows.sql, stepPositions, stagePositions),
    parameters,
    milestones,
    stageIds: stages.map(({ id }) => id),
  };
}

/** Events of each milestone: two events can have one name, with the flow's prefix and without. */
function groupByName(events: readonly string[], shape: FlowShape): Map<string, string[]> {
  const byName = new Map<string, string[]>(shape.milestones.map(({ name }) => [name, []]));
  const most = byName.size + mostUndeclared;
  for (const event of events) {
    const name = milestoneName(event, shape.eventPrefix);
    const known = byName.get(name);
    if (known !== undefined) known.push(event);
    else if (byName.size < most) byName.set(name, [event]);
  }
  return byName;
}

/**
 * @param steps Of each milestone, the position of its step from 1, or 0.
 * @param stages Of each stage that is a milestone, which one it is.
 */
function foldSql(rows: string, steps: readonly number[], stages: readonly number[]): string {
  // Places are never 0, so the smallest of no rows, which is 0, means "none".
  const counts = (place: string) => `(${place} > 0 AND (terminal = 0 OR ${place} < terminal))`;
  const passed = steps.map((_, i) => `${counts(`first_${i}`)} AS passed_${i}`);
  const furthest = steps.map((step, i) => `if(passed_${i}, ${step}, 0)`);
  const times = [
    `if(${counts('began')}, ${placeTime('began')}, -1)`,
    ...stages.map((i) => `if(passed_${i}, ${placeTime(`first_${i}`)}, -1)`),
    `if(outcome = 'completed', ${placeTime('terminal')}, -1)`,
  ];
  return `
SELECT
  invocation_id, flow_run_id,
  ${passed.map((sql) => `${sql}, `).join('\n  ')}
  greatest(0, 0, ${furthest.map((sql) => `${sql}, `).join('')} 0) AS furthest,
  multiIf(
    terminal = 0, if(invocation_id IN (${vanishedInvocations}), 'vanished', 'incomplete'),
    ending.1 = 1, 'completed',
    ending.1 = 2, 'failed',
    ending.3 = 'vanished', 'vanished',
    'aborted') AS outcome,
  if(outcome = 'aborted', ifNull(ending.3, 'unknown'), NULL) AS reason,
  if(outcome = 'failed', ifNull(ending.4, 'unknown'), NULL) AS error_class,
  multiIf(
    outcome = 'completed', NULL,
    terminal > 0 AND isNotNull(ending.2), ending.2,
    furthest = 0, NULL,
    {steps:Array(String)}[furthest]) AS step,
  multiIf(
    outcome = 'incomplete', NULL,
    terminal > 0 AND ending.5 >= 0, ending.5,
    toFloat64(greatest(0, if(terminal > 0, ${placeTime('terminal')}, ${placeTime('last')}) - ${placeTime('first')}))) AS duration,
  ${times.map((sql, i) => `${sql} AS time_${i}`).join(',\n  ')}
FROM
(
  SELECT
    invocation_id, flow_run_id,
    min(place) AS first,
    max(place) AS last,
    ${startSql} AS corrected_start,
    minIf(place, event IN {started:Array(String)}) AS began,
    minIf(place, event IN {terminals:Array(String)}) AS terminal,
    ${steps.map((_, i) => `minIf(place, event IN {milestone_${i}:Array(String)}) AS first_${i}, `).join('\n    ')}
    argMinIf(
      tuple(multiIf(event IN {completed:Array(String)}, 1, event IN {failed:Array(String)}, 2, 3),
        step, reason, error_class, duration_ms),
      place, event IN {terminals:Array(String)}) AS ending
  FROM
  (
    SELECT invocation_id, flow_run_id, event, step, reason, error_class, duration_ms,
      sequence, corrected_time, ${placeSql} AS place
    FROM sonde.events
    WHERE ${rows} AND flow = {flow:String}
  )
  GROUP BY invocation_id, flow_run_id
  HAVING corrected_start >= {from:Int64} AND corrected_start < {to:Int64}
)`;
}

/** Invocations whose process died. */
const vanishedInvocations = `
  SELECT invocation_id FROM sonde.events
  WHERE project = {project:String} AND event = 'Command Completed' AND vanished
    AND corrected_time >= {read_from:Int64} AND corrected_time < {read_to:Int64}`;
