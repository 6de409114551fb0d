import type { FoldedFlowRun } from './flow-run.js';
import { type FlowShape, milestoneStage } from './flow-shape.js';
import {
  funnelStages,
  type RunEnding,
  reachedSteps,
  type StageHead,
  stageDeclaration,
  withNamedSteps,
} from './funnel-stages.js';
import { quantile } from './quantile.js';
import { compareText } from './recorded-event.js';
import { type Funnel, type FunnelStage, type Outcome, outcomes } from './responses.js';

/** How many runs ended in one way. */
export interface EndingCount extends RunEnding {
  reason: string | null;
  error_class: string | null;
  runs: number;
}

interface Spread {
  p50: number | null;
  p90: number | null;
}

/** All counts that a funnel is made of. */
export interface FunnelTally {
  invocations: number;
  endings: readonly EndingCount[];
  /** Runs that reported each milestone, by milestone name. */
  milestones: ReadonlyMap<string, number>;
  /** Duration of completed runs. */
  duration: Spread;
  /** Time from the previous event-backed stage, by stage id. */
  times: ReadonlyMap<string, Spread>;
}

/** Folds the runs of one flow into its funnel. */
export function foldFunnel(runs: readonly FoldedFlowRun[], shape: FlowShape): Funnel {
  return buildFunnel(shape, tallyRuns(runs, shape));
}

function tallyRuns(runs: readonly FoldedFlowRun[], shape: FlowShape): FunnelTally {
  const endings = new Map<string, EndingCount>();
  const milestones = new Map<string, number>();
  for (const { outcome, reason, error_class, step, edition, ...run } of runs) {
    const key = JSON.stringify([outcome, reason, error_class, step, edition]);
    const ending = endings.get(key) ?? { outcome, reason, error_class, step, edition, runs: 0 };
    endings.set(key, { ...ending, runs: ending.runs + 1 });
    for (const name of run.milestones) milestones.set(name, (milestones.get(name) ?? 0) + 1);
  }
  const durations = runs
    .filter(({ outcome }) => outcome === 'completed')
    .map(({ duration_ms }) => duration_ms ?? 0);
  return {
    invocations: new Set(runs.map(({ invocation_id }) => invocation_id)).size,
    endings: [...endings.values()],
    milestones,
    duration: spread(durations),
    times: new Map(
      [...stageWaits(runs, funnelStages(shape))].map(([id, values]) => [id, spread(values)]),
    ),
  };
}

/** By stage id: the times from the event-backed stage that each run reported before it. */
export function stageWaits(
  runs: readonly FoldedFlowRun[],
  stages: readonly StageHead[],
): Map<string, number[]> {
  const waits = new Map<string, number[]>();
  for (const run of runs) {
    let before: number | null = null;
    for (const stage of stages) {
      const time = stageTime(run, stage);
      if (time === null) continue;
      // Milestones reported out of stage order give no time between stages.
      if (before !== null && time >= before) {
        waits.set(stage.id, [...(waits.get(stage.id) ?? []), time - before]);
      }
      before = time;
    }
  }
  return waits;
}

function stageTime(run: FoldedFlowRun, stage: StageHead): number | null {
  if (stage.kind === 'started') return run.started_time;
  if (stage.kind === 'completed') return run.completed_time;
  if (stage.kind === 'step') return null;
  return run.milestone_times.find(({ name }) => name === stage.name)?.time ?? null;
}

function spread(values: readonly number[]): Spread {
  return { p50: quantile(values, 0.5), p90: quantile(values, 0.9) };
}

