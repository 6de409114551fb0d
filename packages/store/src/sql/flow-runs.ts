import {
  type FlowShape,
  funnelStages,
  milestoneName,
  type RunEnding,
  reachedSteps,
} from '@sonde/analytics';
import { filterBase, toolOfRow } from './base-filters.js';
import { beganWithin } from './began.js';
import { eventsByRole, type FlowCatalog } from './flow-catalog.js';
import { flowPartRows, resumablePartRows } from './flow-part-rows.js';
import type { Condition } from './range.js';
import type { ScopeFilters } from './scope.js';
import type { Source, View } from './source.js';

/** A statement that folds the runs of a flow. */
export interface FlowRuns extends Condition {
  /** Names of the milestones, in the order of the column `passed`. */
  milestones: string[];
  /** Ids of the event-backed stages, in the order of the column `stage_times`. */
  stageIds: string[];
}

/** How many undeclared milestones of a flow are considered. */
const mostUndeclared = 100;

/** The numbers that stand for events in the statement; milestones follow from `milestone` on. */
const codes = { completed: 1, failed: 2, aborted: 3, started: 4, milestone: 5 } as const;

/**
 * Folds the runs of one flow: one row per run that started in the range. Filters apply to the
 * invocation in which it began. The result equals that of `foldFlowRuns`.
 *
 * Columns: `invocation_id`, `invocation_began`, `run_began`, `run_version` and `run_tool`
 * (empty if unknown), `flow_run_id`, `outcome`, `reason`, `error_class`, `step`, `furthest`
 * (position of the latest declared step with a reported milestone), `edition`, `duration`, `passed`
 * (whether each milestone was passed), and `stage_times` (when each event-backed stage was
 * reported, -1 if it was not). Names of events are parameters of the statement, never part of its
 * text.
 */
