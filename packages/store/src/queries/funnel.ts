import {
  buildFunnel,
  type EndingCount,
  type FlowList,
  type FlowShape,
  type FlowSummary,
  type Funnel,
  type FunnelTally,
  type Outcome,
  outcomes,
  type Scope,
  share,
} from '@sonde/analytics';
import { SondeError } from '@sonde/protocol';
import type { Database } from './database.js';
import { type FlowCatalog, readFlowCatalog } from './flow-catalog.js';
import { flowRuns } from './flow-runs.js';
import { type Range, readRange } from './range.js';

export async function readFunnel(
  db: Database,
  project: string,
  scope: Scope,
  flow: string,
): Promise<Funnel> {
  const range = readRange(scope);
  const catalog = await readFlowCatalog(db, project);
  const shape = catalog.shapes.get(flow);
  if (shape === undefined) throw new SondeError('flow_not_found', { detail: flow });
  return buildFunnel(shape, await readTally(db, project, scope, range, shape, catalog));
}

interface TallyRow {
  all: number;
  outcome: Outcome;
  reason: string | null;
  error_class: string | null;
  step: string | null;
  runs: number;
  invocations: number;
  milestones: number[];
  duration: (number | null)[];
  [wait: `wait_${number}`]: (number | null)[];
}

/** Counts everything a funnel is made of, in one pass over the runs. */
export async function readTally(
  db: Database,
  project: string,
  scope: Scope,
  range: Range,
  shape: FlowShape,
  catalog: FlowCatalog,
): Promise<FunnelTally> {
  const runs = flowRuns(project, scope, range, shape, catalog);
  const waits = runs.stageIds.slice(1).map((_, i) => waitSql(i + 1));
  const rows = await db.rows<TallyRow>(
    `SELECT
       grouping(outcome) AS all, outcome, reason, error_class, step,
       count() AS runs,
       uniqExact(invocation_id) AS invocations,
       [${runs.milestones.map((_, i) => `countIf(passed_${i})`).join(', ')}] AS milestones,
       quantilesExactInclusiveIf(0.5, 0.9)(ifNull(duration, 0), outcome = 'completed') AS duration,
       ${waits.join(', ')}
     FROM (${runs.sql})
     GROUP BY GROUPING SETS ((outcome, reason, error_class, step), ())`,
    runs.parameters,
  );
  const whole = rows.find(({ all }) => all === 1);
  const passed = runs.milestones.map((name, i) => [name, whole?.milestones[i] ?? 0] as const);
  const times = runs.stageIds
    .slice(1)
    .map((id, i) => [id, readSpread(whole?.[`wait_${i + 1}`])] as const);
  return {
    invocations: whole?.invocations ?? 0,
    endings: rows.filter(({ all }) => all === 0).map(toEnding),
    milestones: new Map(passed.filter(([, count]) => count > 0)),
    duration: readSpread(whole?.duration),
    times: new Map(times),
  };
}

/** Median and 90th percentile of the time to an event-backed stage from the one reported before it. */
function waitSql(stage: number): string {
  // Of the stages before, the last that was reported.
  let before = 'time_0';
  for (let i = 1; i < stage; i += 1) before = `if(time_${i} >= 0, time_${i}, ${before})`;
  const measured = `time_${stage} >= 0 AND ${before} >= 0 AND time_${stage} >= ${before}`;
  return `quantilesExactInclusiveIf(0.5, 0.9)(toFloat64(time_${stage} - ${before}), ${measured}) AS wait_${stage}`;
}

function toEnding({ outcome, reason, error_class, step, runs }: TallyRow): EndingCount {
  return { outcome, reason, error_class, step, runs };
}

/** Without values the engine answers NaN, which JSON has as null. */
function readSpread(pair: readonly (number | null)[] | undefined) {
  return { p50: pair?.[0] ?? null, p90: pair?.[1] ?? null };
}

export async function readFlows(db: Database, project: string, scope: Scope): Promise<FlowList> {
  const range = readRange(scope);
  const catalog = await readFlowCatalog(db, project);
  const flows: FlowSummary[] = [];
  for (const shape of catalog.shapes.values()) {
    const summary = await readFlowSummary(db, project, scope, range, shape, catalog);
    if (summary.declared || summary.runs > 0) flows.push(summary);
  }
  return { flows };
}

interface SummaryRow extends Record<Outcome, number> {
  duration: number | null;
}

async function readFlowSummary(
  db: Database,
  project: string,
  scope: Scope,
  range: Range,
  shape: FlowShape,
  catalog: FlowCatalog,
): Promise<FlowSummary> {
  const runs = flowRuns(project, scope, range, shape, catalog);
  const [row] = await db.rows<SummaryRow>(
    `SELECT ${outcomes.map((outcome) => `countIf(outcome = '${outcome}') AS ${outcome}`).join(', ')},
       quantileExactInclusiveIf(0.5)(ifNull(duration, 0), outcome = 'completed') AS duration
     FROM (${runs.sql})`,
    runs.parameters,
  );
  const counts = Object.fromEntries(
    outcomes.map((outcome) => [outcome, row?.[outcome] ?? 0]),
  ) as Record<Outcome, number>;
  const total = outcomes.reduce((sum, outcome) => sum + counts[outcome], 0);
  return {
    flow: shape.name,
    title: shape.title,
    declared: shape.declared,
    runs: total,
    outcomes: counts,
    conversion: share(counts.completed, total),
    duration_p50_ms: row?.duration ?? null,
  };
}