/** Builds the funnel of a flow from counts. */
export function buildFunnel(shape: FlowShape, tally: FunnelTally): Funnel {
  const { endings } = tally;
  const runs = sum(endings);
  const drawn = withNamedSteps(shape, endings);
  const counts = Object.fromEntries(
    outcomes.map((outcome) => [outcome, sum(endings.filter((e) => e.outcome === outcome))]),
  ) as Record<Outcome, number>;
  const reached = new Map<string, number>();
  for (const ending of endings) {
    for (const step of reachedSteps(drawn, ending)) {
      reached.set(step, (reached.get(step) ?? 0) + ending.runs);
    }
  }
  const reachedBy = ({ kind, name }: StageHead): number => {
    if (kind === 'started') return runs;
    if (kind === 'completed') return counts.completed;
    return (kind === 'milestone' ? tally.milestones : reached).get(name) ?? 0;
  };
  const stoppedAt = ({ kind, name }: StageHead): EndingCount[] => {
    if (kind === 'milestone' || kind === 'completed') return [];
    const step = kind === 'started' ? null : name;
    return endings.filter((e) => e.outcome !== 'completed' && e.step === step);
  };

  /** Runs that reached a stage from the previous one; versions can have different steps. */
  const comingFrom = (before: StageHead, stage: StageHead): number => {
    if (before.kind === 'milestone' || stage.kind === 'milestone') return reachedBy(stage);
    return sum(endings.filter((e) => gotTo(drawn, e, before) && gotTo(drawn, e, stage)));
  };

  let previous: StageHead | undefined;
  const stages = funnelStages(drawn).map((stage): FunnelStage => {
    const reached = reachedBy(stage);
    const isOnWay = stage.declaration === shape.declaration;
    const drawnStage: FunnelStage = {
      ...stage,
      reached,
      from_previous:
        previous === undefined || !isOnWay
          ? null
          : share(comingFrom(previous, stage), reachedBy(previous)),
      from_start: share(reached, runs),
      time_p50_ms: tally.times.get(stage.id)?.p50 ?? null,
      time_p90_ms: tally.times.get(stage.id)?.p90 ?? null,
      stopped: countStopped(stoppedAt(stage)),
    };
    if (isOnWay) previous = stage;
    return drawnStage;
  });

  return {
    flow: shape.name,
    title: shape.title,
    event_prefix: shape.eventPrefixes[0] ?? '',
    declared: shape.declaration === 'now',
    declaration: shape.declaration,
    tools: [...shape.tools],
    runs,
    invocations: tally.invocations,
    outcomes: counts,
    conversion: share(counts.completed, runs),
    duration_p50_ms: tally.duration.p50,
    duration_p90_ms: tally.duration.p90,
    stages,
    reasons: countBy(endings, 'aborted', (e) => e.reason).map(([reason, n]) => ({
      reason,
      runs: n,
    })),
    milestones: listMilestones(shape, tally.milestones),
  };
}

function gotTo(shape: FlowShape, ending: EndingCount, { kind, name }: StageHead): boolean {
  if (kind === 'started') return true;
  if (kind === 'completed') return ending.outcome === 'completed';
  return reachedSteps(shape, ending).includes(name);
}

function countStopped(endings: readonly EndingCount[]): FunnelStage['stopped'] {
  return {
    total: sum(endings),
    aborted: countBy(endings, 'aborted', (e) => e.reason).map(([reason, runs]) => ({
      reason,
      runs,
    })),
    failed: countBy(endings, 'failed', (e) => e.error_class).map(([error_class, runs]) => ({
      error_class,
      runs,
    })),
    vanished: sum(endings.filter(({ outcome }) => outcome === 'vanished')),
    incomplete: sum(endings.filter(({ outcome }) => outcome === 'incomplete')),
  };
}

/** Milestones of the catalogs in their order, then other reported ones by name. */
function listMilestones(
  shape: FlowShape,
  reported: ReadonlyMap<string, number>,
): Funnel['milestones'] {
  const declared = shape.milestones.map(({ name, on_path }) => ({
    name,
    runs: reported.get(name) ?? 0,
    on_path,
    declaration: stageDeclaration(shape, milestoneStage(name)),
  }));
  const others = [...reported]
    .filter(([name]) => !shape.milestones.some((milestone) => milestone.name === name))
    .sort(([a], [b]) => compareText(a, b))
    .map(([name, runs]) => ({ name, runs, on_path: false, declaration: 'never' as const }));
  return [...declared, ...others];
}

function countBy(
  endings: readonly EndingCount[],
  outcome: Outcome,
  keyOf: (ending: EndingCount) => string | null,
): [string, number][] {
  const counts = new Map<string, number>();
  for (const ending of endings) {
    const key = keyOf(ending);
    if (ending.outcome !== outcome || key === null) continue;
    counts.set(key, (counts.get(key) ?? 0) + ending.runs);
  }
  return [...counts].sort(([a, aRuns], [b, bRuns]) => bRuns - aRuns || compareText(a, b));
}

function sum(endings: readonly EndingCount[]): number {
  return endings.reduce((total, { runs }) => total + runs, 0);
}

/** Part of a whole; null if the whole is 0. */
export function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
