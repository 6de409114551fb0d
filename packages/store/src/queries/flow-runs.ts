import type { Scope } from '@sonde/analytics';
import { type FlowShape, funnelStages } from '@sonde/analytics';
import type { FlowCatalog } from './flow-catalog.js';
import { eventsByRole } from './flow-catalog.js';
import { type Condition, type Range, scopeCondition } from './range.js';

/**
 * The fold of one flow's runs as a statement: one row a run that started in the range.
 *
 * It says what `foldInvocation` says. Every aggregate gives the same for repeated rows, so nothing
 * has to be merged first; of a repeat the first to be received counts.
 *
 * Columns: `invocation_id`, `flow_run_id`, `corrected_start`, `outcome`, `reason`, `error_class`,
 * `step`, `milestones` (names), `duration`, and `stage_times`: when each event-backed stage of the
 * flow was reported, in order, -1 where it was not.
 */
export function flowRuns(
  project: string,
  scope: Scope,
  range: Range,
  shape: FlowShape,
  catalog: FlowCatalog,
): Condition {
  const rows = scopeCondition(project, range, scope);
  const roles = eventsByRole(shape, catalog.seen);
  const onPath = funnelStages(shape, shape.steps).filter(({ kind }) => kind === 'milestone');
  return {
    sql: foldSql(rows.sql),
    parameters: {
      ...rows.parameters,
      flow: shape.name,
      started: roles.started,
      completed: roles.completed,
      aborted: roles.aborted,
      failed: roles.failed,
      terminals: [...roles.completed, ...roles.aborted, ...roles.failed],
      reported: roles.milestone,
      prefix: shape.eventPrefix === undefined ? '' : `${shape.eventPrefix} `,
      steps: shape.steps,
      milestone_names: shape.milestones.map(({ name }) => name),
      // Positions from 1; 0 for a milestone before the first step.
      milestone_steps: shape.milestones.map(({ step }) => shape.steps.indexOf(step ?? '') + 1),
      stages: onPath.map(({ name }) => name),
    },
  };
}

const foldSql = (rows: string) => `
SELECT
  invocation_id, flow_run_id, corrected_start,
  multiIf(
    NOT ended, if(invocation_id IN (${vanishedInvocations}), 'vanished', 'incomplete'),
    terminal.5 IN {completed:Array(String)}, 'completed',
    terminal.5 IN {failed:Array(String)}, 'failed',
    terminal.7 = 'vanished', 'vanished',
    'aborted') AS outcome,
  if(outcome = 'aborted', ifNull(terminal.7, 'unknown'), NULL) AS reason,
  if(outcome = 'failed', ifNull(terminal.8, 'unknown'), NULL) AS error_class,
  arrayMap(mark -> (
    if({prefix:String} != '' AND startsWith(mark.5, {prefix:String}), substring(mark.5, length({prefix:String}) + 1), mark.5),
    mark.2), arrayFilter(
      mark -> NOT ended OR (mark.1, mark.2, mark.3, mark.4) < (terminal.1, terminal.2, terminal.3, terminal.4),
      arraySort(marks))) AS counted,
  arrayDistinct(counted.1) AS milestones,
  arrayMax(arrayConcat([0], arrayMap(
    name -> {milestone_steps:Array(Int64)}[indexOf({milestone_names:Array(String)}, name)],
    milestones))) AS furthest,
  if(outcome = 'completed', NULL,
    ifNull(if(ended, terminal.6, NULL), if(furthest = 0, NULL, {steps:Array(String)}[furthest]))) AS step,
  if(outcome = 'incomplete', NULL, if(ended AND terminal.9 >= 0, terminal.9,
    toFloat64(greatest(0, if(ended, terminal.2, last.2) - first.2)))) AS duration,
  arrayConcat(
    [if(began.1 > 0 AND (NOT ended OR began.2 < (terminal.1, terminal.2, terminal.3, terminal.4)), began.2.2, -1)],
    arrayMap(name -> if(has(counted.1, name), counted.2[indexOf(counted.1, name)], -1), {stages:Array(String)}),
    [if(outcome = 'completed', terminal.2, -1)]) AS stage_times
FROM
(
  SELECT
    invocation_id, flow_run_id,
    min((sequence, timestamp, received_at, corrected_time)) AS first,
    max((sequence, timestamp)) AS last,
    first.4 AS corrected_start,
    countIf(event IN {terminals:Array(String)}) > 0 AS ended,
    minIf(
      (sequence, timestamp, received_at, insert_id, toString(event), step, reason, error_class, duration_ms),
      event IN {terminals:Array(String)}) AS terminal,
    (countIf(event IN {started:Array(String)}), minIf(
      (sequence, timestamp, received_at, insert_id), event IN {started:Array(String)})) AS began,
    groupUniqArrayIf(
      (sequence, timestamp, received_at, insert_id, toString(event)),
      event IN {reported:Array(String)}) AS marks
  FROM sonde.events
  WHERE ${rows} AND flow = {flow:String}
  GROUP BY invocation_id, flow_run_id
  HAVING corrected_start >= {from:Int64} AND corrected_start < {to:Int64}
)`;

/** Invocations whose process died, as their first Command Completed says. */
const vanishedInvocations = `
  SELECT invocation_id FROM sonde.events
  WHERE project = {project:String} AND event = 'Command Completed'
    AND corrected_time >= {read_from:Int64} AND corrected_time < {read_to:Int64}
  GROUP BY invocation_id
  HAVING min((sequence, timestamp, received_at, insert_id, ifNull(vanished, false))).5`;
