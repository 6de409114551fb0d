import type { EndingCount, FlowShape, FunnelTally, Outcome } from '@sonde/analytics';
import type { FlowCatalog } from './flow-catalog.js';
import { flowRuns } from './flow-runs.js';
import type { ScopeFilters } from './scope.js';
import type { Source, View } from './source.js';

interface TallyRow {
  all: number;
  outcome: Outcome;
  reason: string | null;
  error_class: string | null;
  step: string | null;
  edition: number;
  runs: number;
  invocations: number;
  milestones: number[];
  duration: (number | null)[];
  /** For each event-backed stage except the first. */
  waits: (number | null)[][];
}

/** Counts everything that a funnel needs, in one pass over the runs. */
export async function readTally(
  { db }: Pick<Source, 'db'>,
  view: View,
  scope: ScopeFilters,
  shape: FlowShape,
  catalog: FlowCatalog,
): Promise<FunnelTally> {
  const runs = await flowRuns({ db }, view, scope, shape, catalog);
  const rows = await db.rows<TallyRow>(
    `SELECT
       grouping(outcome) AS all, outcome, reason, error_class, step, edition,
       count() AS runs,
       uniqExact(invocation_id) AS invocations,
       sumForEach(passed) AS milestones,
       quantilesExactInclusiveIf(0.5, 0.9)(ifNull(duration, 0), outcome = 'completed') AS duration,
       quantilesExactInclusiveForEach(0.5, 0.9)(${waitsSql}) AS waits
     FROM (${runs.sql})
     GROUP BY GROUPING SETS ((outcome, reason, error_class, step, edition), ())`,
    runs.parameters,
  );
  const whole = rows.find(({ all }) => all === 1);
  const passed = runs.milestones.map((name, i) => [name, whole?.milestones[i] ?? 0] as const);
  const times = runs.stageIds.slice(1).map((id, i) => [id, readSpread(whole?.waits[i])] as const);
  return {
    invocations: whole?.invocations ?? 0,
    endings: rows.filter(({ all }) => all === 0).map(toEnding),
    milestones: new Map(passed.filter(([, count]) => count > 0)),
    duration: readSpread(whole?.duration),
    times: new Map(times),
  };
}

/**
 * Time from the previously reported event-backed stage to each one except the first, in the order of
 * `stage_times`; NaN, which aggregates ignore, if unknown.
 */
export const waitsSql = `arrayMap(
    (time, before) -> if(before >= 0 AND time >= before, toFloat64(time - before), nan),
    arrayPopFront(stage_times), arrayPopBack(arrayFill(time -> time >= 0, stage_times)))`;

function toEnding({ outcome, reason, error_class, step, edition, runs }: TallyRow): EndingCount {
  return { outcome, reason, error_class, step, edition, runs };
}

/** Without values the engine returns NaN, which becomes null in JSON. */
function readSpread(pair: readonly (number | null)[] | undefined) {
  return { p50: pair?.[0] ?? null, p90: pair?.[1] ?? null };
}