export async function flowRuns(
  { db }: Pick<Source, 'db'>,
  view: View,
  scope: ScopeFilters,
  shape: FlowShape,
  catalog: FlowCatalog,
): Promise<FlowRuns> {
  const rows = shape.resumable
    ? await resumablePartRows(db, view, [shape.name])
    : flowPartRows(view, [shape.name]);
  const filters = filterBase(scope, view.soleTool);
  const roles = eventsByRole(shape, catalog.seen);
  const reported = groupByName(roles.milestone, shape);
  const milestones = [...reported.keys()];
  const coded: (readonly [event: string, code: number])[] = [
    ...(['started', 'completed', 'failed', 'aborted'] as const).flatMap((role) =>
      roles[role].map((event) => [event, codes[role]] as const),
    ),
    ...[...reported.values()].flatMap((events, i) =>
      events.map((event) => [event, codes.milestone + i] as const),
    ),
  ];
  const stages = funnelStages(shape).filter(({ kind }) => kind !== 'step');
  const editions = numberEditions(shape);
  const parts = codedParts(rows.sql, filters.sql, view, coded.length > 0);
  return {
    sql: foldSql(
      shape.resumable ? joinedParts(parts) : `SELECT * FROM (${parts}) WHERE passes`,
      shape.resumable,
      editions.size > 0,
    ),
    parameters: {
      ...filters.parameters,
      ...rows.parameters,
      coded_events: coded.map(([event]) => event),
      event_codes: coded.map(([, code]) => code),
      milestone_codes: milestones.map((_, i) => codes.milestone + i),
      milestone_steps: milestones.map((name) => {
        const step = shape.milestones.find((milestone) => milestone.name === name)?.step ?? '';
        return shape.steps.indexOf(step) + 1;
      }),
      stage_milestones: stages
        .filter(({ kind }) => kind === 'milestone')
        .map(({ name }) => milestones.indexOf(name) + 1),
      steps: shape.steps,
      edition_keys: [...editions.keys()],
      edition_numbers: [...editions.values()],
    },
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

/** Key of the tool and version of a part, as in {@link numberEditions}. */
const versionKey = ({ soleTool }: View) =>
  `concat(${toolOfRow(soleTool)}, '\n', ifNull(version, ''))`;

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

/**
 * What the events of flow parts mean in this flow.
 *
 * @param filters The column `passes` says whether they match.
 */
function codedParts(rows: string, filters: string, view: View, hasEvents: boolean): string {
  // A position of 0 means that there is no such event.
  const counts = (position: string) =>
    `(${position} > 0 AND (terminal = 0 OR ${position} < terminal))`;
  const code = hasEvents
    ? 'transform(event, {coded_events:Array(String)}, {event_codes:Array(UInt16)}, 0)'
    : '0';
  return `
  SELECT
    invocation_id, invocation_began, flow_run_id, began, is_vanished,
    ${filters} AS passes,
    ${versionKey(view)} AS version_key,
    arrayMap(event -> toUInt16(${code}), events) AS coded,
    arrayFirstIndex(code -> code BETWEEN ${codes.completed} AND ${codes.aborted}, coded) AS terminal,
    indexOf(coded, ${codes.started}) AS started,
    arrayMap(code -> indexOf(coded, code), {milestone_codes:Array(UInt16)}) AS positions,
    arrayMap(position -> ${counts('position')}, positions) AS passed,
    tuple(coded[terminal], steps[terminal], reasons[terminal], error_classes[terminal],
      durations_ms[terminal]) AS ending,
    terminal > 0 AS ended,
    times[1] AS first_time,
    if(ended, times[terminal], flow_parts.last_time) AS end_time,
    arrayConcat(
      [if(${counts('started')}, times[started], -1)],
      arrayMap(i -> if(passed[i], times[positions[i]], -1), {stage_milestones:Array(UInt16)}),
      [if(ending.1 = ${codes.completed}, times[terminal], -1)]) AS stage_times
  FROM (${rows}) AS flow_parts`;
}

/** Runs of a resumable flow: their parts in order, up to the part that ends the run. */
function joinedParts(parts: string): string {
  const firstReported = (i: string) =>
    `ifNull(arrayFirstOrNull(time -> time >= 0, arrayMap(part -> part.9[${i}], counted)), -1)`;
  return `
  SELECT
    parts[1].2 AS invocation_id, parts[1].11 AS invocation_began, flow_run_id,
    parts[1].1 AS began,
    arrayFirstIndex(part -> part.3, parts) AS end,
    if(end = 0, parts, arraySlice(parts, 1, end)) AS counted,
    end > 0 AS ended,
    parts[1].5 AS first_time,
    counted[-1].6 AS end_time,
    counted[-1].7 AS ending,
    parts[1].10 AS version_key,
    arrayMap(i -> arrayExists(part -> part.8[i] = 1, counted),
      arrayEnumerate({milestone_codes:Array(UInt16)})) AS passed,
    arrayMap(i -> ${firstReported('i')}, arrayEnumerate(parts[1].9)) AS stage_times
  FROM
  (
    SELECT flow_run_id, arraySort(part -> (part.1, part.2), groupArray(tuple(
      began, invocation_id, ended, passes, first_time, end_time, ending, passed, stage_times,
      version_key, invocation_began))) AS parts
    FROM (${parts})
    GROUP BY flow_run_id, if(flow_run_id = '', invocation_id, '')
  )
  WHERE parts[1].4 AND ${beganWithin}`;
}

/** @param runs Statement that selects the runs, with the columns of {@link codedParts}. */
function foldSql(runs: string, isResumable: boolean, hasEditions: boolean): string {
  return `
SELECT
  invocation_id, invocation_began, began AS run_began,
  substring(version_key, 1 + position(version_key, '\n')) AS run_version,
  substring(version_key, 1, position(version_key, '\n') - 1) AS run_tool, flow_run_id, passed, stage_times,
  arrayMax(arrayPushBack(
    arrayMap((has_passed, position) -> if(has_passed, position, 0), passed,
      {milestone_steps:Array(UInt16)}), 0)) AS furthest,
  ${outcomeSql(isResumable, 'ending.3')} AS outcome,
  if(outcome = 'aborted', ifNull(ending.3, 'unknown'), NULL) AS reason,
  if(outcome = 'failed', ifNull(ending.4, 'unknown'), NULL) AS error_class,
  multiIf(
    outcome = 'completed', NULL,
    ended AND isNotNull(ending.2), ending.2,
    furthest = 0, NULL,
    {steps:Array(String)}[furthest]) AS step,
  ${hasEditions ? editionSql : '-1'} AS edition,
  multiIf(
    outcome = 'incomplete', NULL,
    ended AND ending.5 >= 0, ending.5,
    toFloat64(greatest(0, end_time - first_time))) AS duration
FROM (${runs})`;
}

const editionSql =
  'transform(version_key, {edition_keys:Array(String)}, {edition_numbers:Array(Int32)}, -1)';

/**
 * The outcome of a run, from whether it has `ended` and the role in `ending.1`: 1 completed, 2
 * failed, 3 aborted. A run vanishes with its invocation, unless it can be resumed in another one.
 */
export function outcomeSql(isResumable: boolean, reason: string): string {
  return `multiIf(
    NOT ended, ${isResumable ? "'incomplete'" : "if(is_vanished, 'vanished', 'incomplete')"},
    ending.1 = ${codes.completed}, 'completed',
    ending.1 = ${codes.failed}, 'failed',
    ${reason} = 'vanished', 'vanished',
    'aborted')`;
}

/**
 * The editions in which completed runs reached a step, and where stopped runs that reached it
 * stopped.
 */
export function findReaching(shape: FlowShape, step: string) {
  const editions = [-1, ...shape.editions.keys()];
  const reaches = (ending: RunEnding) => reachedSteps(shape, ending).includes(step);
  const completing = editions.filter((edition) =>
    reaches({ outcome: 'completed', step: null, edition }),
  );
  const reaching = editions.flatMap((edition) =>
    shape.steps
      .filter((furthest) => reaches({ outcome: 'incomplete', step: furthest, edition }))
      .map((furthest) => `${edition}:${furthest}`),
  );
  return { completing, reaching };
}
